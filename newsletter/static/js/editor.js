// Turns each <textarea data-editor> (templates/_editor.html), which holds a document as JSON, into an editor, and
// writes the JSON back into it; the form is sent as if it had been typed there. An .editor that is live has its editor
// as a property of that name, and has told so by an "editor:live" event.

import { Editor } from "../vendor/editor.js";
import { clearMargins, keepClear } from "./clear-sight.js";
import { grammar } from "./editor-grammar.js";
import { findBar } from "./find-bar.js";
import { fullScreen } from "./full-screen.js";
import { linkDialog } from "./link-dialog.js";
import { toJson } from "./parts.js";
import { shortcuts } from "./shortcuts.js";
import { connectToolbar } from "./toolbar.js";
import { countWords } from "./word-count.js";

function parsed(json) {
  return json.trim() ? JSON.parse(json) : null;
}

function build(textarea, frame) {
  const margins = clearMargins(frame);
  return new Editor({
    element: frame.querySelector(".page"),
    extensions: grammar(textarea, frame),
    content: parsed(textarea.value),
    // It would be a <style> element, which our policy forbids: editor.css has these rules.
    injectCSS: false,
    editorProps: {
      scrollThreshold: margins,
      scrollMargin: margins,
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

function connectForm(textarea, editor) {
  const { form } = textarea;
  let edited = false;
  let unsaved = false;
  editor.on("update", () => (unsaved = edited = true));
  form.addEventListener("input", () => (unsaved = true));
  form.addEventListener("submit", () => {
    // An untouched text goes back as it came, so that nothing counts as a change.
    if (edited) textarea.value = JSON.stringify(toJson(editor.state.doc));
    unsaved = false;
  });
  addEventListener("beforeunload", (event) => {
    // Where autosave.js is at work, it knows better.
    if (unsaved && !("autosave" in form.dataset)) event.preventDefault();
  });
}

for (const textarea of document.querySelectorAll("textarea[data-editor]")) {
  const frame = textarea.closest(".editor");
  const editor = build(textarea, frame);
  keepClear(frame, editor);
  connectToolbar(frame, editor);
  editor.on("link", linkDialog(frame.querySelector("template"), editor));
  findBar(frame, editor);
  fullScreen(frame, editor);
  shortcuts(frame, editor);
  countWords(frame, editor, textarea.lang);
  connectForm(textarea, editor);
  frame.querySelector("label").addEventListener("click", () => editor.commands.focus());
  textarea.required = false; // or the browser would refuse to send the form for the sake of a field that can't be seen
  frame.classList.add("live");
  frame.editor = editor;
  frame.dispatchEvent(new CustomEvent("editor:live", { bubbles: true, detail: { editor, textarea } }));
}
