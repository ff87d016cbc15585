// What stays at the edges of the window, the toolbar above the text and the state of saving below it, hides what is
// behind it. Where the cursor stands, and whatever is brought into sight, is kept clear of both.

const BREATH = 12; // pixels

// The margins that the editor is to keep when it brings the cursor into sight.
export function clearMargins(frame) {
  const [above, below] = edges(frame);
  return { get top() { return room(above); }, get bottom() { return room(below); }, left: 5, right: 5 };
}

export function keepClear(frame, editor) {
  const [above, below] = edges(frame);
  const sized = new ResizeObserver(() => {
    document.documentElement.style.scrollPaddingBlock = `${room(above)}px ${room(below)}px`;
    if (editor.isFocused) editor.commands.scrollIntoView();
  });
  for (const edge of [above, below].filter(Boolean)) sized.observe(edge);
}

function edges(frame) {
  return [frame.querySelector(".tools"), frame.closest("form")?.querySelector(".desk-foot, .saving")];
}

function room(edge) {
  return (edge?.offsetHeight ?? 0) + BREATH;
}
