// A machine's draft of what a translation lacks (templates/translation/_machine.html). It is made on the server, beside
// the words that are saved, and comes into the editor like those of a colleague.

const EVERY = 1000; // milliseconds

document.addEventListener("editor:live", ({ detail: { textarea } }) => {
  const panel = textarea.form.querySelector(".machine-drafts");
  if (panel && textarea.form.translating) new MachineDrafts(panel, textarea.form);
});

class MachineDrafts {
  constructor(panel, form) {
    Object.assign(this, { panel, form, underWay: false });
    [this.status, this.reasons] = [panel.querySelector("[role=status]"), panel.querySelector("ul")];
    for (const button of panel.querySelectorAll("button")) button.addEventListener("click", () => this.#act(button));
    for (const name of ["block:hand", "sheet:changed"]) form.addEventListener(name, () => this.#count());
    form.addEventListener("input", ({ detail }) => (detail === "brought" ? this.#count() : this.#goOn()));
    form.saving.addEventListener("saving", () => this.#count());
    this.#count();
    this.#look({ quietly: true });
  }

  get #missing() {
    return this.form.translating.pairs().filter(({ state, isPhoto }) => state === "missing" && !isPhoto);
  }

  #button(name) {
    return this.panel.querySelector(`button[value=${name}]`);
  }

  // What was said is said until somebody writes on.
  #goOn() {
    if (!this.underWay && !this.reasons.childElementCount) this.status.textContent = "";
    this.#count();
  }

  #count() {
    const missing = this.#missing;
    const inHand = this.form.translating.inHand()?.pair;
    const all = this.#button("all");
    all.textContent = all.dataset.says.replace("{number}", missing.length);
    const isOfUse = missing.length > 0 || this.underWay;
    this.panel.hidden = !isOfUse && !this.status.textContent;
    this.panel.querySelector(".actions").hidden = !isOfUse;
    this.#allow(all, missing.length > 0);
    this.#allow(this.#button("hand"), missing.some(({ name }) => name === inHand?.name));
    this.#button("stop").hidden = !this.underWay;
  }

  // The focus stays on a button that can't be pressed just now.
  #allow(button, isAllowed) {
    button.ariaDisabled = String(!isAllowed || this.underWay);
  }

  #act(button) {
    if (button.value === "stop") return this.#send("DELETE");
    if (button.ariaDisabled === "true") return undefined;
    const { pair } = this.form.translating.inHand() ?? {};
    return this.#ask(button.value === "hand" ? pair.sources : []);
  }

  async #ask(parts) {
    this.#tell("");
    this.underWay = true;
    this.#count();
    if (await this.form.saving.flush()) return this.#send("POST", { parts });
    this.underWay = false;
    return this.#tell(this.panel.dataset.unsaved);
  }

  async #send(method, body) {
    try {
      const { token } = this.form.saving.asking;
      const headers = { "Content-Type": "application/json", "X-CSRFToken": token };
      const answer = await fetch(this.panel.dataset.address, { method, headers, body: body && JSON.stringify(body) });
      const told = answer.headers.get("Content-Type")?.includes("json") ? await answer.json() : {};
      if (answer.ok) return this.#show(told);
      this.#tell(told.error ?? this.panel.dataset.away);
    } catch {
      this.#tell(this.panel.dataset.away);
    }
    return this.#look({ quietly: true });
  }

  // How it goes; of what ended before this page was opened nothing is said.
  async #look({ quietly = false } = {}) {
    try {
      const answer = await fetch(this.panel.dataset.address);
      const told = answer.ok ? await answer.json() : null;
      if (told && (!quietly || told.request?.under_way)) return this.#show(told);
      if (told) this.underWay = false;
    } catch {
      // The connection is away; the next look may find it back.
    }
    if (this.underWay) setTimeout(() => this.#look(), EVERY);
    return this.#count();
  }

  #show({ request, revision }) {
    this.underWay = request.under_way;
    this.#tell(request.said, request.under_way ? {} : request.failures);
    if (revision > this.form.saving.saved.revision) this.form.saving.flush({ look: true });
    if (this.underWay) setTimeout(() => this.#look(), EVERY);
  }

  #tell(words, failures = {}) {
    if (this.status.textContent !== words) this.status.textContent = words;
    const pairs = this.form.translating.pairs();
    const lines = pairs.flatMap((pair, index) => {
      const failed = pair.sources.filter((part) => part in failures);
      return failed.map((part) => this.#line(part, pair, index + 1, failures[part]));
    });
    this.reasons.replaceChildren(...lines);
    this.#count();
  }

  #line(part, pair, number, reason) {
    const { dataset } = this.panel;
    const line = document.createElement("li");
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = (dataset[part] ?? dataset.block).replace("{number}", number).replace("{reason}", reason);
    button.addEventListener("click", () => this.form.translating.go(pair));
    line.append(button);
    return line;
  }
}
