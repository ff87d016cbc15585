// Nothing but the title, the standfirst and the text. What should stay nevertheless, as the state of saving, bears
// data-stays.

import { pm } from "../vendor/editor.js";

const STAYS = "[data-stays], .field.read, dialog, [popover]";

// Everything that is neither the frame, nor around it, nor meant to stay.
function beside(frame) {
  const found = [];
  for (let node = frame; node !== document.body; node = node.parentElement) {
    const others = [...node.parentElement.children].filter((other) => other !== node);
    found.push(...others.filter((other) => !other.matches(STAYS) && !other.querySelector("[data-stays]")));
  }
  return found;
}

export function fullScreen(frame, editor) {
  const button = frame.querySelector("[data-tool=fullScreen]");
  const isOn = () => document.body.classList.contains("full-screen");
  const top = () => editor.view.coordsAtPos(editor.state.selection.head).top;

  const toggle = () => {
    const before = top();
    const on = document.body.classList.toggle("full-screen");
    button.ariaPressed = String(on);
    for (const node of on ? beside(frame) : document.querySelectorAll("[data-beside]")) {
      node.toggleAttribute("data-beside", on);
    }
    // The line that one is at stays where it was.
    scrollBy({ top: top() - before, behavior: "instant" });
    editor.commands.focus(null, { scrollIntoView: false });
  };
  const keys = pm.keymap.keydownHandler({ "Mod-Shift-f": () => (toggle(), true), Escape: () => isOn() && (toggle(), true) });

  editor.on("fullScreen", toggle);
  document.addEventListener("keydown", (event) => {
    if (!event.defaultPrevented && !event.target.closest("dialog") && keys(null, event)) event.preventDefault();
  });
}
