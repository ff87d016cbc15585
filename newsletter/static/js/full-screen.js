// Nothing but the title, the standfirst and the text. What should stay nevertheless, as the state of saving, bears
// data-stays.

const STAYS = "h1, .field.read, [data-stays]";
const OPENED = "dialog, [popover], script, template"; // seen only when opened, if ever

// Everything that is neither the frame, nor around it, nor meant to stay.
function beside(frame) {
  const found = [];
  for (let node = frame; node !== document.body; node = node.parentElement) {
    const others = [...node.parentElement.children].filter((other) => other !== node);
    found.push(...others.flatMap(partsToHide));
  }
  return found;
}

function partsToHide(node) {
  if (node.matches(`${STAYS}, ${OPENED}`)) return [];
  return node.querySelector(STAYS) ? [...node.children].flatMap(partsToHide) : [node];
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

  editor.on("fullScreen", toggle);
  // Whoever closes something else by it, as the bar of find, keeps the event for itself.
  document.addEventListener("keydown", ({ key, target }) => {
    if (key === "Escape" && isOn() && !target.closest("dialog")) toggle();
  });
}
