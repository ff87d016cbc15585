// How many words a text has and how long it takes to read, a moment after the last change.

const PAUSE = 400; // milliseconds

// As the server counts them (commentaries/document.py).
const WORD = /[\p{L}\p{N}_]+(?:['’ʼ‑-][\p{L}\p{N}_]+)*/gu;
const WORDS_A_MINUTE = { en: 228, be: 184, ru: 184 };

// A block that hasn't changed is the same object as before.
const counted = new WeakMap();

function wordsOf(block) {
  if (!counted.has(block)) {
    const text = block.textBetween(0, block.content.size, "\n", "\n");
    counted.set(block, text.match(WORD)?.length ?? 0);
  }
  return counted.get(block);
}

export function countWords(frame, editor, language) {
  const places = frame.querySelectorAll(".words [data-says]");
  const refresh = () => {
    const count = editor.state.doc.children.reduce((sum, block) => sum + wordsOf(block), 0);
    const minutes = Math.max(1, Math.ceil(count / WORDS_A_MINUTE[language]));
    for (const place of places) {
      const said = { count, minutes }[place.dataset.number].toLocaleString(document.documentElement.lang);
      place.textContent = place.dataset.says.replace(`{${place.dataset.number}}`, said);
    }
  };
  let waiting;
  editor.on("update", () => {
    clearTimeout(waiting);
    waiting = setTimeout(refresh, PAUSE);
  });
  refresh();
}
