// Lists that came as paragraphs with a level each, made into lists within lists.

const ROMAN = { i: 1, v: 5, x: 10, l: 50, c: 100, d: 500, m: 1000 };
const ALPHABETS = ["abcdefghijklmnopqrstuvwxyz", "абвгдежзиклмнопрстуфхцчшщэюя"];
const NUMBERED = /^\(?(?:\d+\.)*(?:(\d{1,4})[.)]?|([ivxlcdm]+|\p{Ll}{1,2})[.)])$/u;

// The number that the marker of an item stands for; null for a bullet.
export function numberOf(marker) {
  const [, digits, letters] = marker.toLowerCase().match(NUMBERED) ?? [];
  if (digits) return Number(digits);
  return letters ? romanOf(letters) ?? placeOf(letters) : null;
}

function romanOf(letters) {
  if (!/^m*(cm|cd|d?c{0,3})(xc|xl|l?x{0,3})(ix|iv|v?i{0,3})$/.test(letters)) return null;
  if (letters.length === 1 && !"ivx".includes(letters)) return null; // “c)” follows “b)”
  const values = [...letters].map((letter) => ROMAN[letter]);
  return values.reduce((sum, value, index) => (value < values[index + 1] ? sum - value : sum + value), 0);
}

function placeOf(letters) {
  return Math.max(...ALPHABETS.map((alphabet) => alphabet.indexOf(letters[0]))) + 1 || 1;
}

// items: { level, number (null for a bullet), list (a name of the list it says to be of), element }, one after another.
// Returns the outermost lists; each element stands in an <li>.
export function nested(items, source) {
  const outermost = [];
  const open = [];
  for (const item of items) {
    while (open.length && open.at(-1).level > item.level) open.pop();
    if (open.length && open.at(-1).level === item.level && !follows(item, open.at(-1))) open.pop();
    if (!open.length || open.at(-1).level < item.level) open.push(begun(item, open.at(-1), outermost, source));
    const list = open.at(-1);
    const li = source.createElement("li");
    li.append(item.element);
    list.element.append(li);
    list.next += 1;
  }
  return outermost;
}

function follows(item, list) {
  const ordered = item.number !== null;
  return ordered === list.ordered && (!ordered || item.list === list.name || item.number === list.next);
}

function begun(item, around, outermost, source) {
  const ordered = item.number !== null;
  const element = source.createElement(ordered ? "ol" : "ul");
  if (ordered && item.number !== 1) element.setAttribute("start", item.number);
  if (around) around.element.lastElementChild.append(element);
  else outermost.push(element);
  return { level: item.level, name: item.list, ordered, element, next: item.number };
}
