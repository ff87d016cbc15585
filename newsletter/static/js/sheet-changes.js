// What is done to the blocks of a translation as a whole, each in one step that Ctrl+Z takes back: written for a block
// of the source, copied from it, tied to it, said to be still right.

import { pm } from "../vendor/editor.js";
import { freshId } from "./block-id.js";
import { saysLinks, setLinks, untied } from "./block-links.js";
import { isSaid } from "./sheet-model.js";

const { NodeSelection, TextSelection, Selection } = pm.state;
const { closeHistory } = pm.history;

export function positionOf(doc, id) {
  let found = null;
  doc.forEach((block, position) => {
    if (block.attrs.id === id) found = position;
  });
  return found;
}

function dispatch(editor, tr) {
  editor.view.dispatch(saysLinks(closeHistory(tr)));
  editor.view.dispatch(closeHistory(editor.state.tr));
}

// `links` are those of every block, or told by its attributes.
export function tieTo(editor, ids, links) {
  const { tr } = editor.state;
  for (const position of ids.map((id) => positionOf(tr.doc, id))) {
    setLinks(tr, position, typeof links === "function" ? links(tr.doc.nodeAt(position).attrs) : links);
  }
  if (tr.docChanged) dispatch(editor, tr);
}

// Whether it was begun for a block of the source, and has no word yet.
function isBegun(block) {
  return Boolean(block?.attrs.of) && !isSaid(block) && !block.isLeaf;
}

export function removeIfBegun(editor, id) {
  const { doc, tr } = editor.state;
  const position = positionOf(doc, id);
  const block = position === null ? null : doc.nodeAt(position);
  if (!isBegun(block) || doc.childCount < 2 || !editor.isEditable) return;
  editor.view.dispatch(tr.delete(position, position + block.nodeSize).setMeta("addToHistory", false));
}

export function remove(editor, ids) {
  const { tr, schema } = editor.state;
  if (ids.length === tr.doc.childCount) tr.insert(tr.doc.content.size, schema.nodes.paragraph.create());
  for (const id of ids) {
    const position = positionOf(tr.doc, id);
    tr.delete(position, position + tr.doc.nodeAt(position).nodeSize);
  }
  dispatch(editor, tr);
}

// Blocks in the place of what stands there for the pair without words, or behind what renders the source before it.
// An empty one is nothing that anybody would take back: it goes by itself.
export function put(editor, model, pair, blocks) {
  const { tr } = editor.state;
  if (!blocks.some(isSaid)) tr.setMeta("addToHistory", false);
  const { from, to } = rangeFor(tr.doc, model, pair);
  tr.replaceWith(from, to, blocks);
  const [first] = blocks;
  const isAtom = first.isAtom;
  tr.setSelection(isAtom ? NodeSelection.create(tr.doc, from) : Selection.near(tr.doc.resolve(from + 1)));
  dispatch(editor, tr.scrollIntoView());
  return { from, to: from + blocks.reduce((size, block) => size + block.nodeSize, 0) };
}

function rangeFor(doc, { sheet, pairOf }, { sources, spots }) {
  const only = doc.childCount === 1 && !isSaid(doc.firstChild) && !doc.firstChild.attrs.of;
  if (only) return { from: 0, to: doc.content.size };
  if (spots.length) {
    const from = positionOf(doc, spots[0]);
    const last = positionOf(doc, spots.at(-1));
    return { from, to: last + doc.nodeAt(last).nodeSize };
  }
  const before = sheet.blocks.slice(0, sheet.places.get(sources[0])).reverse();
  const above = before.map(({ id }) => pairOf.get(id)).find((pair) => pair?.spots.length && !pair.outOfOrder);
  const position = above ? positionOf(doc, above.spots.at(-1)) : null;
  const from = above ? position + doc.nodeAt(position).nodeSize : 0;
  return { from, to: from };
}

function tied(attrs, sheet, id, links) {
  return { ...attrs, ...untied(), id: freshId(), of: [id], seen: sheet.revision, ...links };
}

// The source's own blocks, tied to it. Nobody has said yet that they are a translation.
export function copies(schema, { sheet }, { sources }) {
  return sources.map((id) => {
    const { node } = sheet.blocks[sheet.places.get(id)];
    return schema.nodeFromJSON({ ...node, attrs: tied(node.attrs, sheet, id, { seen: null }) });
  });
}

// A block of the source's kind with other words, a paragraph or item for each line; of a picture, without its words.
export function blockFor(schema, { sheet }, { sources: [id] }, lines = [""], links = {}) {
  const { node } = sheet.blocks[sheet.places.get(id)];
  const attrs = tied(node.attrs, sheet, id, links);
  if (node.type === "figure") return schema.nodeFromJSON({ type: "figure", attrs: { ...attrs, alt: "", caption: "", credit: "" } });
  const words = (line) => (line ? [{ type: "text", text: line }] : []);
  const paragraphs = lines.map((line) => ({ type: "paragraph", content: words(line) }));
  const isList = ["bulletList", "orderedList"].includes(node.type);
  const isPlain = ["paragraph", "heading"].includes(node.type);
  const content = isPlain ? words(lines.join(" ")) : isList ? paragraphs.map((each) => ({ type: "listItem", content: [each] })) : paragraphs;
  return schema.nodeFromJSON({ type: node.type, attrs, content });
}

// The first words of a block's own place, with the cursor behind them.
export function goTo(editor, id) {
  const position = positionOf(editor.state.doc, id);
  const { doc, tr } = editor.state;
  const block = doc.nodeAt(position);
  const selection = block.isAtom
    ? NodeSelection.create(doc, position)
    : Selection.near(doc.resolve(position + block.nodeSize - 1), -1);
  editor.view.dispatch(tr.setSelection(selection));
  editor.view.focus();
}

export function select(editor, { from, to }) {
  const { doc, tr } = editor.state;
  const isAtom = doc.nodeAt(from).isAtom;
  const selection = isAtom
    ? NodeSelection.create(doc, from)
    : TextSelection.between(doc.resolve(from + 1), doc.resolve(to - 1));
  editor.view.dispatch(tr.setSelection(selection));
}
