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
    if (editor.isFocused) bringLineIntoSight(room(below));
  });
  for (const edge of [above, below].filter(Boolean)) sized.observe(edge);
}

// By the browser's own selection: the editor may not have heard of a click yet, and would put its cursor back.
function bringLineIntoSight(hidden) {
  const selection = getSelection();
  const [line] = selection.rangeCount ? selection.getRangeAt(0).getClientRects() : [];
  const over = line ? line.bottom - (innerHeight - hidden) : 0;
  if (over > 0) scrollBy({ top: over, behavior: "instant" });
}

function edges(frame) {
  return [frame.querySelector(".tools"), frame.closest("form")?.querySelector(".desk-foot, .saving")];
}

function room(edge) {
  return (edge?.offsetHeight ?? 0) + BREATH;
}
