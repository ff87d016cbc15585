// A picture in the text, and what the keyboard does about it. How it looks there: figure-view.js.

import { Node, Plugin } from "../vendor/editor.js";
import { FigureView, WORDS, moved, photoAddress } from "./figure-view.js";
import { uploadPlugin } from "./picture-upload.js";
import { connectPictures } from "./pictures.js";

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
    const attribute = (name, read) => {
      const data = `data-${name.replace("_", "-")}`;
      return { parseHTML: (element) => read(element.getAttribute(data)), renderHTML: (attrs) => ({ [data]: attrs[name] }) };
    };
    const fact = (name, read) => ({ ...attribute(name, read), isRequired: true });
    const words = (name) => ({ ...attribute(name, (said) => said ?? ""), default: "" });
    return {
      photo: fact("photo", String),
      width: fact("width", Number),
      height: fact("height", Number),
      ...Object.fromEntries(WORDS.map((name) => [name, words(name)])),
    };
  },

  parseHTML: () => [
    {
      tag: "figure[data-photo]",
      getAttrs: ({ dataset: { photo, width, height } }) =>
        /^[0-9a-f]{64}$/.test(photo) && Number(width) > 0 && Number(height) > 0 && null,
    },
  ],

  renderHTML: ({ node, HTMLAttributes }) => [
    "figure", HTMLAttributes, ["img", { src: photoAddress(frame, node.attrs.photo), alt: node.attrs.alt }],
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
