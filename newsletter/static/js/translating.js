// The translating desk: a text is written beside its source, and how each block stands to it is always in sight.

import { isBrought } from "./bringing.js";
import { blockFor, copies, goTo, put, remove, removeIfBegun, select, tieTo } from "./sheet-changes.js";
import { Heads } from "./sheet-heads.js";
import { keepModel } from "./sheet-model.js";
import { HEADS, heirsOf, readSheet, wants } from "./sheet-pairs.js";
import { Progress } from "./sheet-progress.js";
import { photoWords } from "./sheet-photo.js";
import { freshSheets } from "./sheet-refresh.js";
import { SheetView } from "./sheet-view.js";

document.addEventListener("editor:live", ({ detail: { editor, textarea } }) => {
  if ("sheet" in textarea.form.dataset) textarea.form.translating = new Desk(textarea.form, editor);
});

class Desk {
  constructor(form, editor) {
    Object.assign(this, { form, editor, place: null, edited: new Set(), heads: new Heads(form, editor) });
    this.sheet = readSheet(JSON.parse(form.querySelector(".sheet-data").textContent));
    this.view = new SheetView(form);
    const segment = form.querySelector("template.sheet-parts").content.querySelector(".segment");
    this.progress = new Progress(document.querySelector(".progress"), () => segment.cloneNode(true), (pair) => this.go(pair));
    this.refresh = keepModel(editor, () => this, (...seen) => this.#show(...seen));
    this.#listen();
    photoWords(document.querySelector(".photo-words"), freshSheets(this, (sheet) => this.#take(sheet)));
  }

  get fields() {
    return this.heads.values;
  }

  // For what stands below the text, and helps with the block in hand.
  pairs() {
    return this.model.pairs;
  }

  inHand() {
    return this.hand;
  }

  #show(model, id) {
    const before = this.hand;
    this.model = model;
    this.hand = id ? { id, pair: model.pairOf.get(id) ?? null } : null;
    this.view.show(model, this.hand, this.edited);
    this.progress.show(model.pairs);
    // A block that was begun and left without a word isn't there any more.
    if (before && before.id !== id) queueMicrotask(() => removeIfBegun(this.editor, before.id));
    if (before?.id === id && before?.pair?.name === this.hand?.pair?.name) return;
    const { pair = null } = this.hand ?? {};
    const detail = { pair, targets: pair?.targets ?? [], sources: pair?.sources ?? [] };
    this.form.dispatchEvent(new CustomEvent("block:hand", { detail }));
  }

  #listen() {
    const { form, editor } = this;
    editor.on("focus", () => this.#move("text"));
    editor.on("update", ({ transaction }) => isBrought(transaction) || this.#note());
    for (const name of HEADS) {
      const field = form.elements[name];
      field.addEventListener("focus", () => this.#move(name));
      field.addEventListener("input", (event) => this.#typed(name, event.detail === "brought"));
    }
    form.elements.heads.addEventListener("input", () => this.refresh());
    form.querySelector(".sheet").addEventListener("click", (event) => this.#press(event));
    form.querySelector(".hand-acts select").addEventListener("change", ({ target }) => target.value && this.tie(target.value));
    document.addEventListener("keydown", (event) => this.#key(event), { capture: true });
  }

  #move(place) {
    if (this.place === place) return;
    this.place = place;
    this.refresh();
  }

  // That somebody has been over the words of a block that changed is no claim yet that they are right.
  #note() {
    const { pair } = this.hand ?? {};
    if (!pair || pair.state !== "changed" || this.edited.has(pair.name)) return;
    this.edited.add(pair.name);
    this.view.show(this.model, this.hand, this.edited);
  }

  #typed(name, isBroughtIn) {
    if (!isBroughtIn) {
      const { heads } = this.fields;
      const { seen, machine } = heads[name];
      const wasMissing = this.model.pairOf.get(name)?.state === "missing";
      if (machine || (wasMissing && seen !== this.sheet.revision)) {
        this.heads.tie(name, { seen: wasMissing ? this.sheet.revision : seen });
      }
      this.#note();
    }
    this.refresh();
  }

  #press({ target }) {
    const button = target.closest("button[value]");
    const cell = target.closest(".cell[data-pair]");
    const pair = cell ? this.#named(cell.dataset.pair) : this.hand?.pair;
    if (button && this.form.querySelector(".sheet-rows").contains(button)) return this.#act(button.value, pair, cell);
    if (cell && pair && document.getSelection().isCollapsed) this.go(pair);
  }

  #named(name) {
    return this.model.pairs.find((pair) => pair.name === name);
  }

  #act(name, pair, cell) {
    if (name === "plain") return this.#turn(pair, cell);
    if (!this.editor.isEditable || !pair) return undefined;
    const acts = { write: () => this.write(pair), copy: () => this.copySource(pair), own: () => this.own(pair), delete: () => this.delete(pair) };
    return (acts[name] ?? (() => this.stillRight(pair)))();
  }

  // The words as they are, or what has changed in them.
  #turn({ name }, cell) {
    const { plain } = this.view;
    if (!plain.delete(name)) plain.add(name);
    this.view.show(this.model, this.hand, this.edited);
    cell.querySelector("button").focus();
  }

