// What can be done about the block in hand: a frame around it, and buttons below.

import { shortened, textOf } from "./sheet-chips.js";
import { ABOVE, ABOVE_NARROW, place, rowsWithin } from "./sheet-layout.js";
import { HEADS } from "./sheet-pairs.js";

export class Acts {
  constructor(frame, acts, sheet) {
    Object.assign(this, { frame, acts });
    // However many lines what can be done takes, the words above it have room.
    new ResizeObserver(() => sheet.style.setProperty("--acts", `${acts.offsetHeight}px`)).observe(acts);
  }

  // `edited` are the names of pairs whose words somebody has been over since they opened the page.
  show({ bands, sheet, pairs }, hand, edited) {
    const { frame, acts } = this;
    const band = hand && bands.find(({ targets }) => targets.includes(hand.id));
    const at = band && rowsWithin(band, "target").find(({ id }) => id === hand.id);
    const isHead = HEADS.includes(hand?.id);
    frame.hidden = !at;
    if (at) place(frame, { row: ABOVE + at.row, span: at.span, narrow: ABOVE_NARROW + at.narrow });
    acts.hidden = !((at || isHead) && asks(hand.pair));
    if (acts.hidden) return;
    const row = isHead ? HEADS.indexOf(hand.id) : 0;
    place(acts, at ? { row: ABOVE + at.row, span: at.span, narrow: ABOVE_NARROW + at.narrow } : { row: row + 2, narrow: 4 + 3 * row });
    const { state, machine } = hand.pair;
    const isEdited = edited.has(hand.pair.name);
    const shown = {
      right: state === "changed" && !machine && !isEdited, done: state === "changed" && !machine && isEdited,
      confirm: machine && state !== "orphan", own: state === "orphan", delete: state === "orphan" && !isHead,
      copy: state === "missing",
    };
    for (const button of acts.querySelectorAll("button")) button.hidden = !shown[button.value];
    this.#showChoices(sheet, state === "orphan" && !isHead ? pairs : []);
  }

  // What it could be a translation of.
  #showChoices(sheet, pairs) {
    const select = this.acts.querySelector("select");
    const missing = pairs.filter(({ state, isHead }) => state === "missing" && !isHead);
    select.hidden = !missing.length;
    const choices = missing.map(({ name }) => new Option(shortened(textOf(sheet.blocks[sheet.places.get(name)].html)), name));
    select.replaceChildren(select.options[0], ...choices);
    select.value = "";
  }
}

// Whether there is something to be done about a pair besides writing on.
export function asks(pair) {
  return Boolean(pair) && (pair.machine || ["changed", "orphan", "missing"].includes(pair.state));
}
