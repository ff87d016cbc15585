// A picture as it stands in the text, with its words in fields below it and buttons to move and remove it:
// templates/commentaries/_photo_tools.html.

import { pm } from "../vendor/editor.js";
import { completed } from "./links.js";

const { NodeSelection } = pm.state;

export const WORDS = ["alt", "caption", "credit", "credit_href"];
const ONE_STEP = 1000; // milliseconds: what is typed in a field without a longer pause is undone at once

let count = 0;

// The address of a photo's file; the page gives that of a photo named 0000….
export function photoAddress(frame, digest) {
  return frame.querySelector("template.figure").dataset.address.replace("0".repeat(64), digest);
}

// Whether the figure at a position changed places with the block above it, or below it by 1.
export function moved({ state, view }, position, by) {
  const { tr, doc } = state;
  const index = doc.resolve(position).index();
  const other = doc.maybeChild(index + by);
  if (!other) return false;
  const figure = doc.child(index);
  const target = by < 0 ? position - other.nodeSize : position + other.nodeSize;
  tr.delete(position, position + figure.nodeSize).insert(target, figure);
  view.dispatch(tr.setSelection(NodeSelection.create(tr.doc, target)).scrollIntoView());
  return true;
}

export class FigureView {
  constructor({ node, editor, getPos }, frame) {
    Object.assign(this, { node, editor, getPos, frame, last: null });
    this.dom = frame.querySelector("template.figure").content.firstElementChild.cloneNode(true);
    this.image = this.dom.querySelector("img");
    this.fields = new Map(WORDS.map((name) => [name, this.dom.querySelector(`[data-word=${name}]`)]));
    this.controls = [...this.dom.querySelectorAll("input, textarea, button")];
    for (const [name, field] of this.fields) this.connect(name, field);
    for (const button of this.dom.querySelectorAll("button")) {
      button.addEventListener("click", () => this.act(button.dataset.act));
    }
    for (const label of this.dom.querySelectorAll("label, button, .unmet")) label.lang = document.documentElement.lang;
    this.follow = () => this.controls.forEach((control) => (control.disabled = !editor.isEditable));
    editor.on("update", this.follow);
    this.follow();
    this.show();
  }

  connect(name, field) {
    const number = ++count;
    const message = field.closest(".field").querySelector(".unmet");
    field.id = `figure-${number}`;
    field.closest(".field").querySelector("label").htmlFor = field.id;
    if (message) field.setAttribute("aria-describedby", (message.id = `${field.id}-unmet`));
    field.addEventListener("input", () => this.write(name, field.value));
    field.addEventListener("blur", () => this.show());
    field.addEventListener("keydown", (event) => this.key(event, field));
  }

  key(event, field) {
    const at = this.controls.indexOf(field);
    if (event.isComposing) return;
    if (event.key === "Enter") this.controls[at + 1].focus();
    else if (event.key === "Escape" || (event.key === "Tab" && event.shiftKey && at === 0)) this.select();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  // Every change is in the document at once, so that it is saved with it.
  write(name, typed) {
    const { state, view } = this.editor;
    const value = name === "credit_href" ? this.address(typed) : typed.replace(/\s*\n\s*/g, " ");
    if (value === null || this.node.attrs[name] === value) return;
    const tr = state.tr.setNodeAttribute(this.getPos(), name, value);
    if (this.last?.name === name && tr.time - this.last.tr.time < ONE_STEP) {
      tr.setMeta("appendedTransaction", this.last.tr); // which for the history is a part of that one
    }
    this.last = { name, tr };
    view.dispatch(tr);
  }

  address(typed) {
    const href = typed.trim() && completed(typed);
    this.fields.get("credit_href").ariaInvalid = String(href === null);
    return href;
  }

  show() {
    const { attrs } = this.node;
    const address = photoAddress(this.frame, attrs.photo);
    if (!this.image.src.endsWith(address)) this.image.src = address;
    Object.assign(this.image, { width: attrs.width, height: attrs.height, alt: attrs.alt });
    for (const [name, field] of this.fields) {
      const keeps = field === document.activeElement && name === "credit_href";
      if (field.value !== attrs[name] && !keeps) field.value = attrs[name];
      field.closest(".field").classList.toggle("is-empty", !attrs[name].trim());
    }
    if (this.fields.get("credit_href") !== document.activeElement) this.address(attrs.credit_href);
  }

  update(node) {
    if (node.type !== this.node.type) return false;
    this.node = node;
    this.show();
    return true;
  }

  act(name) {
    const position = this.getPos();
    if (name === "remove") this.editor.chain().setNodeSelection(position).deleteSelection().focus().run();
    else if (moved(this.editor, position, name === "up" ? -1 : 1)) this.editor.view.focus();
  }

  select() {
    this.editor.chain().setNodeSelection(this.getPos()).focus().run();
  }

  selectNode() {
    this.dom.classList.add("ProseMirror-selectednode");
  }

  deselectNode() {
    this.dom.classList.remove("ProseMirror-selectednode");
  }

  stopEvent({ target }) {
    return target.matches("input, textarea, button, label");
  }

  ignoreMutation() {
    return true;
  }

  destroy() {
    this.editor.off("update", this.follow);
  }
}
