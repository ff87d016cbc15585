// The house style while one writes (templates/translation/_house_style.html): what the server finds a second after the
// last change, underlined and in a list, to be replaced or left.

import { toJson } from "./parts.js";
import { Left } from "./style-left.js";
import { StyleList } from "./style-list.js";
import { isQuiet, markStyle, marked, replaceEach, show } from "./style-marks.js";
import { StylePopover } from "./style-popover.js";

const PAUSE = 1000; // milliseconds
const PATIENCE = 10_000; // until it is asked again where no answer came
const SPELLING = "newsletter.spelling";

document.addEventListener("editor:live", ({ detail: { editor, textarea } }) => {
  const panel = document.querySelector(".house-style");
  if (panel) new HouseStyle(panel, textarea.form, editor);
});

class HouseStyle {
  constructor(panel, form, editor) {
    Object.assign(this, { panel, form, editor, findings: [] });
    this.left = new Left(form.dataset.text);
    this.fields = [form.elements.title, form.elements.standfirst];
    markStyle(editor);
    this.list = new StyleList(panel, form, this);
    this.popover = new StylePopover(panel.querySelector("[popover]"), editor, this);
    this.#listen();
    this.#connectSpelling();
    this.check();
  }

  #later(pause = PAUSE) {
    clearTimeout(this.waiting);
    this.waiting = setTimeout(() => this.check(), pause);
  }

  #listen() {
    const later = () => this.#later();
    this.editor.on("update", later);
    for (const field of this.fields) field.addEventListener("input", later);
    this.panel.querySelector("button[value=repair]").addEventListener("click", () => this.repairAll());
    this.editor.view.dom.addEventListener("mousedown", (event) => (this.pressed = event));
    this.editor.view.dom.addEventListener("click", (event) => this.#openAt(event));
    this.form.addEventListener("keydown", (event) => {
      // The editor keeps the key from the browser, which would close it.
      if (event.key === "Escape") this.popover.close();
      const isNext = event.key === "F8" || (event.key === "F7" && event.altKey);
      if (!isNext || event.ctrlKey || event.metaKey) return;
      event.preventDefault();
      this.step(event.shiftKey ? -1 : 1);
    });
  }

  #connectSpelling() {
    const box = this.panel.querySelector("[data-part=spelling]");
    box.checked = localStorage.getItem(SPELLING) === "on";
    box.addEventListener("change", () => {
      localStorage.setItem(SPELLING, box.checked ? "on" : "off");
      this.check();
    });
    this.spelling = box;
  }

  // What was found in words that are others by now is thrown away: after the next pause they are looked at again. So
  // they are, later, where the server didn't answer.
  async check() {
    clearTimeout(this.waiting);
    this.asking?.abort();
    const { signal } = (this.asking = new AbortController());
    const { doc } = this.editor.state;
    const [title, standfirst] = this.fields.map(({ value }) => value);
    const asked = { title, standfirst, document: toJson(doc), spelling: this.spelling.checked };
    const answer = await this.#ask("", asked, signal);
    if (signal.aborted) return;
    if (!answer) return this.#later(PATIENCE);
    const isStill = doc === this.editor.state.doc && title === this.fields[0].value && standfirst === this.fields[1].value;
    if (!isStill) return this.#later();
    if (!answer.findings) return;
    this.panel.querySelector("[data-part=no-dictionary]").hidden = answer.spelling || !this.spelling.checked;
    this.findings = answer.findings;
    this.panel.hidden = false;
    this.refresh();
  }

  async #ask(path, asked, signal) {
    const token = this.form.saving?.asking.token ?? this.form.elements.csrf_token.value;
    const headers = { "Content-Type": "application/json", "X-CSRFToken": token };
    try {
      const response = await fetch(this.panel.dataset.address + path, {
        method: "POST", headers, body: JSON.stringify(asked), signal, credentials: "same-origin",
      });
      return response.headers.get("Content-Type")?.includes("json") ? await response.json() : null;
    } catch {
      return null;
    }
  }

  refresh() {
    const shown = this.findings.filter((finding) => !this.left.has(finding));
    show(this.editor, shown);
    this.list.show(shown.filter((finding) => !isQuiet(finding)), shown.filter(isRepair).length);
  }

  mayWrite() {
    return this.editor.isEditable;
  }

  #openAt({ clientX: left, clientY: top }) {
    const at = this.editor.view.posAtCoords({ left, top })?.pos;
    const here = at !== undefined && this.#visible(at, at).find(({ finding }) => !isOfBlock(finding));
    const isDrag = Math.hypot(left - this.pressed?.clientX, top - this.pressed?.clientY) > 4;
    if (here && !isDrag) this.popover.open(here);
    else this.popover.close();
  }

  #visible(from, to) {
    return marked(this.editor, from, to).filter(({ finding }) => !isQuiet(finding));
  }

  // To the next finding or the one before, round the end.
  step(by) {
    const marks = this.#visible();
    if (!marks.length) return this.list.focus();
    const { from, to } = this.editor.state.selection;
    const shown = this.popover.isOpen ? this.popover.mark.finding : null;
    const here = marks.findIndex((one) => (shown ? one.finding === shown : one.from === from && one.to === to));
    const next = by > 0 ? marks.findIndex((one) => one.from >= from) : marks.findLastIndex((one) => one.from < from);
    const index = here >= 0 ? here + by : Math.max(next, by > 0 ? 0 : -1);
    this.#goTo(marks.at(index % marks.length));
  }

  #goTo(found) {
    const chain = this.editor.chain();
    if (isOfBlock(found.finding)) chain.setNodeSelection(found.from);
    else chain.setTextSelection({ from: found.from, to: found.to });
    chain.focus().scrollIntoView().run();
    this.popover.open(found, { takesFocus: true });
  }

  go(finding) {
    const field = this.form.elements.namedItem(finding.part);
    if (this.fields.includes(field)) {
      field.focus();
      return field.setSelectionRange(finding.start, finding.end);
    }
    const found = marked(this.editor).find((one) => one.finding === finding);
    if (found) this.#goTo(found);
  }

  // `mark` says where it is, where that is known.
  replace(finding, words = finding.suggestion, mark = null) {
    if (!this.mayWrite()) return;
    const found = mark ?? marked(this.editor).find((one) => one.finding === finding);
    if (this.#isOfField(finding)) this.#replaceInField(finding, words);
    else if (found) replaceEach(this.editor, [{ ...found, finding: { ...finding, suggestion: words } }]);
    this.check();
  }

  #isOfField({ part }) {
    return this.fields.some(({ name }) => name === part);
  }

  // As if it had been typed, so that the browser's own undo brings it back.
  #replaceInField({ part, start, end, words }, suggestion) {
    const field = this.form.elements[part];
    if (field.value.slice(start, end) !== words) return;
    field.focus();
    field.setSelectionRange(start, end);
    document.execCommand("insertText", false, suggestion);
  }

  repairAll() {
    if (!this.mayWrite()) return;
    const repairs = this.findings.filter((finding) => isRepair(finding) && !this.left.has(finding));
    for (const finding of repairs.toReversed()) {
      if (this.#isOfField(finding)) this.#replaceInField(finding, finding.suggestion);
    }
    replaceEach(this.editor, marked(this.editor).filter(({ finding }) => repairs.includes(finding)));
    this.list.say(this.panel.dataset.repaired.replace("{count}", repairs.length));
    this.panel.querySelector("summary").focus();
    this.check();
  }

  leave(finding) {
    this.left.add(finding);
    this.refresh();
  }

  async know({ words }) {
    const answer = await this.#ask("/words", { word: words });
    if (answer?.error) this.list.say(answer.error);
    this.check();
  }

  async suggestions({ words }) {
    return (await this.#ask("/spelling", { word: words }))?.suggestions ?? [];
  }
}

function isRepair({ severity, suggestion }) {
  return severity === "repair" && suggestion !== null;
}

function isOfBlock({ start, end, field }) {
  return start === end || field !== "";
}
