// Ctrl+Z and Ctrl+Shift+Z (or Ctrl+Y) press the buttons. In a field they are the field's own.

function pressed({ key, shiftKey }) {
  if (key.toLowerCase() === "z") return shiftKey ? "redo" : "undo";
  return key.toLowerCase() === "y" ? "redo" : null;
}

export function undoByKeys() {
  document.addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.altKey || event.defaultPrevented) return;
    const which = pressed(event);
    if (!which || event.target.closest("textarea, input:not([type=radio]), dialog")) return;
    const button = document.getElementById(which);
    if (!button) return;
    event.preventDefault();
    if (!button.disabled) button.click();
  });
}