  // By the place of the key: on a Cyrillic keyboard it bears another letter.
  #key(event) {
    if (event.isComposing || event.target.closest("dialog, .find, .helpers, .remarks, .photo-words")) return;
    const isMod = event.ctrlKey || event.metaKey;
    const name = `${isMod ? "Mod-" : ""}${event.altKey ? "Alt-" : ""}${event.shiftKey ? "Shift-" : ""}${event.code}`;
    const { pair } = this.hand ?? {};
    const keys = {
      "Alt-ArrowDown": () => this.next(1),
      "Alt-ArrowUp": () => this.next(-1),
      "Mod-Enter": () => pair && this.stillRight(pair),
      "Alt-KeyC": () => pair && this.copySource(pair),
      "Mod-KeyZ": () => this.heads.takeBack(),
    };
    if (!keys[name] || (name === "Mod-KeyZ" && !this.heads.canTakeBack)) return;
    event.preventDefault();
    event.stopPropagation();
    if (this.editor.isEditable || name.includes("Arrow")) keys[name]();
  }

  // To the next pair that wants something, or the one before; round the end.
  next(by, { from = this.hand?.pair, quietly = false } = {}) {
    const { pairs } = this.model;
    const at = pairs.findIndex((pair) => pair.name === from?.name);
    const start = at < 0 ? (by > 0 ? -1 : 0) : at;
    const order = pairs.map((_, step) => (start + by * (step + 1) + pairs.length * 2) % pairs.length);
    const found = order.find((index) => wants(pairs[index]) && index !== at);
    if (found === undefined) return quietly || this.#say("nothing");
    if (at >= 0 && (by > 0 ? found < at : found > at)) this.#say(by > 0 ? "round" : "roundUp");
    return this.go(pairs[found]);
  }

  #say(name) {
    const line = this.form.querySelector("[data-sheet-says]");
    line.textContent = "";
    requestAnimationFrame(() => (line.textContent = line.dataset[name]));
  }

  go(pair) {
    if (pair.isPhoto) return document.querySelector(`[name=photo-${pair.name}]`)?.focus();
    if (pair.isHead) this.form.elements[pair.name].focus();
    else if (pair.spots.length) goTo(this.editor, pair.targets[0] ?? pair.spots[0]);
    else if (!this.editor.isEditable) return undefined;
    else return this.write(pair);
    return this.#keepInSight();
  }

  #keepInSight() {
    const { frame } = this.view; // with what can be done about the block
    const bring = () => {
      const shown = frame.hidden ? this.form.querySelector(".in-hand") : frame;
      shown?.scrollIntoView({ block: "nearest", behavior: "instant" });
    };
    bring();
    // What helps with the block may make the foot higher, which is known a moment later.
    requestAnimationFrame(() => requestAnimationFrame(bring));
  }

  write(pair) {
    if (pair.isHead || pair.spots.length) return this.go(pair);
    const block = blockFor(this.editor.schema, this.model, pair);
    put(this.editor, this.model, pair, [block]);
    this.editor.view.focus();
    return this.#keepInSight();
  }

  copySource(pair) {
    if (pair.state !== "missing") return;
    if (pair.isHead) return this.heads.type(pair.name, this.sheet[pair.name], {});
    const range = put(this.editor, this.model, pair, copies(this.editor.schema, this.model, pair));
    this.editor.view.focus();
    select(this.editor, range);
  }

  // Words of somebody else's for a pair: blocks of the editor's, or lines of plain text. What isn't `right` as it is
  // asks to be looked at.
  insert(pair, words, { machine, right = true } = {}) {
    const { editor, model, sheet } = this;
    if (!editor.isEditable) return;
    const seen = right ? sheet.revision : null;
    if (pair.isHead) return this.heads.type(pair.name, words, { seen: seen ?? undefined, machine });
    const links = { seen, machine: machine ? true : null };
    const blocks = typeof words === "string" ? [blockFor(editor.schema, model, pair, words.split("\n"), links)] : words;
    put(editor, model, pair, blocks);
    editor.view.focus();
  }

  // The pair as it stands renders the source as it is shown, whoever wrote it.
  stillRight(pair) {
    if (!pair.targets.length || pair.isPhoto) return;
    if (!["changed", "current"].includes(pair.state) && !pair.machine) return;
    if (wants(pair)) {
      this.edited.delete(pair.name);
      if (pair.isHead) this.heads.tie(pair.name, { seen: this.sheet.revision });
      else tieTo(this.editor, pair.spots, (attrs) => this.#asNow(attrs));
    }
    this.next(1, { from: pair, quietly: true });
  }

  // Tied to all that has become of what it was made from: seeing one half of a split would leave the other to be written.
  #asNow({ of, seen }) {
    const heirs = heirsOf(this.sheet, { of, seen });
    return { of: heirs.length ? heirs : of, seen: this.sheet.revision, machine: null };
  }

  own(pair) {
    if (pair.isHead) this.heads.tie(pair.name, { seen: this.sheet.revision });
    else tieTo(this.editor, pair.spots, { of: null, seen: this.sheet.revision, machine: null });
    this.next(1, { from: pair, quietly: true });
  }

  tie(source) {
    tieTo(this.editor, this.hand.pair.spots, { of: [source], seen: this.sheet.revision });
    this.editor.view.focus();
  }

  delete(pair) {
    remove(this.editor, pair.spots);
    this.editor.view.focus();
  }

  // A newer sheet, under the hands of whoever writes: the line that they are at stays where it is.
  #take(raw) {
    const fresh = readSheet(raw);
    const waited = new Set(this.model.pairs.filter(wants).map(({ name }) => name));
    const isNewer = fresh.revision !== this.sheet.revision;
    const anchor = this.form.querySelector(".in-hand") ?? this.form.querySelector(".sheet");
    const top = anchor.getBoundingClientRect().top;
    this.sheet = fresh;
    this.refresh();
    if (isNewer) this.#tellNews(this.model.pairs.filter((pair) => wants(pair) && !waited.has(pair.name)).length);
    scrollBy({ top: anchor.getBoundingClientRect().top - top, behavior: "instant" });
    this.form.dispatchEvent(new CustomEvent("sheet:changed", { detail: { isNewer } }));
  }

  #tellNews(count) {
    const news = this.form.querySelector(".news");
    news.hidden = false;
    news.textContent = count ? news.dataset.says.replace("{number}", count) : news.dataset.none;
  }
}
