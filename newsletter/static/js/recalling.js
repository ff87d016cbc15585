// What was translated before that is like what is to be translated now (templates/translation/_memory.html): beside
// the block in hand, and in the place of one that nobody has begun. Alt+1, 2, 3 put it in.

document.addEventListener("editor:live", ({ detail: { textarea: { form } } }) => {
  const panel = form.querySelector(".recalled");
  if (panel && form.translating) new Recalling(panel, form);
});

class Recalling {
  constructor(panel, form) {
    Object.assign(this, { panel, form, matches: {}, shown: [] });
    this.list = panel.querySelector("ol");
    [this.line, this.ghost] = [...panel.querySelectorAll("template")].map((template) => template.content.firstElementChild);
    this.rows = form.querySelector(".sheet-rows");
    this.watch = new MutationObserver(() => this.#haunt());
    form.addEventListener("block:hand", () => this.#showHand());
    form.addEventListener("sheet:changed", ({ detail }) => detail?.isNewer && this.#ask());
    // Before the desk, which would begin an empty block.
    this.rows.addEventListener("click", (event) => this.#press(event), { capture: true });
    form.addEventListener("keydown", (event) => this.#key(event));
    this.list.addEventListener("click", ({ target }) => this.#choose(target));
    this.#ask();
  }

  #wanting() {
    return this.form.translating.pairs().filter(({ state, isPhoto }) => ["missing", "changed"].includes(state) && !isPhoto);
  }

  // Once for the whole text; what is like a block changes only with the source.
  async #ask() {
    const parts = Object.fromEntries(this.#wanting().flatMap(({ sources }) => sources.map((part) => [part, true])));
    if (!Object.keys(parts).length) return;
    try {
      const headers = { "Content-Type": "application/json", "X-CSRFToken": this.form.saving.asking.token };
      const answer = await fetch(this.panel.dataset.address, { method: "POST", headers, body: JSON.stringify({ parts }) });
      if (answer.ok) this.matches = await answer.json();
    } catch {
      // It is a help, and the next sheet asks again.
    }
    this.#haunt();
    this.#showHand();
  }

  // A pair of one block of the source: what was remembered is of one block too.
  #matchesOf(pair) {
    const wants = pair && ["missing", "changed"].includes(pair.state) && pair.sources.length === 1;
    return wants ? (this.matches[pair.sources[0]] ?? []) : [];
  }

  #haunt() {
    this.watch.disconnect();
    for (const cell of this.rows.querySelectorAll(".to-write")) {
      const pair = this.#pairOf(cell);
      const [best] = this.#matchesOf(pair);
      const there = cell.querySelector(".ghost");
      if (!best) there?.remove();
      else if (!there) cell.prepend(this.#haunting(best));
    }
    this.watch.observe(this.rows, { childList: true, subtree: true });
  }

  #haunting({ words, similarity }) {
    const ghost = this.ghost.cloneNode(true);
    ghost.querySelector(".said").textContent = words;
    this.#grade(ghost.querySelector("[data-says]"), similarity);
    return ghost;
  }

  #grade(place, similarity) {
    place.textContent = similarity === 100 ? place.dataset.same : place.dataset.says.replace("{similarity}", similarity);
  }

  #pairOf(cell) {
    return this.form.translating.pairs().find(({ name }) => name === cell.dataset.pair);
  }

  #press(event) {
    if (!event.target.closest("[value=recall]")) return;
    event.stopPropagation();
    const pair = this.#pairOf(event.target.closest(".cell"));
    this.#put(pair, this.#matchesOf(pair)[0]);
  }

  #showHand() {
    const { pair } = this.form.translating.inHand() ?? {};
    this.shown = this.#matchesOf(pair);
    this.panel.hidden = !this.shown.length;
    this.list.replaceChildren(...this.shown.map((match, index) => this.#row(match, index + 1)));
  }

  #row({ similarity, words, html, from, url }, number) {
    const row = this.line.cloneNode(true);
    this.#grade(row.querySelector("[data-says]"), similarity);
    row.querySelector("kbd").textContent = `Alt ${number}`;
    row.querySelector("button").ariaKeyShortcuts = `Alt+${number}`;
    row.querySelector(".said").textContent = words;
    row.querySelector(".difference").innerHTML = html;
    row.querySelector("details").hidden = similarity === 100;
    Object.assign(row.querySelector("a"), { textContent: from, href: url });
    return row;
  }

  #choose(target) {
    const row = target.closest("button")?.closest("li");
    if (row) this.#put(this.form.translating.inHand()?.pair, this.shown[[...this.list.children].indexOf(row)]);
  }

  // By the place of the key: with Alt it may write another character.
  #key(event) {
    const [, number] = /^Digit([123])$/.exec(event.code) ?? [];
    if (!number || !event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const match = this.shown[number - 1];
    if (!match) return;
    event.preventDefault();
    this.#put(this.form.translating.inHand()?.pair, match);
  }

  // Words that were translated for others than these are to be looked over first.
  #put(pair, match) {
    if (!pair || !match) return;
    const isSame = match.similarity === 100;
    this.form.translating.insert(pair, match.words, { right: isSame });
    const told = this.panel.querySelector("[role=status]");
    told.textContent = isSame ? told.dataset.same : told.dataset.says;
  }
}
