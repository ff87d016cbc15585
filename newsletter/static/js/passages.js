// Passages of a document that remarks are about: found by their block's id and their words, as the server finds them
// (commentaries/passages.py), and shown in the text.

import { Plugin, pm } from "../vendor/editor.js";

const { Decoration, DecorationSet } = pm.view;
const key = new pm.state.PluginKey("passages");
const FIND_AGAIN_AFTER = 400; // milliseconds without a change

function wordsOf(textblock) {
  return textblock.textBetween(0, textblock.content.size, null, "\n");
}

// The first place of the quote within the block, or the whole block for an empty quote.
function within(block, position, quote) {
  if (!quote) return { from: position, to: position + block.nodeSize, isBlock: true };
  let found = null;
  const look = (node, start) => {
    const at = node.isTextblock ? wordsOf(node).indexOf(quote) : -1;
    if (at >= 0) found ??= { from: start + at, to: start + at + quote.length };
  };
  look(block, position + 1);
  block.descendants((node, offset) => look(node, position + offset + 2));
  return found;
}

export function placeOf(doc, part, quote) {
  let place = null;
  doc.forEach((block, position) => {
    if (block.attrs.id === part) place = within(block, position, quote);
  });
  return place;
}

// What is selected, as a remark names it: words of one paragraph, without spaces around them; or else the block.
export function selectedPassage({ doc, selection }) {
  const { $from, from, to } = selection;
  const block = doc.maybeChild($from.index(0));
  const whole = { part: block?.attrs.id ?? "", quote: "" };
  if (!$from.parent.isTextblock || from === to) return whole;
  const words = wordsOf($from.parent);
  const start = $from.parentOffset;
  const end = Math.min(to - $from.start(), words.length);
  const chosen = words.slice(start, end);
  const quote = chosen.trim();
  if (!quote) return whole;
  const first = start + chosen.indexOf(quote);
  return { ...whole, quote: unmistakable(doc, whole.part, words, first, first + quote.length, $from.start()) };
}

// With as many of the words before it as it takes to be the first of its kind in the block.
function unmistakable(doc, part, words, from, to, start) {
  const isFirst = () => placeOf(doc, part, words.slice(from, to))?.from === start + from;
  while (from > 0 && !isFirst()) from = words.slice(0, from).trimEnd().search(/\S+$/);
  return words.slice(from, to);
}

function drawn(doc, remarks) {
  const shown = remarks.flatMap(({ id, part, quote }) => {
    const place = placeOf(doc, part, quote);
    if (!place) return [];
    const spec = { id };
    if (place.isBlock) return [Decoration.node(place.from, place.to, { class: "remarked-block" }, spec)];
    return [Decoration.inline(place.from, place.to, { class: "remarked", "aria-details": `remark-${id}` }, spec)];
  });
  return DecorationSet.create(doc, shown);
}

// Shows the passages of `remarks()`; returns what finds them anew, and what tells which are at a position.
export function showPassages(editor, remarks) {
  editor.registerPlugin(
    new Plugin({
      key,
      state: {
        init: (_, { doc }) => drawn(doc, remarks()),
        apply: (tr, shown) => (tr.getMeta(key) ? drawn(tr.doc, remarks()) : shown.map(tr.mapping, tr.doc)),
      },
      props: { decorations: (state) => key.getState(state) },
    }),
  );
  const refresh = () => editor.view.dispatch(editor.state.tr.setMeta(key, true).setMeta("addToHistory", false));
  let waiting;
  editor.on("update", () => {
    clearTimeout(waiting);
    waiting = setTimeout(refresh, FIND_AGAIN_AFTER);
  });
  const at = (position) => key.getState(editor.state).find(position, position).map(({ spec }) => spec.id);
  return { refresh, at };
}
