// Remarks beside a text: the passages that they are about are shown in it, and a remark is made on what is selected.
// What is pressed is sent as its form says, and the panel is renewed from the page; words being written stay.

import { placeOf, selectedPassage, showPassages } from "./passages.js";
import { RemarkForm } from "./remark-form.js";

const RENEWED = ["review", "decisions"]; // what else of the page depends on remarks, by id

document.addEventListener("editor:live", ({ detail: { editor, textarea } }) => {
  const panel = document.getElementById("remarks");
  if (panel) new Remarks(panel, textarea.form, editor);
});

class Remarks {
  constructor(panel, writing, editor) {
    Object.assign(this, { panel, writing, editor });
    this.fresh = new RemarkForm(panel);
    this.passages = showPassages(editor, () => this.open());
    panel.addEventListener("submit", (event) => this.#submit(event));
    panel.addEventListener("click", ({ target }) => target.closest("[data-go]") && this.#go(target.closest(".thread")));
    panel.addEventListener("keydown", (event) => this.#keyInPanel(event));
    document.addEventListener("keydown", (event) => this.#remarkByKey(event));
    editor.on("remark", () => this.#remark(selectedPassage(editor.state)));
    editor.on("selectionUpdate", () => this.#follow());
    editor.view.dom.addEventListener("click", () => this.#light(true));
  }

  // The open remarks that are about a part of the text.
  open() {
    return [...this.panel.querySelectorAll(":not(.settled) > .threads > .thread")]
      .filter(({ dataset }) => dataset.part)
      .map(({ id, dataset: { part, quote } }) => ({ id: id.replace("remark-", ""), part, quote }));
  }

  // Until something is written about it, the form is about what is selected.
  #follow() {
    const isEmpty = this.editor.state.selection.empty;
    if (!this.fresh.isBegun && (!isEmpty || this.fresh.quote.value)) {
      this.fresh.about(isEmpty ? { part: "", quote: "" } : selectedPassage(this.editor.state));
    }
    this.#light();
  }

  // The threads of the passage in which the cursor is.
  #light(show = false) {
    const here = new Set(this.passages.at(this.editor.state.selection.from).map((id) => `remark-${id}`));
    for (const thread of this.panel.querySelectorAll(".thread")) thread.classList.toggle("active", here.has(thread.id));
    if (show && here.size) document.getElementById([...here][0])?.scrollIntoView({ block: "nearest" });
  }

  // By the place of the key: on a Cyrillic keyboard it bears another letter.
  #remarkByKey(event) {
    if (event.code !== "KeyM" || !event.altKey || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    const { title, standfirst } = this.writing.elements;
    const field = [title, standfirst].find((one) => one === document.activeElement);
    const { selection } = this.editor.state;
    const [known] = selection.empty && !field ? this.passages.at(selection.from) : [];
    if (known) document.getElementById(`remark-${known}`)?.focus();
    else if (field) this.#remark({ part: field.name, quote: field.value.slice(field.selectionStart, field.selectionEnd).trim() });
    else this.#remark(selectedPassage(this.editor.state));
  }

  #remark(passage) {
    if (!this.panel.checkVisibility()) this.editor.emit("fullScreen");
    if (!this.fresh.isBegun) this.fresh.about(passage);
    this.fresh.words.focus();
  }

  #keyInPanel(event) {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && event.target.form) event.target.form.requestSubmit();
    if (event.key !== "Escape") return;
    const thread = event.target.closest(".thread");
    if (thread) this.#go(thread);
    else this.editor.commands.focus();
  }

  // From a remark to its passage.
  #go({ dataset: { part, quote } }) {
    const field = part && this.writing.elements.namedItem(part);
    const at = field ? field.value.indexOf(quote) : -1;
    if (field && at >= 0) {
      field.focus();
      return field.setSelectionRange(at, at + quote.length);
    }
    const place = placeOf(this.editor.state.doc, part, quote);
    const chain = this.editor.chain();
    if (place?.isBlock) chain.setNodeSelection(place.from);
    else if (place) chain.setTextSelection(place);
    chain.focus().scrollIntoView().run();
  }

  async #submit(event) {
    const { target: form, submitter } = event;
    if ("leaves" in form.dataset) return;
    event.preventDefault();
    if (this.isBusy) return;
    this.isBusy = true;
    const body = new FormData(form, submitter);
    await this.writing.saving?.flush();
    const request = { method: "POST", body, headers: { Accept: "application/json" } };
    const answer = await fetch(form.action, request).catch(() => null);
    const told = await answer?.json().catch(() => null);
    this.isBusy = false;
    const line = this.panel.querySelector("[data-refused]");
    line.textContent = answer?.ok ? "" : (told?.error ?? line.dataset.fails);
    if (answer?.ok) await this.#done(form, told);
  }

  async #done(form, { remark }) {
    const threads = [...this.panel.querySelectorAll(".thread")];
    const place = threads.indexOf(form.closest(".thread"));
    const isMade = form === this.fresh.form;
    if (isMade) this.fresh.clear();
    // What was accepted is in the text on the server: it comes in as another's words do.
    else await this.writing.saving?.flush({ look: true });
    await this.#renew(form);
    if (isMade) return document.getElementById(`remark-${remark}`)?.focus({ preventScroll: false });
    const next = form.closest("details") && place >= 0 ? threads[place].id : null;
    const open = [...this.panel.querySelectorAll(".thread")].filter((thread) => thread.checkVisibility());
    (document.getElementById(next) ?? open[place] ?? this.panel).focus();
  }

  async #renew(sent) {
    const answer = await fetch(location.pathname).catch(() => null);
    const page = answer?.ok ? new DOMParser().parseFromString(await answer.text(), "text/html") : null;
    const fresh = page?.getElementById(this.panel.id);
    if (!fresh) return location.reload();
    const unsent = [...this.panel.querySelectorAll("textarea")].filter((area) => area.form !== sent);
    for (const area of unsent) carryOver(area, fresh);
    this.panel.replaceChildren(...fresh.childNodes);
    this.fresh = new RemarkForm(this.panel);
    for (const id of RENEWED) document.getElementById(id)?.replaceWith(page.getElementById(id) ?? "");
    this.passages.refresh();
    this.#light();
  }
}

// Words that were begun in one of the panel's forms, into the same form of the renewed one.
function carryOver({ name, value, defaultValue, form }, panel) {
  if (value === defaultValue) return;
  const same = [...panel.querySelectorAll("form")].find((one) => one.getAttribute("action") === form.getAttribute("action"));
  const area = same?.elements.namedItem(name);
  if (!area) return;
  area.value = value;
  const folded = area.closest("details");
  if (folded) folded.open = true;
}
