// What the translating desk knows of the text in the editor: its pairs, and the row in which each block stands.

import { Plugin, pm } from "../vendor/editor.js";
import { asks } from "./sheet-acts.js";
import { layout, rowStyle, rowsWithin } from "./sheet-layout.js";
import { pairsOf } from "./sheet-pairs.js";

const { Decoration, DecorationSet } = pm.view;
const key = new pm.state.PluginKey("sheet");

export function isSaid({ type, textContent }) {
  return type.name === "figure" || /\S/.test(textContent);
}

function asTarget(block, at) {
  const { id, of, seen, machine } = block.attrs;
  return { at, id, of, seen, machine: Boolean(machine), said: isSaid(block) };
}

function modelOf(doc, sheet, fields) {
  const blocks = doc.children.map(asTarget);
  const pairs = pairsOf(sheet, { ...fields, blocks });
  const ties = pairs.filter(({ places, spots, outOfOrder }) => places?.length && spots.length && !outOfOrder);
  const laid = layout(sheet.blocks.map(({ id }) => id), blocks.map(({ id }) => id), ties);
  const pairOf = new Map(pairs.flatMap((pair) => partsOf(pair).map((id) => [id, pair])));
  const rowOf = new Map(laid.bands.flatMap(({ sources, targets, row }) => [...targets, ...sources].map((id) => [id, row])));
  const placeOf = ({ isHead, isPhoto, sources, spots }) => (isHead ? 0 : isPhoto ? Infinity : rowOf.get(sources[0] ?? spots[0]));
  const inOrder = pairs.filter(({ state }) => state !== "wordless").sort((one, other) => placeOf(one) - placeOf(other));
  return { ...laid, sheet, pairOf, pairs: inOrder };
}

function partsOf({ name, isHead, isPhoto, places, spots }) {
  return isHead ? [name] : isPhoto ? [] : [...places, ...spots];
}

// Whether the blocks stand to the source as before, whatever was written in them.
function isAsBefore(before, after) {
  if (before.childCount !== after.childCount) return false;
  return after.children.every((block, index) => {
    const was = before.child(index);
    return was === block || (was.sameMarkup(block) && isSaid(was) === isSaid(block));
  });
}

function handIn({ doc, selection }, place) {
  if (place !== "text") return place;
  return doc.maybeChild(selection.$from.index(0))?.attrs.id ?? null;
}

function decorated(doc, model, hand) {
  const rows = new Map(model.bands.flatMap((band) => rowsWithin(band, "target")).map((at) => [at.id, at]));
  const shown = [];
  doc.forEach((block, position) => {
    const { id } = block.attrs;
    const style = Object.entries(rowStyle(rows.get(id))).map((pair) => pair.join(":")).join(";");
    const isAsked = id === hand && asks(model.pairOf.get(id));
    const names = [id === hand && "in-hand", isAsked && "asks", model.pairOf.get(id)?.machine && "machine"];
    shown.push(Decoration.node(position, position + block.nodeSize, { style, class: names.filter(Boolean).join(" ") }));
  });
  return DecorationSet.create(doc, shown);
}

// Keeps the model with the editor's state. `known()` gives {sheet, fields, place}, of which `place` is where somebody
// writes: "text", a field of the head, or null; `show(model, hand)` is told of every other one.
export function keepModel(editor, known, show) {
  const fresh = (state) => {
    const { sheet, fields, place } = known();
    const model = modelOf(state.doc, sheet, fields);
    const hand = handIn(state, place);
    return { model, hand, decorations: decorated(state.doc, model, hand) };
  };
  const apply = (tr, was, before, state) => {
    if (tr.getMeta(key) || (tr.docChanged && !isAsBefore(before.doc, state.doc))) return fresh(state);
    const hand = handIn(state, known().place);
    const decorations = tr.docChanged ? was.decorations.map(tr.mapping, state.doc) : was.decorations;
    if (hand === was.hand) return tr.docChanged ? { ...was, decorations } : was;
    return { ...was, hand, decorations: decorated(state.doc, was.model, hand) };
  };
  const tell = ({ model, hand }) => show(model, hand);
  editor.registerPlugin(
    new Plugin({
      key,
      state: { init: (_, state) => fresh(state), apply },
      props: { decorations: (state) => key.getState(state).decorations },
      view: (view) => {
        tell(key.getState(view.state));
        return {
          update({ state }, before) {
            const [is, was] = [key.getState(state), key.getState(before)];
            if (is.model !== was?.model || is.hand !== was?.hand) tell(is);
          },
        };
      },
    }),
  );
  return () => editor.view.dispatch(editor.state.tr.setMeta(key, true).setMeta("addToHistory", false));
}
