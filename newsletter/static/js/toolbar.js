// The toolbar of an editor: its buttons say by data-tool what they do. Those that bear data-block are also in the menu
// that "/" opens (slash-menu.js).

// What can be done to the text. `change` goes into a chain of commands; what has none opens something of its own, told
// of by an event of the editor that has the tool's name. `is` names the node or mark, with its attributes, that shows a
// button as pressed.
const TOOLS = {
  bold: { change: (chain) => chain.toggleBold(), is: ["bold"] },
  italic: { change: (chain) => chain.toggleItalic(), is: ["italic"] },
  link: { is: ["link"] },
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

export function use(name, editor) {
  const change = TOOLS[name]?.change;
  if (change) change(editor.chain().focus()).run();
  else editor.emit(name);
}

export function connectToolbar(frame, editor) {
  const bar = frame.querySelector(".toolbar");
  const buttons = [...bar.querySelectorAll("[data-tool]")];
  for (const button of buttons) button.addEventListener("click", () => use(button.dataset.tool, editor));
  moveByArrows(bar, buttons);

  const refresh = () => {
    for (const button of buttons) {
      const { change, is } = TOOLS[button.dataset.tool] ?? {};
      if (is) button.ariaPressed = String(editor.isActive(...is));
      // Not by `disabled`, which would take the focus away from who uses the keyboard.
      else if (change) button.ariaDisabled = String(!change(editor.can().chain()).run());
    }
  };
  // Once for all that happens before the next picture of the page.
  let waiting = 0;
  editor.on("transaction", () => {
    waiting ||= requestAnimationFrame(() => {
      waiting = 0;
      refresh();
    });
  });
  refresh();
}

// One stop of the Tab key for the whole bar.
function moveByArrows(bar, buttons) {
  const stop = (at) => {
    for (const button of buttons) button.tabIndex = button === at ? 0 : -1;
  };
  stop(buttons[0]);
  bar.addEventListener("focusin", ({ target }) => stop(target));
  bar.addEventListener("keydown", (event) => {
    const at = buttons.indexOf(document.activeElement);
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: -1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    buttons.at(to % buttons.length).focus();
  });
}
