// A picture in the text, with its words in fields below it: templates/commentaries/_photo_tools.html.

import { Node, Plugin, pm } from "../vendor/editor.js";
import { completed } from "./links.js";
import { connectPictures } from "./pictures.js";
import { uploadPlugin } from "./picture-upload.js";

const { NodeSelection } = pm.state;

const FACTS = ["photo", "width", "height"];
const WORDS = ["alt", "caption", "credit", "credit_href"];
const ONE_STEP = 1000; // milliseconds: what is typed in a field without a longer pause is undone at once

let count = 0;

// The address of a photo's file; the page gives that of a photo named 0000….
export function photoAddress(frame, digest, width) {
  return frame.querySelector("template.figure").dataset.address.replace(/0{64}-\d+/, `${digest}-${width}`);
}

function moved({ state, view }, position, by) {
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

class FigureView {
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
    const address = photoAddress(this.frame, attrs.photo, 1200);
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

function selected({ state: { selection } }) {
  return selection.node?.type.name === "figure" ? selection : null;
}

// Backspace right below a picture first selects it: it may have words that somebody thought about.
function selectAbove(editor) {
  const { empty, $from } = editor.state.selection;
  if (!empty || $from.parentOffset || $from.depth !== 1) return false;
  const above = editor.state.doc.resolve($from.before()).nodeBefore;
  return above?.type.name === "figure" && editor.commands.setNodeSelection($from.before() - above.nodeSize);
}

// What is typed on a selected picture goes below it: the picture and its words are not to vanish for a letter.
function typeBelow(editor) {
  const handleTextInput = (view, from, to, text) => {
    const line = { type: "paragraph", content: [{ type: "text", text }] };
    return Boolean(selected(editor)) && editor.commands.insertContentAt(to, line);
  };
  return new Plugin({ props: { handleTextInput } });
}

// frame: the .editor.
export const figure = (frame) => Node.create({
  name: "figure",
  group: "top",
  atom: true,

  addAttributes() {
    const attribute = (name, fallback) => {
      const data = `data-${name.replace("_", "-")}`;
      const read = (element) => element.getAttribute(data) ?? fallback;
      return {
        default: fallback,
        parseHTML: FACTS.indexOf(name) > 0 ? (element) => Number(read(element)) : read,
        renderHTML: (attrs) => ({ [data]: attrs[name] }),
      };
    };
    const required = FACTS.map((name) => [name, { ...attribute(name, null), isRequired: true }]);
    return Object.fromEntries([...required, ...WORDS.map((name) => [name, attribute(name, "")])]);
  },

  parseHTML: () => [
    {
      tag: "figure[data-photo]",
      getAttrs: ({ dataset: { photo, width, height } }) =>
        /^[0-9a-f]{64}$/.test(photo) && Number(width) > 0 && Number(height) > 0 && null,
    },
  ],

  renderHTML: ({ node, HTMLAttributes }) => [
    "figure", HTMLAttributes, ["img", { src: photoAddress(frame, node.attrs.photo, 1200), alt: node.attrs.alt }],
  ],

  // What counts as its words (commentaries/document.py).
  renderText: ({ node: { attrs } }) => [attrs.caption, attrs.credit].filter(Boolean).join("\n"),

  addNodeView() {
    return (props) => new FigureView(props, frame);
  },

  addKeyboardShortcuts() {
    const { editor } = this;
    const move = (by) => () => Boolean(selected(editor)) && moved(editor, selected(editor).from, by);
    return {
      Tab: () => {
        const place = selected(editor);
        if (place) editor.view.nodeDOM(place.from).querySelector("textarea").focus();
        return Boolean(place);
      },
      "Alt-ArrowUp": move(-1),
      "Alt-ArrowDown": move(1),
      Backspace: () => selectAbove(editor),
    };
  },

  addProseMirrorPlugins() {
    return [uploadPlugin(), typeBelow(this.editor)];
  },

  onCreate() {
    connectPictures(this.editor, frame);
  },
});
