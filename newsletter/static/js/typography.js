// The typography of a language as one types it: what a plain character becomes, by the words before it.

const MARKS = {
  en: { outer: ["“", "”"], inner: ["‘", "’"], dash: "–" },
  be: { outer: ["«", "»"], inner: ["„", "“"], dash: "—" },
  ru: { outer: ["«", "»"], inner: ["„", "“"], dash: "—" },
};
const QUOTES = /[“”‘’«»„]/g;
const ADDRESS = /:\/\/|^\W*www\.|mailto:|^\W*[\w-]+(\.[\w-]+)+\//i;

// `before` is the line up to the cursor and `char` what is typed there. Returns what the last `back` characters, the
// typed one being the last of them, are to be replaced with; null if they may stay.
export function typed(before, char, language) {
  const marks = MARKS[language];
  if (!marks) return null;
  const run = before.match(/\S*$/)[0];
  // A quotation mark ends an address only where another one began it.
  if (char !== " " && ADDRESS.test(run) && !(char === '"' && /^[“«„]/.test(run))) return null;
  const insert = written[char]?.(before, marks, language);
  return insert ? { insert, back: char === "." ? 3 : /[- \d]/.test(char) ? 2 : 1 } : null;
}

const written = {
  '"': quotationMark,
  "'": apostrophe,
  ʼ: apostrophe,
  "-": (before, { dash }) => /(^|[^-–—])-$/.test(before) && dash,
  // At the beginning of a paragraph it would be a list.
  " ": (before, { dash }) => /(\n|[^\s-][ \u00a0])-$/.test(before) && `${dash} `,
  ".": (before) => /(^|[^.…])\.\.$/.test(before) && "…",
};

// The ’90s: within a quotation it may be one of a number.
for (const digit of "0123456789") {
  written[digit] = (before, marks, language) =>
    language === "en" && /(^|[\s(])‘$/.test(before) && !standing(before.slice(0, -1), marks).length && `’${digit}`;
}

function quotationMark(before, marks) {
  const { outer, inner } = marks;
  const last = standing(before, marks).at(-1);
  return opens(before, last, marks) ? (last === outer ? inner : outer)[0] : (last ?? outer)[1];
}

function apostrophe(before, marks, language) {
  if (language === "en") return marks.inner[opens(before, standing(before, marks).at(-1), marks) ? 0 : 1];
  return language === "be" && /\p{L}$/u.test(before) ? "’" : null;
}

// Whether a quotation would begin here. A dash may also break one off; “ begins one only where none ends with it.
function opens(before, standing, { outer, inner }) {
  if (/(^|[\s([{/])$/.test(before)) return true;
  return [outer[0], inner[0]].includes(before.at(-1)) || (!standing && /[-–—]$/.test(before));
}

// The pairs of quotation marks that were opened and not yet closed, the innermost last.
function standing(before, { outer, inner }) {
  const open = [];
  for (const { 0: mark, index } of before.matchAll(QUOTES)) {
    const pair = [outer, inner].find((pair) => pair.includes(mark));
    if (!pair || isApostrophe(before, index)) continue;
    if (mark === pair[0]) open.push(pair);
    else if (open.includes(pair)) open.length = open.lastIndexOf(pair);
  }
  return open;
}

// As in “don’t” and in “the ’90s”, which may have been begun with the wrong mark.
function isApostrophe(text, index) {
  return /\p{L}’\p{L}/u.test(text.slice(Math.max(0, index - 1), index + 2)) || /^[‘’]\d/.test(text.slice(index));
}
