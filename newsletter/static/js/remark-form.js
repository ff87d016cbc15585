// The form of a new remark: about what is selected, for which it can suggest another wording.

export class RemarkForm {
  constructor(panel) {
    this.form = panel.querySelector(".remark-form");
    const { part, quote, words, suggests, suggestion } = this.form.elements;
    Object.assign(this, { part, quote, words, suggests, suggestion });
    this.shown = this.form.querySelector("[data-passage]");
    this.wording = this.form.querySelector("[data-for-passage]");
    this.form.querySelector("[data-scripted]").hidden = false;
    part.addEventListener("change", () => this.about({ part: part.value, quote: "" }));
    suggests.addEventListener("change", () => this.#offerWording(true));
    this.about({ part: part.value, quote: quote.value });
  }

  get isBegun() {
    return Boolean(this.words.value || this.suggests.checked);
  }

  // A block that is new is known to the server once it is saved, but has no place in the list yet.
  about({ part, quote }) {
    if (![...this.part.options].some((option) => option.value === part)) {
      this.part.add(new Option(quote.slice(0, 60) || "…", part));
    }
    this.part.value = part;
    this.quote.value = quote;
    this.shown.textContent = quote;
    this.shown.hidden = this.wording.hidden = !quote;
    if (!quote) this.suggests.checked = false;
    this.#offerWording(false);
  }

  #offerWording(focus) {
    this.suggestion.hidden = this.suggestion.disabled = !this.suggests.checked;
    this.words.required = !this.suggests.checked;
    if (!this.suggests.checked) return;
    this.suggestion.value = this.quote.value;
    if (focus) this.suggestion.select();
  }

  clear() {
    this.words.value = "";
    this.suggests.checked = false;
    this.about({ part: "", quote: "" });
  }
}
