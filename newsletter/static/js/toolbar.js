// The toolbar of an editor: its buttons say by data-tool what they do.

import { linkDialog } from "./link-dialog.js";

// What can be done to the text. `change` goes into a chain of commands, `run` is for what needs more than that;
// `is` names the node or mark, with its attributes, that shows a button as pressed.
export const TOOLS = {
  bold: { change: (chain) => chain.toggleBold(), is: ["bold"] },
  italic: { change: (chain) => chain.toggleItalic(), is: ["italic"] },
  link: { run: (editor) => editor.emit("link"), is: ["link"] },
  heading2: { change: (chain) => chain.toggleHeading({ level: 2 }), is: ["heading", { level: 2 }] },
  heading3: { change: (chain) => chain.toggleHeading({ level: 3 }), is: ["heading", { level: 3 }] },
  bulletList: { change: (chain) => chain.toggleBulletList(), is: ["bulletList"] },
  orderedList: { change: (chain) => chain.toggleOrderedList(), is: ["orderedList"] },
  blockquote: { change: (chain) => chain.toggleBlockquote(), is: ["blockquote"] },
  callout: { change: (chain) => chain.toggleCallout(), is: ["callout"] },
  horizontalRule: { change: (chain) => chain.setHorizontalRule() },
  undo: { change: (chain) => chain.undo() },
  redo: { change: (chain) => chain.redo() },
};

export function use(name, editor, frame) {
  const { change, run } = TOOLS[name];
  if (run) run(editor, frame);
  else change(editor.chain().focus()).run();
}

export function connectToolbar(frame, editor) {
  const buttons = [...frame.querySelectorAll("[data-tool]")];
  for (const button of buttons) button.addEventListener("click", () => use(button.dataset.tool, editor, frame));
  editor.on("link", linkDialog(frame.querySelector("template"), editor));
  const refresh = () => {
    for (const button of buttons) {
      const { change, is } = TOOLS[button.dataset.tool];
      if (is) button.ariaPressed = String(editor.isActive(...is));
      else if (change) button.disabled = !change(editor.can().chain()).run();
    }
  };
  editor.on("transaction", refresh);
  refresh();
}
