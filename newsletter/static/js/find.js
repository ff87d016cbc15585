// Finding and replacing words in the editor: what matches, where one stands among the matches, and their highlights.

import { Extension, Plugin, pm } from "../vendor/editor.js";

const { Decoration, DecorationSet } = pm.view;
const { closeHistory } = pm.history;
const key = new pm.state.PluginKey("find");
const NOTHING = { search: null, matches: [], current: -1 };

// What a plain keyboard writes finds what stands in the text.
const ALIKE = { " ": "[ \\u00a0]", "'": "['’ʼ]", '"': '["“”„«»]', "-": "[-‑]" };

function pattern(words, matchCase) {
  const literal = [...words].map((char) => ALIKE[char] ?? char.replace(/[\\^$.*+?()[\]{}|/]/, "\\$&")).join("");
  return new RegExp(literal, matchCase ? "gu" : "giu");
}

// Matches within one textblock, whatever its marks; `seen` remembers those of blocks that haven't changed.
function matchesIn(doc, { regex, seen }) {
  const matches = [];
  doc.descendants((node, position) => {
    if (!node.isTextblock) return true;
    if (!seen.has(node)) {
      const text = node.textBetween(0, node.content.size, null, "\ufffc");
      seen.set(node, [...text.matchAll(regex)].map(({ 0: found, index }) => [index, index + found.length]));
    }
    for (const [from, to] of seen.get(node)) matches.push({ from: position + 1 + from, to: position + 1 + to });
    return false;
  });
  return matches;
}

function from(position, search, doc) {
  const matches = search ? matchesIn(doc, search) : [];
  const next = matches.findIndex((match) => match.from >= position);
  return { search, matches, current: next < 0 ? matches.length - 1 : next };
}

function apply(tr, found) {
  const meta = tr.getMeta(key);
  if (meta?.search !== undefined) return from(tr.selection.from, meta.search, tr.doc);
  if (meta) return { ...found, ...meta };
  if (!tr.docChanged || !found.search) return found;
  return from(tr.mapping.map(found.matches[found.current]?.from ?? tr.selection.from), found.search, tr.doc);
}

export const Find = Extension.create({
  name: "find",
  addProseMirrorPlugins: () => [
    new Plugin({
      key,
      state: { init: () => NOTHING, apply },
      props: {
        decorations(state) {
          const { matches, current } = key.getState(state);
          if (!matches.length) return null;
          const shown = ({ from, to }, index) =>
            Decoration.inline(from, to, { class: index === current ? "found current" : "found" });
          return DecorationSet.create(state.doc, matches.map(shown));
        },
      },
    }),
  ],
});

export function found({ state }) {
  return key.getState(state);
}

// Begins at the cursor; no words end the search.
export function search({ view }, words, matchCase) {
  const search = words ? { regex: pattern(words, matchCase), seen: new WeakMap() } : null;
  view.dispatch(view.state.tr.setMeta(key, { search }));
}

// To the next match or, by -1, to the one before; round the end.
export function step({ view }, by) {
  const { matches, current } = key.getState(view.state);
  if (matches.length) view.dispatch(view.state.tr.setMeta(key, { current: (current + by + matches.length) % matches.length }));
}

export function select({ view }) {
  const { matches, current } = key.getState(view.state);
  if (!matches.length) return;
  const { from, to } = matches[current];
  view.dispatch(view.state.tr.setSelection(pm.state.TextSelection.create(view.state.doc, from, to)));
}

export function replaceCurrent(editor, words) {
  const { matches, current } = found(editor);
  replaceEach(editor, matches.slice(current, current + 1), words);
}

export function replaceAll(editor, words) {
  replaceEach(editor, found(editor).matches, words);
}

// In one step of undo; the new words look like the first of those that they stand for.
function replaceEach({ view }, matches, words) {
  if (!matches.length) return;
  const { tr, schema } = view.state;
  for (const { from, to } of matches.toReversed()) {
    if (words) tr.replaceWith(from, to, schema.text(words, tr.doc.nodeAt(from).marks));
    else tr.delete(from, to);
  }
  view.dispatch(closeHistory(tr));
  view.dispatch(closeHistory(view.state.tr));
}
