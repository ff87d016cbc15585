// Typography in plain fields whose language is known, such as a title. The replacement is made as if it had been
// typed, so that the browser's own undo brings the plain character back.

import { typed } from "./typography.js";

function replace(field, { back, insert }) {
  const end = field.selectionStart;
  field.setSelectionRange(end - back, end);
  document.execCommand("insertText", false, insert);
}

const FIELDS = ".field.read :is(input, textarea)[lang]";

let replaced = null;

// Of the whole page: the issue builder brings new fields.
document.addEventListener("input", (event) => {
  replaced = null;
  const { target: field, inputType, data, isComposing } = event;
  if (!field.matches(FIELDS)) return;
  // The browser selects what it brings back, and the next letter would take its place.
  if (inputType === "historyUndo") field.setSelectionRange(field.selectionEnd, field.selectionEnd);
  const end = field.selectionStart;
  if (inputType !== "insertText" || isComposing || data?.length !== 1 || end !== field.selectionEnd) return;
  const change = typed(field.value.slice(0, end - 1), data, field.lang);
  if (!change) return;
  replace(field, change);
  replaced = { field, value: field.value, at: field.selectionStart };
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Backspace" || replaced?.field !== event.target) return;
  const { value, selectionStart, selectionEnd } = event.target;
  if (replaced.value !== value || replaced.at !== selectionStart || selectionStart !== selectionEnd) return;
  event.preventDefault();
  document.execCommand("undo");
});
