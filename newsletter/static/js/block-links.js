// What ties the blocks of a translation to its source (commentaries/links.py), through what is done to them by hand.

const LINKS = ["of", "seen", "derived_from", "machine"];
const UNTIED = Object.fromEntries(LINKS.map((name) => [name, null]));
const META = "links";

// Never in markup: what is copied is tied to nothing.
export const linkAttributes = Object.fromEntries(LINKS.map((name) =>
  [name, { default: null, rendered: false, parseHTML: () => null, keepOnSplit: name !== "derived_from" }]));

export function linksOf({ attrs }) {
  return Object.fromEntries(LINKS.map((name) => [name, attrs[name]]));
}

export const untied = () => ({ ...UNTIED });

// For a change that says itself what its blocks are tied to.
export function saysLinks(tr) {
  return tr.setMeta(META, true);
}

// Whether somebody did it by hand: what comes from elsewhere or back by undo brings its links along.
export function isByHand(tr) {
  return tr.docChanged && !tr.getMeta(META) && !tr.getMeta("brought") && !tr.getMeta("history$");
}

export function setLinks(tr, position, links) {
  const { attrs } = tr.doc.nodeAt(position);
  for (const [name, value] of Object.entries(links)) {
    if (JSON.stringify(attrs[name]) !== JSON.stringify(value)) tr.setNodeAttribute(position, name, value);
  }
}

// The links of each block after a change, of which `ids` are the ids then.
export function linksAfter(before, after, ids) {
  const were = new Map(before.children.map((block) => [block.attrs.id, block]));
  const gone = before.children.filter(({ attrs, textContent }) => textContent && !ids.includes(attrs.id));
  let above = null; // the nearest block that there was before, as it was and as it is
  return after.children.map((block, index) => {
    const isItself = block.attrs.id === ids[index];
    const was = were.get(ids[index]);
    if (was) above = { was, is: block };
    if (was) return joined(isItself ? linksOf(block) : linksOf(was), was, block, gone);
    if (isItself || !isSplitOff(block, above)) return linksOf(block);
    return { ...linksOf(above.was), derived_from: above.was.attrs.id };
  });
}

function isSplitOff({ textContent }, above) {
  return textContent && above?.was.textContent.includes(textContent) && !above.is.textContent.includes(textContent);
}

// With those of the blocks whose words it took in.
function joined(links, was, is, gone) {
  if (was.textContent === is.textContent) return links;
  const takenIn = gone.filter(({ textContent }) => is.textContent.includes(textContent) && !was.textContent.includes(textContent));
  return takenIn.map(linksOf).reduce(union, links);
}

function union(one, other) {
  if (!other.of) return { ...one, machine: one.machine ?? other.machine };
  const seen = !one.of ? other.seen : [one.seen, other.seen].includes(null) ? null : Math.min(one.seen, other.seen);
  const of = [...new Set([...(one.of ?? []), ...other.of])];
  return { ...one, of, seen, machine: one.machine ?? other.machine };
}
