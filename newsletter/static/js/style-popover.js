// What the house style says of one place, beside it: what may stand there instead, and to leave it as it is.

export class StylePopover {
  // `does`: {replace(finding, words, mark), leave(finding), know(finding), suggestions(finding), mayWrite()}
  constructor(element, editor, does) {
    Object.assign(this, { element, editor, does });
    const part = (name) => element.querySelector(`[data-part=${name}]`);
    Object.assign(this, { message: part("message"), choices: part("choices") });
    Object.assign(this, { leave: part("leave"), know: part("know") });
    this.replaceWords = this.choices.dataset.replace;
    element.addEventListener("click", ({ target }) => this.#press(target.closest("button")));
    element.addEventListener("keydown", (event) => this.#key(event));
    editor.on("update", () => this.close());
    addEventListener("scroll", () => this.isOpen && this.#place(), { passive: true });
  }

  get isOpen() {
    return this.element.matches(":popover-open");
  }

  open(mark, { takesFocus = false } = {}) {
    const { finding } = mark;
    this.mark = mark;
    this.message.textContent = finding.message;
    const mayWrite = this.does.mayWrite();
    this.leave.hidden = finding.severity === "block";
    if (this.know) this.know.hidden = finding.rule !== "spelling";
    this.#offer(mayWrite && finding.suggestion !== null ? [finding.suggestion] : []);
    if (!this.isOpen) this.element.showPopover();
    this.#place();
    if (takesFocus) this.#focus();
    if (finding.rule === "spelling" && mayWrite) this.#ask(mark, takesFocus);
  }

  async #ask(mark, takesFocus) {
    const found = await this.does.suggestions(mark.finding);
    if (this.mark !== mark || !this.isOpen) return;
    const wasInside = this.element.contains(document.activeElement);
    this.#offer(found);
    this.#place();
    if (takesFocus && wasInside) this.#focus();
  }

  #offer(suggestions) {
    this.choices.replaceChildren(
      ...suggestions.map((words) => {
        const button = document.createElement("button");
        button.type = "button";
        button.className = "button primary small";
        button.value = "replace";
        button.dataset.words = words;
        button.textContent = this.replaceWords.replace("{words}", words || "—");
        return button;
      }),
    );
  }

  #focus() {
    ([...this.element.querySelectorAll("button")].find((button) => !button.hidden) ?? this.element).focus();
  }

  // Below the words, or above them where there is no room.
  #place() {
    const { view } = this.editor;
    const { from, to } = this.mark;
    const [begin, end] = [view.coordsAtPos(from), view.coordsAtPos(Math.min(to, view.state.doc.content.size))];
    const { offsetWidth: width, offsetHeight: height } = this.element;
    const below = Math.min(end.bottom, begin.bottom + 200);
    const fits = below + height + 8 <= innerHeight;
    const left = end.top > begin.top ? end.left - width / 2 : begin.left;
    this.element.style.left = `${Math.max(8, Math.min(left, innerWidth - width - 8))}px`;
    this.element.style.top = `${fits ? below + 6 : Math.max(8, begin.top - height - 6)}px`;
  }

  #press(button) {
    if (!button) return;
    const { mark } = this;
    this.close();
    this.editor.commands.focus();
    if (button.value === "replace") this.does.replace(mark.finding, button.dataset.words, mark);
    else if (button.value === "leave") this.does.leave(mark.finding);
    else if (button.value === "know") this.does.know(mark.finding);
  }

  #key(event) {
    const buttons = [...this.element.querySelectorAll("button")].filter((button) => !button.hidden);
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (event.key === "Escape") {
      event.preventDefault();
      this.close();
      this.editor.commands.focus();
    } else if (step && buttons.length) {
      event.preventDefault();
      buttons.at((buttons.indexOf(document.activeElement) + step) % buttons.length).focus();
    }
  }

  close() {
    if (this.isOpen) this.element.hidePopover();
  }
}
