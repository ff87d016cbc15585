// Every top-level block keeps an id through every edit: it is what a translation is tied to.

import { Extension, Plugin } from "../vendor/editor.js";

const BLOCKS = [
  "paragraph", "heading", "bulletList", "orderedList", "blockquote", "callout", "figure", "horizontalRule",
];

// Ten URL-safe characters, 60 random bits, as the server makes them.
export function freshId() {
  const bytes = crypto.getRandomValues(new Uint8Array(8));
  return btoa(String.fromCharCode(...bytes)).replaceAll("+", "-").replaceAll("/", "_").slice(0, 10);
}

// The id that each block had, by its words, so that a block which was turned into a list, lifted out of a quote or
// moved down by a new line above it is still known as itself.
function idsByWords(doc) {
  const ids = new Map();
  doc.forEach((block) => {
    if (block.attrs.id && block.textContent) ids.set(block.textContent, block.attrs.id);
  });
  return ids;
}

// What each top-level block is to be called: its own id if it is the first to bear it, else the one that its words had.
// An empty block doesn't keep what its words took along, as when a new line was begun before them.
function settledIds(blocks, known) {
  const went = new Set(blocks.map((block) => known.get(block.textContent)));
  const taken = new Set();
  const claim = (id) => (id && !taken.has(id) ? (taken.add(id), id) : null);
  const own = blocks.map((block) => (block.textContent || !went.has(block.attrs.id) ? claim(block.attrs.id) : null));
  return own.map((id, index) => id ?? claim(known.get(blocks[index].textContent)) ?? claim(freshId()));
}

// Whether nothing happened but within one block of words, as at nearly every key: its id is still its own.
function onlyOneChanged(before, after) {
  if (before.childCount !== after.childCount) return false;
  const changed = after.children.flatMap((block, index) => (block === before.child(index) ? [] : [index]));
  const [was, is] = [before, after].map((doc) => doc.maybeChild(changed[0]));
  return changed.length === 1 && is.isTextblock && is.attrs.id && was.sameMarkup(is);
}

function settle(before, { doc, tr }) {
  if (onlyOneChanged(before.doc, doc)) return null;
  const ids = settledIds(doc.children, idsByWords(before.doc));
  doc.descendants((node, position, parent, index) => {
    if (node.type.spec.attrs?.id === undefined) return;
    const id = parent === doc ? ids[index] : null;
    if (node.attrs.id !== id) tr.setNodeAttribute(position, "id", id);
  });
  return tr.docChanged ? tr : null;
}

export const BlockId = Extension.create({
  name: "blockId",

  addGlobalAttributes() {
    const id = {
      default: null,
      keepOnSplit: false,
      parseHTML: (element) => element.dataset.block ?? null,
      renderHTML: ({ id }) => (id ? { "data-block": id } : {}),
    };
    return [{ types: BLOCKS, attributes: { id } }];
  },

  addProseMirrorPlugins() {
    return [
      new Plugin({
        appendTransaction: (transactions, before, after) =>
          transactions.some((transaction) => transaction.docChanged) ? settle(before, after) : null,
      }),
    ];
  },
});
