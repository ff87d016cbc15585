// Underlines words of the term base in what is shown of the source.

const LITERAL = /[\\^$.*+?()[\]{}|/]/g;
const ENDING = 2; // letters of a form that may be others when it is declined

// Wraps each of the terms' words, where it stands as a whole word of one piece of text, and not among what is gone.
export function underline(body, terms) {
  if (!terms.length || body.querySelector(".term")) return;
  const sought = [...new Set(terms.map(({ words }) => words))].sort((one, other) => other.length - one.length);
  const literal = sought.map((words) => words.replace(LITERAL, "\\$&")).join("|");
  const pattern = new RegExp(`(?<![\\p{L}\\p{N}])(?:${literal})(?![\\p{L}\\p{N}])`, "gu");
  const walker = document.createTreeWalker(body, NodeFilter.SHOW_TEXT);
  const texts = [];
  while (walker.nextNode()) if (!walker.currentNode.parentElement.closest("del")) texts.push(walker.currentNode);
  for (const text of texts) {
    for (const { index, 0: words } of [...text.data.matchAll(pattern)].reverse()) wrap(text, index, words.length);
  }
}

function wrap(text, start, length) {
  const found = text.splitText(start);
  found.splitText(length);
  const mark = document.createElement("span");
  mark.className = "term";
  found.replaceWith(mark);
  mark.append(found);
}

// Whether a text has the form, declined or not.
export function termsIn(text, { form }) {
  const stem = form.length > ENDING + 3 ? form.slice(0, -ENDING) : form;
  return text.toLocaleLowerCase().includes(stem.toLocaleLowerCase());
}
