// The words of the source that the term base knows (templates/translation/_source_terms.html): underlined, with what
// they are called in the translation beside them, and put in by Alt+T.

import { termsIn, underline } from "./term-marks.js";

document.addEventListener("editor:live", ({ detail: { editor, textarea: { form } } }) => {
  const panel = form.querySelector(".source-terms");
  if (panel && form.translating) new SourceTerms(panel, form, editor);
});

class SourceTerms {
  constructor(panel, form, editor) {
    Object.assign(this, { panel, form, editor, terms: [] });
    this.list = panel.querySelector("ul");
    this.template = panel.querySelector("template");
    this.popover = panel.querySelector("[popover]");
    this.rows = form.querySelector(".sheet-rows");
    this.#listen();
    this.#mark();
    this.#showHand();
  }

  #listen() {
    const { form, rows, popover } = this;
    this.watch = new MutationObserver(() => this.#mark());
    rows.addEventListener("click", ({ target }) => target.matches(".term") && requestAnimationFrame(() => this.#open(target)));
    form.addEventListener("block:hand", () => this.#showHand());
    form.addEventListener("sheet:changed", () => this.#showHand());
    this.editor.on("update", () => this.#showNext());
    this.list.addEventListener("click", ({ target }) => target.closest("button") && this.put(target.closest("button").term));
    popover.querySelector("button").addEventListener("click", () => {
      popover.hidePopover();
      this.put(this.opened);
    });
    // By the place of the key: on a Cyrillic keyboard it bears another letter.
    form.addEventListener("keydown", (event) => {
      // The editor keeps it from the browser, which would close the popover.
      if (event.key === "Escape" && popover.matches(":popover-open")) popover.hidePopover();
      if (event.code !== "KeyT" || !event.altKey || event.ctrlKey || event.metaKey) return;
      event.preventDefault();
      if (this.next) this.put(this.next);
    });
  }

  // What the desk draws anew has no marks.
  #mark() {
    this.watch.disconnect();
    for (const cell of this.rows.querySelectorAll(".cell.source")) {
      const pair = this.form.translating.pairs().find(({ name }) => name === cell.dataset.pair);
      underline(cell.querySelector(".body"), pair ? this.#termsOf(pair) : []);
    }
    this.watch.observe(this.rows, { childList: true, subtree: true });
  }

  #termsOf({ sources }) {
    const { terms = {} } = this.form.translating.sheet;
    return sources.flatMap((part) => terms[part] ?? []);
  }

  #showHand() {
    const { pair } = this.form.translating.inHand() ?? {};
    const byForm = new Map((pair ? this.#termsOf(pair) : []).filter(({ form }) => form).map((term) => [term.form, term]));
    this.terms = [...byForm.values()];
    this.panel.hidden = !this.terms.length;
    this.list.replaceChildren(...this.terms.map((term) => this.#line(term)));
    this.#showNext();
  }

  #line(term) {
    const line = this.template.content.cloneNode(true).firstElementChild;
    const avoid = line.querySelector("[data-part=avoid]");
    avoid.textContent = term.avoid.length ? avoid.dataset.says.replace("{words}", term.avoid.join(", ")) : "";
    for (const name of ["words", "form", "note"]) line.querySelector(`[data-part=${name}]`).textContent = term[name];
    line.querySelector("button").term = term;
    return line;
  }

  // The first that the translation of the block hasn't got; where it has all, the first.
  #showNext() {
    const here = this.#wordsInHand();
    this.next = this.terms.find((term) => !termsIn(here, term)) ?? this.terms[0];
    for (const button of this.list.querySelectorAll("button")) {
      const isNext = button.term === this.next;
      button.querySelector("kbd").hidden = !isNext;
      if (isNext) button.setAttribute("aria-keyshortcuts", "Alt+T");
      else button.removeAttribute("aria-keyshortcuts");
    }
  }

  #wordsInHand() {
    const { pair } = this.form.translating.inHand() ?? {};
    if (!pair) return "";
    if (pair.isHead) return this.form.elements[pair.name].value;
    const blocks = this.editor.state.doc.children.filter(({ attrs }) => pair.targets.includes(attrs.id));
    return blocks.map((block) => block.textContent).join("\n");
  }

  // At the cursor, apart from the word before it.
  put({ form: words }) {
    const { pair } = this.form.translating.inHand() ?? {};
    if (!this.editor.isEditable || !pair) return;
    if (pair.isHead) {
      const field = this.form.elements[pair.name];
      field.focus();
      document.execCommand("insertText", false, spaced(field.value.slice(0, field.selectionStart), words));
    } else {
      const { $from } = this.editor.state.selection;
      const before = $from.parent.isTextblock ? $from.parent.textBetween(0, $from.parentOffset, null, "\n") : "";
      this.editor.view.dispatch(this.editor.state.tr.insertText(spaced(before, words)).scrollIntoView());
      this.editor.view.focus();
    }
    const told = this.panel.querySelector("[role=status]");
    told.textContent = told.dataset.says.replace("{words}", words);
    this.#showNext();
  }

  #open(mark) {
    const pair = this.form.translating.pairs().find(({ name }) => name === mark.closest(".cell").dataset.pair);
    const term = this.#termsOf(pair).find(({ words }) => words === mark.textContent);
    if (!term) return;
    this.opened = term;
    const said = { ...term, forms: term.forms.join("; "), avoid: term.avoid.join("; ") };
    for (const name of ["words", "forms", "avoid", "note"]) {
      const place = this.popover.querySelector(`[data-part=${name}]`);
      place.textContent = said[name];
      (place.closest("dl > div") ?? place).hidden = !said[name];
    }
    const button = this.popover.querySelector("button");
    button.hidden = !term.form;
    button.textContent = button.dataset.says.replace("{words}", term.form);
    this.popover.showPopover();
    this.#place(mark.getBoundingClientRect());
  }

  #place({ left, top, bottom }) {
    const { offsetWidth: width, offsetHeight: height } = this.popover;
    const fits = bottom + height + 8 <= innerHeight;
    this.popover.style.left = `${Math.max(8, Math.min(left, innerWidth - width - 8))}px`;
    this.popover.style.top = `${fits ? bottom + 6 : Math.max(8, top - height - 6)}px`;
  }
}

function spaced(before, words) {
  return /[\p{L}\p{N}.,;:!?»”)]$/u.test(before) ? ` ${words}` : words;
}
