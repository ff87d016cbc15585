// Takes the words of a file into the text. The server reads the file; nothing of the text changes but in the editor.
// The .editor says by data-imports where the file is to be sent.

import { pm } from "../vendor/editor.js";
import { beyond, stepOfItsOwn } from "./incoming.js";
import { leftOutNotice } from "./left-out.js";

const { Fragment, Slice } = pm.model;
const MOST_MEGABYTES = 20; // as commentaries/unreadable.py

async function read(file, frame, whole) {
  const { form } = frame.querySelector("textarea[data-editor]");
  const body = new FormData();
  body.set("file", file);
  if (whole) body.set("whole", "yes");
  const headers = { "X-CSRFToken": form.elements.csrf_token.value, Accept: "application/json" };
  const answer = await fetch(frame.dataset.imports, { method: "POST", body, headers, redirect: "error" });
  return answer.json();
}

// The fields for title and standfirst take what they lack; what they have no room for begins the text.
function withHead({ title, standfirst, blocks }, fields) {
  const filled = [];
  const above = [];
  for (const [field, words, kind] of [
    [fields.title, title, { type: "heading", attrs: { level: 2 } }],
    [fields.standfirst, standfirst, { type: "paragraph" }],
  ]) {
    if (words && !field.value.trim()) filled.push([field, words]);
    else if (words && field.value.trim() !== words) above.push({ ...kind, content: [{ type: "text", text: words }] });
  }
  return { filled, blocks: [...above, ...blocks] };
}

function fill(field, words) {
  field.value = words;
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

// Undo gives the fields back too, if nobody has written on in them.
function emptyOnUndo(editor, before, filled) {
  const look = () => {
    if (!editor.state.doc.eq(before)) return;
    editor.off("update", look);
    for (const [field, words] of filled) if (field.value === words) fill(field, "");
  };
  if (filled.length) editor.on("update", look);
}

function insert(editor, content, fields) {
  const { doc, schema, tr } = editor.state;
  const { filled, blocks } = withHead(content, fields);
  const fragment = Fragment.fromJSON(schema, blocks);
  if (editor.isEmpty) tr.replaceWith(0, doc.content.size, fragment);
  else tr.replaceSelection(new Slice(fragment, 0, 0));
  const refusal = beyond(tr.doc);
  if (refusal) return refusal;
  stepOfItsOwn(editor);
  editor.view.dispatch(tr.scrollIntoView());
  stepOfItsOwn(editor);
  for (const [field, words] of filled) fill(field, words);
  emptyOnUndo(editor, doc, filled);
  editor.commands.focus();
}

function connect(frame, editor) {
  const notice = leftOutNotice(frame);
  const chooser = Object.assign(document.createElement("input"), { type: "file", accept: ".docx,.md,.html,.htm,.txt" });
  editor.on("importFile", () => editor.isEditable && chooser.click());
  chooser.addEventListener("change", async () => {
    const [file] = chooser.files;
    if (file.size > MOST_MEGABYTES * 1_000_000) return void notice.refuse("file", { limit: MOST_MEGABYTES });
    notice.refuse("reading", {});
    try {
      const content = await read(file, frame, editor.isEmpty);
      if (content.error) return void notice.fail(content.error);
      const refusal = insert(editor, content, frame.querySelector("textarea[data-editor]").form.elements);
      if (refusal) notice.refuse(...refusal);
      else notice.show({}, content.dropped);
    } catch {
      notice.refuse("unread", {});
    } finally {
      chooser.value = "";
    }
  });
}

addEventListener("editor:live", ({ target, detail: { editor } }) => {
  if (target.dataset.imports) connect(target, editor);
});
