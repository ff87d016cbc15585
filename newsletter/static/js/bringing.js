// Brings words from elsewhere into an editor without disturbing who writes there: only what differs is replaced, the
// cursor stays where it is, and Ctrl+Z takes back none of it, unless it is to.

import { setLinks } from "./block-links.js";
import { same } from "./parts.js";

const META = "brought";

// Whether a change of the document came from elsewhere.
export function isBrought(transaction) {
  return transaction.getMeta(META) === true;
}

function placeOf(doc, id) {
  let place = null;
  doc.forEach((block, position, index) => {
    if (block.attrs.id === id) place = { block, position, index };
  });
  return place;
}

// From the first to the last difference between two blocks of one kind.
function replaceWithin(tr, { block, position }, fresh) {
  const start = block.content.findDiffStart(fresh.content);
  if (start === null) return;
  let { a, b } = block.content.findDiffEnd(fresh.content);
  const overlap = Math.max(0, start - Math.min(a, b));
  tr.replace(position + 1 + start, position + 1 + a + overlap, fresh.slice(start, b + overlap));
}

function replace(tr, id, fresh) {
  const place = placeOf(tr.doc, id);
  if (!place || same(place.block, fresh)) return;
  // Where only what ties it to a source has changed, the cursor stays in it.
  if (place.block.type === fresh.type) setLinks(tr, place.position, fresh.attrs);
  if (place.block.type === fresh.type && !fresh.isLeaf) replaceWithin(tr, placeOf(tr.doc, id), fresh);
  const changed = placeOf(tr.doc, id);
  if (changed && same(changed.block, fresh)) return;
  const { position, block } = changed ?? place;
  tr.replaceWith(position, position + block.nodeSize, fresh);
}

function remove(tr, id) {
  const { position, block } = placeOf(tr.doc, id);
  tr.delete(position, position + block.nodeSize);
}

// The last block can only go when there is another.
function removeOthers(tr, order) {
  for (const { attrs } of [...tr.doc.children]) {
    if (!order.includes(attrs.id) && tr.doc.childCount > 1) remove(tr, attrs.id);
  }
}

// New blocks are put where they belong, others are taken out or moved; those that stay aren't touched.
function arrange(tr, order, blocks) {
  removeOthers(tr, order);
  order.forEach((id, index) => {
    if (tr.doc.maybeChild(index)?.attrs.id === id) return;
    const there = placeOf(tr.doc, id);
    const block = there?.block ?? blocks.get(id);
    if (!block) return;
    if (there) remove(tr, id);
    tr.insert(tr.doc.children.slice(0, index).reduce((size, child) => size + child.nodeSize, 0), block);
  });
  removeOthers(tr, order);
}

function fill(field, words) {
  if (words === undefined || field.value === words) return;
  const { selectionStart, selectionEnd } = field;
  field.value = words;
  if (document.activeElement === field) field.setSelectionRange(selectionStart, selectionEnd);
  field.dispatchEvent(new CustomEvent("input", { bubbles: true, detail: META }));
}

// `blocks` are nodes by their ids; an order, where there is one, names every block that is to stand in the end.
export function bring({ editor, title, standfirst, heads }, { blocks, order, ...head }, { undoable = false } = {}) {
  fill(title, head.title);
  fill(standfirst, head.standfirst);
  if (head.heads) fill(heads, JSON.stringify(head.heads));
  const { tr } = editor.state;
  for (const [id, block] of blocks) replace(tr, id, block);
  if (order) arrange(tr, order, blocks);
  if (!tr.docChanged) return;
  editor.view.dispatch(tr.setMeta("addToHistory", undoable).setMeta(META, true));
}
