// Typography in plain fields whose language is known, such as a title. The replacement is made as if it had been
// typed, so that the browser's own undo brings the plain character back.

import { typed } from "./typography.js";

function replace(field, { back, insert }) {
  const end = field.selectionStart;
  field.setSelectionRange(end - back, end);
  document.execCommand("insertText", false, insert);
}

for (const field of document.querySelectorAll(".field.read :is(input, textarea)[lang]")) {
  let replaced = null;

  field.addEventListener("input", (event) => {
    replaced = null;
    const { inputType, data, isComposing } = event;
    // The browser selects what it brings back, and the next letter would take its place.
    if (inputType === "historyUndo") field.setSelectionRange(field.selectionEnd, field.selectionEnd);
    const end = field.selectionStart;
    if (inputType !== "insertText" || isComposing || data?.length !== 1 || end !== field.selectionEnd) return;
    const change = typed(field.value.slice(0, end - 1), data, field.lang);
    if (!change) return;
    replace(field, change);
    replaced = { value: field.value, at: field.selectionStart };
  });

  field.addEventListener("keydown", (event) => {
    const { value, selectionStart, selectionEnd } = field;
    const still = replaced?.value === value && replaced.at === selectionStart && selectionStart === selectionEnd;
    if (event.key === "Backspace" && still) {
      event.preventDefault();
      document.execCommand("undo");
    }
  });
}
