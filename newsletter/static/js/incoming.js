// What holds for all that comes into a text from outside, pasted or read from a file.

import { pm } from "../vendor/editor.js";

const { closeHistory } = pm.history;
const BYTES = new TextEncoder();

// As commentaries/document.py.
const MOST_BLOCKS = 200;
const MOST_BYTES = 1_000_000;

// Why a document is beyond the limits, as what left-out.js refuses with; undefined if it isn't.
export function beyond(doc) {
  if (doc.childCount > MOST_BLOCKS) return ["blocks", { count: doc.childCount, limit: MOST_BLOCKS }];
  const large = doc.content.size > MOST_BYTES / 20 && BYTES.encode(JSON.stringify(doc)).length > MOST_BYTES;
  return large ? ["bytes", { limit: MOST_BYTES / 1_000_000 }] : undefined;
}

// Called before and after a change: for undo it is one, however fast somebody types before and after it.
export function stepOfItsOwn(editor) {
  editor.view.dispatch(closeHistory(editor.state.tr));
}
