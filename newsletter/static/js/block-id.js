// Every top-level block keeps an id through every edit: it is what a translation is tied to.

import { Extension, Plugin } from "../vendor/editor.js";
import { isByHand, linkAttributes, linksAfter, linksOf, setLinks, untied } from "./block-links.js";

const BLOCKS = [
  "paragraph", "heading", "bulletList", "orderedList", "blockquote", "callout", "figure", "horizontalRule",
];

// Ten URL-safe characters, 60 random bits, as the server makes them.
export function freshId() {
  const bytes = crypto.getRandomValues(new Uint8Array(8));
  return btoa(String.fromCharCode(...bytes)).replaceAll("+", "-").replaceAll("/", "_").slice(0, 10);
}

// The id that each block had, by its words, so that a block which was turned into a list, lifted out of a quote or
// moved down by a new line above it is still known as itself; also by its words without the sign that, typed before
// them, turns it into something else: "- ", "1. ", "## ", "> ".
const SIGN = /^(?:[-+*>]|#{2,3}|[0-9]+\.)\s/;

function idsByWords(doc) {
  const named = doc.children.filter(({ attrs, textContent }) => attrs.id && textContent);
  const ids = new Map();
  for (const { attrs, textContent } of named) ids.set(textContent.replace(SIGN, ""), attrs.id);
  for (const { attrs, textContent } of named) ids.set(textContent, attrs.id);
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

// The one block of words in which anything happened, as at nearly every key: its id is still its own.
function onlyChanged(before, after) {
  if (before.childCount !== after.childCount) return null;
  const changed = after.children.flatMap((block, index) => (block === before.child(index) ? [] : [index]));
  const [was, is] = [before, after].map((doc) => doc.maybeChild(changed[0]));
  const isOnly = changed.length === 1 && is.isTextblock && is.attrs.id && was.sameMarkup(is);
  return isOnly ? { is, index: changed[0] } : null;
}

function placeOf(doc, index) {
  return doc.children.slice(0, index).reduce((size, block) => size + block.nodeSize, 0);
}

function settle(before, { doc, tr }, byHand) {
  const only = onlyChanged(before.doc, doc);
  if (only) {
    // Words that somebody has been over are theirs, whoever made them.
    if (byHand && only.is.attrs.machine) setLinks(tr, placeOf(doc, only.index), { machine: null });
    return tr.docChanged ? tr : null;
  }
  const ids = settledIds(doc.children, idsByWords(before.doc));
  const links = byHand ? linksAfter(before.doc, doc, ids) : doc.children.map(linksOf);
  doc.descendants((node, position, parent, index) => {
    if (node.type.spec.attrs?.id === undefined) return;
    const isBlock = parent === doc;
    setLinks(tr, position, { id: isBlock ? ids[index] : null, ...(isBlock ? links[index] : untied()) });
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
    return [{ types: BLOCKS, attributes: { id, ...linkAttributes } }];
  },

  addProseMirrorPlugins() {
    return [
      new Plugin({
        appendTransaction: (transactions, before, after) =>
          transactions.some((transaction) => transaction.docChanged)
            ? settle(before, after, transactions.some(isByHand))
            : null,
      }),
    ];
  },
});
