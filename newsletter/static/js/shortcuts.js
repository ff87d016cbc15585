// The list of keyboard shortcuts, and their names on the keyboard that one has.

import { isMacOS, pm } from "../vendor/editor.js";

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
  const open = () => dialog.open || dialog.showModal();
  if (isMacOS()) nameAsOnAMac(frame);
  dialog.querySelector("button").addEventListener("click", () => dialog.close());
  dialog.addEventListener("close", () => editor.commands.focus());
  editor.on("help", open);
  const keys = pm.keymap.keydownHandler({ "Mod-/": () => (open(), true) });
  frame.closest("form").addEventListener("keydown", (event) => {
    if (!event.defaultPrevented && keys(null, event)) event.preventDefault();
  });
}
