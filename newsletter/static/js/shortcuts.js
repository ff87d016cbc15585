// The list of keyboard shortcuts, and their names on the keyboard that one has.

import { Extension, isMacOS, pm } from "../vendor/editor.js";

// In one map, or "Mod-f" would also stand for the one with Shift. Each is told of by an event of the editor.
const IN_THE_FORM = { "Mod-Shift-f": "fullScreen", "Mod-/": "help" };
const IN_THE_TEXT = { ...IN_THE_FORM, "Mod-f": "find" };

function telling(editor, keys) {
  return Object.fromEntries(Object.entries(keys).map(([key, name]) => [key, () => (editor.emit(name), true)]));
}

export const Shortcuts = Extension.create({
  name: "shortcuts",
  addKeyboardShortcuts() {
    return telling(this.editor, IN_THE_TEXT);
  },
});

function nameAsOnAMac(frame) {
  const named = (words) => words.replaceAll("Ctrl+", "⌘").replaceAll("Alt+", "⌥");
  for (const key of frame.querySelectorAll("kbd")) key.textContent = named(key.textContent);
  for (const tool of frame.querySelectorAll("[aria-keyshortcuts]")) {
    tool.title = named(tool.title);
    tool.setAttribute("aria-keyshortcuts", tool.getAttribute("aria-keyshortcuts").replaceAll("Control", "Meta"));
  }
}

export function shortcuts(frame, editor) {
  const dialog = frame.querySelector("dialog.shortcuts");
  if (isMacOS()) nameAsOnAMac(frame);
  dialog.querySelector("button").addEventListener("click", () => dialog.close());
  dialog.addEventListener("close", () => editor.commands.focus());
  editor.on("help", () => dialog.open || dialog.showModal());
  const keys = pm.keymap.keydownHandler(telling(editor, IN_THE_FORM));
  frame.closest("form").addEventListener("keydown", (event) => {
    if (!event.defaultPrevented && keys(editor.view, event)) event.preventDefault();
  });
}
