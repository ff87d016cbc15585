// Title and standfirst beside the source's: what they say, how they stand to it, and taking that back.

import { readHeads } from "./parts.js";
import { HEADS } from "./sheet-pairs.js";

export class Heads {
  constructor(form, editor) {
    Object.assign(this, { form, editor, undoable: null });
    for (const name of HEADS) form.elements[name].addEventListener("keydown", (event) => this.#enter(event, name));
  }

  get values() {
    const { title, standfirst, heads } = this.form.elements;
    return { title: title.value, standfirst: standfirst.value, heads: readHeads(JSON.parse(heads.value)) };
  }

  // Enter leads on, for a title has one line.
  #enter(event, name) {
    if (event.key !== "Enter" || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    if (name === "title") this.form.elements.standfirst.focus();
    else this.editor.commands.focus("start");
  }

  tie(name, links) {
    const { heads } = this.form.elements;
    const { title, standfirst, heads: now } = this.values;
    this.undoable = { heads: heads.value, doc: this.editor.state.doc, title, standfirst };
    const kept = Object.fromEntries(Object.entries(links).filter(([, value]) => value !== undefined));
    this.#set(JSON.stringify({ ...now, [name]: kept }));
  }

  #set(value) {
    const { heads } = this.form.elements;
    heads.value = value;
    heads.dispatchEvent(new Event("input", { bubbles: true }));
  }

  // As if it had been typed, so that the field's own undo takes it back.
  type(name, words, links) {
    const field = this.form.elements[name];
    field.focus();
    field.select();
    document.execCommand("insertText", false, words);
    field.select();
    this.tie(name, links);
  }

  get canTakeBack() {
    const { undoable, values } = this;
    return undoable && undoable.doc === this.editor.state.doc && HEADS.every((name) => undoable[name] === values[name]);
  }

  takeBack() {
    const { heads } = this.undoable;
    this.undoable = null;
    this.#set(heads);
  }
}
