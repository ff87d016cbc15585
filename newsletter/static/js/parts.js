// The parts of a text: title, standfirst and blocks, and the order of the blocks.

// As the server keeps a line (commentaries/writing.py).
export function oneLine(words) {
  return words.replace(/[\t\n\v\f\r\u0085\u2028\u2029 ]+/g, " ").replace(/^ | $/g, "");
}

export function same(one, other) {
  if (one === other || !one || !other) return one === other;
  return one.eq ? one.eq(other) : JSON.stringify(one) === JSON.stringify(other);
}

// What has no value, like the id of a block inside another, isn't written.
export function toJson(node) {
  return JSON.parse(JSON.stringify(node, (key, value) => value ?? undefined));
}

// What ties title and standfirst to the source goes with them, and nobody is ever asked to choose between two.
export const HEAD = ["title", "standfirst", "heads"];

export function isOfHead(name) {
  return HEAD.includes(name);
}

// However it was written, the same links read the same.
export function readHeads(raw) {
  const kept = (links = {}) => Object.fromEntries(["seen", "machine"].filter((key) => key in links).map((key) => [key, links[key]]));
  return { title: kept(raw.title), standfirst: kept(raw.standfirst) };
}

export function part(words, name) {
  return isOfHead(name) ? words[name] : words.blocks.get(name);
}

export function put(words, name, value) {
  if (isOfHead(name)) words[name] = value;
  else words.blocks.set(name, value);
}

// Puts an id behind the nearest of those that it follows in `order`.
export function insert(into, id, order) {
  const before = order.slice(0, order.indexOf(id)).findLast((other) => into.includes(other));
  into.splice(into.indexOf(before) + 1, 0, id);
}

// An order in which those `apart` stand as in another one, if they are in it.
export function without(order, apart, other) {
  const rest = order.filter((id) => !apart(id));
  for (const id of other) if (apart(id)) insert(rest, id, other);
  return rest;
}

// The order that two people made of the one that it was: as mine if I moved something, else as theirs.
export function woven(were, theirs, mine, lives) {
  const common = (order) => order.filter((id) => were.includes(id) && mine.includes(id)).join();
  const [spine, other] = common(were) === common(mine) ? [theirs, mine] : [mine, theirs];
  const order = spine.filter(lives);
  for (const id of other) if (lives(id) && !order.includes(id)) insert(order, id, other);
  return order;
}
