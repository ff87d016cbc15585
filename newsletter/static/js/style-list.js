// The findings of a text in a list, those of title and standfirst also below their fields.

export class StyleList {
  // `does`: {go(finding), replace(finding), leave(finding), mayWrite()}
  constructor(panel, form, does) {
    Object.assign(this, { panel, form, does });
    this.count = panel.querySelector("[data-part=count]");
    this.list = panel.querySelector("ol");
    this.template = panel.querySelector("template");
    this.repair = panel.querySelector("button[value=repair]");
    this.told = panel.querySelector("[role=status]");
    for (const list of [this.list, ...this.#belowFields()]) {
      list.addEventListener("click", ({ target }) => this.#press(target.closest("button")));
    }
  }

  *#belowFields() {
    this.below = new Map();
    for (const name of ["title", "standfirst"]) {
      const list = document.createElement("ul");
      list.className = "style-of-field";
      list.hidden = true;
      list.ariaLabel = this.panel.dataset.label;
      this.form.elements[name].after(list);
      this.below.set(name, list);
      yield list;
    }
  }

  // `repairs`: how many can be repaired at once, also of those that aren't shown.
  show(findings, repairs) {
    this.repair.hidden = !repairs || !this.does.mayWrite();
    this.repair.textContent = this.repair.dataset.says.replace("{count}", repairs);
    this.list.replaceChildren(...findings.map((finding) => this.#line(finding)));
    for (const [name, list] of this.below) {
      const own = findings.filter(({ part }) => part === name);
      list.replaceChildren(...own.map((finding) => this.#line(finding)));
      list.hidden = !own.length;
    }
    const { some, none, label } = this.panel.dataset;
    const look = findings.length ? some.replace("{count}", findings.length) : repairs ? label : none;
    const said = repairs ? `${look} · ${this.repair.textContent}` : look;
    if (this.count.textContent === said) return;
    const isFirst = !this.count.textContent;
    this.count.textContent = said;
    if (!isFirst) this.told.textContent = said;
  }

  say(words) {
    this.told.textContent = words;
  }

  // To what can be pressed first.
  focus() {
    const lists = [...this.below.values(), this.list];
    const button = lists.flatMap((list) => [...list.querySelectorAll("button")]).find((one) => one.checkVisibility());
    (button ?? this.panel.querySelector("summary")).focus();
  }

  #line(finding) {
    const line = this.template.content.cloneNode(true).firstElementChild;
    line.classList.add(finding.severity);
    const said = { words: finding.words, message: finding.message, severity: this.panel.dataset[finding.severity] };
    for (const [name, words] of Object.entries(said)) line.querySelector(`[data-part=${name}]`).textContent = words;
    for (const button of line.querySelectorAll("button")) button.finding = finding;
    const [replace, leave] = ["replace", "leave"].map((name) => line.querySelector(`button[value=${name}]`));
    replace.hidden = finding.suggestion === null || !this.does.mayWrite();
    replace.textContent = replace.dataset.says.replace("{words}", finding.suggestion || "—");
    leave.hidden = finding.severity === "block";
    return line;
  }

  #press(button) {
    if (!button) return;
    this.does[button.value](button.finding);
    if (button.value === "leave") this.focus();
  }
}
