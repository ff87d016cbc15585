// The findings of the house style, underlined in the editor. They move with the words that they are about until they
// are found anew.

import { Plugin, pm } from "../vendor/editor.js";
import { narrowed, placeOf } from "./style-places.js";

const { Decoration, DecorationSet } = pm.view;
const { closeHistory } = pm.history;
const key = new pm.state.PluginKey("houseStyle");

// A repair that nobody can see is not underlined, and is made with all others at once.
export function isQuiet({ severity, words, suggestion }) {
  return severity === "repair" && words.replace(/\s/g, " ") === suggestion?.replace(/\s/g, " ");
}

function lookOf(finding, isBlock) {
  if (isQuiet(finding)) return {};
  return { class: `${isBlock ? "style-about" : "style-mark"} ${finding.severity}` };
}

function drawn(doc, findings) {
  const read = new Map();
  const shown = findings.flatMap((finding) => {
    const place = placeOf(doc, finding, read);
    if (!place) return [];
    const { from, to, isBlock } = place;
    return [(isBlock ? Decoration.node : Decoration.inline)(from, to, lookOf(finding, isBlock), { finding })];
  });
  return DecorationSet.create(doc, shown);
}

export function markStyle(editor) {
  editor.registerPlugin(
    new Plugin({
      key,
      state: {
        init: () => DecorationSet.empty,
        apply: (tr, shown) => (tr.getMeta(key) ? drawn(tr.doc, tr.getMeta(key)) : shown.map(tr.mapping, tr.doc)),
      },
      props: { decorations: (state) => key.getState(state) },
    }),
  );
}

export function show({ view }, findings) {
  view.dispatch(view.state.tr.setMeta(key, findings).setMeta("addToHistory", false));
}

// {finding, from, to} of each, in the order of the text; between two positions, if they are given.
export function marked({ state }, from, to) {
  const found = key.getState(state).find(from, to);
  return found.map(({ from, to, spec: { finding } }) => ({ from, to, finding })).sort((a, b) => a.from - b.from);
}

// In one step of undo, and only where the words are still those that were found. Returns how many were replaced.
export function replaceEach(editor, marks) {
  const { tr } = editor.state;
  let count = 0;
  for (const mark of marks.toReversed()) count += replace(tr, mark);
  if (!count) return 0;
  editor.view.dispatch(closeHistory(tr));
  editor.view.dispatch(closeHistory(editor.state.tr));
  return count;
}

function replace(tr, { from, to, finding: { field, start, words, suggestion } }) {
  if (field) return replaceInAttribute(tr, from, { field, start, words, suggestion });
  if (tr.doc.textBetween(from, to, "\n", "\n") !== words || words.includes("\n")) return 0;
  const { begin, end, insert } = narrowed(words, suggestion);
  if (insert) tr.replaceWith(from + begin, from + end, tr.doc.type.schema.text(insert, tr.doc.nodeAt(from).marks));
  else tr.delete(from + begin, from + end);
  return 1;
}

function replaceInAttribute(tr, position, { field, start, words, suggestion }) {
  const all = tr.doc.nodeAt(position)?.attrs[field] ?? "";
  if (all.slice(start, start + words.length) !== words) return 0;
  tr.setNodeAttribute(position, field, all.slice(0, start) + suggestion + all.slice(start + words.length));
  return 1;
}
