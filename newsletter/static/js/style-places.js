// Where in a document a finding of the house style is. Its `start` and `end` count the characters of its block as the
// server reads them (block_text in commentaries/document.py): a line for each paragraph or list item, and after each
// hard break.

// The server's characters of a block that stands at `position`, and the position of each.
export function charactersOf(block, position) {
  const found = { words: "", positions: [] };
  read(block, position, found);
  return found;
}

function read(node, position, found) {
  if (node.isText) {
    for (let at = 0; at < node.text.length; at++) found.positions.push(position + at);
    found.words += node.text;
  } else if (node.type.name === "hardBreak") {
    breakLine(position, found);
  } else {
    node.forEach((child, offset, index) => {
      const inside = position + 1 + offset;
      if (index && !node.isTextblock) breakLine(inside, found);
      read(child, inside, found);
    });
  }
}

function breakLine(position, found) {
  found.positions.push(position);
  found.words += "\n";
}

// {from, to} of the words; with `isBlock` where it is about a whole block; null where the text reads otherwise by now.
// `read` remembers the characters of blocks.
export function placeOf(doc, { part, field, start, end, words }, read = new Map()) {
  const place = blockAt(doc, part);
  if (!place) return null;
  const { block, position } = place;
  const whole = { from: position, to: position + block.nodeSize, isBlock: true };
  if (field) return block.attrs[field]?.slice(start, end) === words ? whole : null;
  if (start === end) return whole;
  if (!read.has(block)) read.set(block, charactersOf(block, position));
  const { words: all, positions } = read.get(block);
  if (all.slice(start, end) !== words) return null;
  return { from: positions[start], to: positions[end - 1] + 1 };
}

function blockAt(doc, id) {
  let found = null;
  doc.forEach((block, position) => {
    if (block.attrs.id === id) found ??= { block, position };
  });
  return found;
}

// What is really to be replaced: words and suggestion without what they begin and end with alike, so that a link or
// bold letters beside it stay as they are.
export function narrowed(words, suggestion) {
  let begin = 0;
  while (begin < Math.min(words.length, suggestion.length) && words[begin] === suggestion[begin]) begin++;
  let rest = Math.min(words.length, suggestion.length) - begin;
  let same = 0;
  while (same < rest && words.at(-1 - same) === suggestion.at(-1 - same)) same++;
  return { begin, end: words.length - same, insert: suggestion.slice(begin, suggestion.length - same) };
}
