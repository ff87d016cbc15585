// Turns each <textarea data-editor> (templates/_editor.html), which holds a document as JSON, into an editor, and
// writes the JSON back into it; the form is sent as if it had been typed there.

import { Editor } from "../vendor/editor.js";
import { grammar } from "./editor-grammar.js";
import { linkDialog } from "./link-dialog.js";

const WRITE_BACK_AFTER = 300; // milliseconds without a change

// As the server counts them (commentaries/document.py).
const WORD = /[\p{L}\p{N}_]+(?:['’ʼ‑-][\p{L}\p{N}_]+)*/gu;

const TOOLS = {
  bold: [(chain) => chain.toggleBold(), "bold"],
  italic: [(chain) => chain.toggleItalic(), "italic"],
  heading2: [(chain) => chain.toggleHeading({ level: 2 }), "heading", { level: 2 }],
  heading3: [(chain) => chain.toggleHeading({ level: 3 }), "heading", { level: 3 }],
  bulletList: [(chain) => chain.toggleBulletList(), "bulletList"],
  orderedList: [(chain) => chain.toggleOrderedList(), "orderedList"],
  blockquote: [(chain) => chain.toggleBlockquote(), "blockquote"],
  horizontalRule: [(chain) => chain.setHorizontalRule()],
  undo: [(chain) => chain.undo()],
  redo: [(chain) => chain.redo()],
};

function parsed(json) {
  return json.trim() ? JSON.parse(json) : null;
}

// The document as it is kept: what has no value, like the id of a block inside another, isn't written.
function written(editor) {
  return JSON.stringify(editor.getJSON(), (key, value) => value ?? undefined);
}

function build(textarea, frame) {
  return new Editor({
    element: frame.querySelector(".page"),
    extensions: grammar(textarea.placeholder),
    content: parsed(textarea.value),
    // It would be a <style> element, which our policy forbids: editor.css has these rules.
    injectCSS: false,
    editorProps: {
      attributes: {
        class: "body",
        lang: textarea.lang,
        spellcheck: "true",
        role: "textbox",
        "aria-multiline": "true",
        "aria-labelledby": frame.querySelector("label").id,
      },
    },
  });
}

function connectToolbar(frame, editor) {
  const openLink = linkDialog(frame.querySelector("template"), editor);
  const buttons = [...frame.querySelectorAll("[data-tool]")];
  for (const button of buttons) {
    const [change] = TOOLS[button.dataset.tool] ?? [];
    button.addEventListener("click", () => (change ? change(editor.chain().focus()).run() : openLink()));
  }
  editor.on("link", openLink);
  const refresh = () => {
    for (const button of buttons) {
      const [change, name = button.dataset.tool, attributes] = TOOLS[button.dataset.tool] ?? [];
      if (button.hasAttribute("aria-pressed")) button.ariaPressed = String(editor.isActive(name, attributes));
      else button.disabled = !change(editor.can().chain()).run();
    }
  };
  editor.on("transaction", refresh);
  refresh();
}

function countWords(frame, editor) {
  const counter = frame.querySelector("[data-says]");
  const refresh = () => {
    const words = editor.getText().match(WORD)?.length ?? 0;
    counter.textContent = counter.dataset.says.replace("{count}", words.toLocaleString(document.documentElement.lang));
  };
  editor.on("update", refresh);
  refresh();
}

function connectForm(textarea, editor) {
  const { form } = textarea;
  let waiting;
  let unsaved = false;
  const writeBack = () => {
    clearTimeout(waiting);
    textarea.value = written(editor);
  };
  editor.on("update", () => {
    unsaved = true;
    clearTimeout(waiting);
    waiting = setTimeout(writeBack, WRITE_BACK_AFTER);
  });
  form.addEventListener("input", () => (unsaved = true));
  form.addEventListener("submit", () => {
    // An untouched text goes back as it came, so that nothing counts as a change.
    if (waiting) writeBack();
    unsaved = false;
  });
  addEventListener("beforeunload", (event) => {
    if (unsaved) event.preventDefault();
  });
}

for (const textarea of document.querySelectorAll("textarea[data-editor]")) {
  const frame = textarea.closest(".editor");
  const editor = build(textarea, frame);
  connectToolbar(frame, editor);
  countWords(frame, editor);
  connectForm(textarea, editor);
  frame.querySelector("label").addEventListener("click", () => editor.commands.focus());
  textarea.required = false; // or the browser would refuse to send the form for the sake of a field that can't be seen
  frame.classList.add("live");
}
