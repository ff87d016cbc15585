// Draws what stands beside the text on the translating desk: the source's blocks, how each pair stands, and what can be
// done about the block in hand. Everything is made of the templates in templates/translation/_sheet_parts.html.

import { rowsWithin } from "./sheet-layout.js";
import { HEADS } from "./sheet-pairs.js";

const ABOVE = 3; // rows: the names of the languages, title, standfirst
const ABOVE_NARROW = 7; // where a pair takes three of them

export class SheetView {
  constructor(form) {
    const parts = form.querySelector("template.sheet-parts").content;
    const fresh = (selector) => () => parts.querySelector(selector).cloneNode(true);
    Object.assign(this, { form, sheet: form.querySelector(".sheet"), cells: new Map(), plain: new Set() });
    this.rows = form.querySelector(".sheet-rows");
    this.make = { source: fresh(".cell.source"), gutter: fresh(".cell.gutter"), write: fresh(".cell.to-write") };
    this.chips = new Map([...parts.querySelectorAll("[data-chip]")].map((chip) => [chip.dataset.chip, chip]));
    [this.frame, this.acts] = [".hand-frame", ".hand-acts"].map((selector) => fresh(selector)());
    this.rows.append(this.frame, this.acts);
    // However many lines what can be done takes, the words above it have room.
    new ResizeObserver(() => this.sheet.style.setProperty("--acts", `${this.acts.offsetHeight}px`)).observe(this.acts);
  }

  // `model` is {sheet, pairs, bands, rows, narrowRows, pairOf}; `hand` what is in hand, {pair, id}, if anything.
  show(model, hand, edited) {
    Object.assign(this, { model, hand });
    this.fresh = new Set();
    const { sheet, bands } = model;
    place(this.form.querySelector(".body.ProseMirror"), { row: ABOVE + 1, span: model.rows, narrow: ABOVE_NARROW + 1 });
    this.form.querySelector(".body.ProseMirror").style.setProperty("--narrow-span", Math.max(1, model.narrowRows));
    HEADS.forEach((name, index) => this.#head(name, sheet[name], index));
    for (const band of bands) this.#band(band);
    for (const [key, cell] of this.cells) {
      if (this.fresh.has(key)) continue;
      cell.remove();
      this.cells.delete(key);
    }
    this.#showActs(edited);
  }

  #cell(key, make, at) {
    this.fresh.add(key);
    if (!this.cells.has(key)) {
      const cell = make();
      this.cells.set(key, cell);
      this.rows.append(cell);
    }
    place(this.cells.get(key), at);
    return this.cells.get(key);
  }

  #head(name, words, index) {
    const [row, narrow] = [index + 2, 2 + 3 * index];
    const pair = this.model.pairOf.get(name);
    const cell = this.#cell(`source ${name}`, this.make.source, { row, narrow });
    cell.dataset.head = name;
    this.#fill(cell, { name, html: escaped(words), pair, isLast: true });
    this.#gutter(`gutter ${name}`, { row, narrow: narrow + 1 }, pair ? [pair] : [], { sources: [name], targets: [name] });
    const field = this.form.elements[name].closest(".field");
    place(field, { row, narrow: narrow + 2 });
    field.classList.toggle("in-hand", this.hand?.id === name);
    field.classList.toggle("asks", this.hand?.id === name && asks(pair));
    field.classList.toggle("missing", pair?.state === "missing");
  }

  #band(band) {
    const { sheet, pairOf } = this.model;
    const here = [...new Set([...band.sources, ...band.targets].map((id) => pairOf.get(id)).filter(Boolean))];
    const at = { row: ABOVE + band.row, span: band.span };
    rowsWithin(band, "source").forEach(({ id, row, span, narrow }, index) => {
      const cell = this.#cell(`source ${id}`, this.make.source, { row: ABOVE + row, span, narrow: ABOVE_NARROW + narrow });
      const block = sheet.blocks[sheet.places.get(id)];
      this.#fill(cell, { name: id, html: block.html, pair: pairOf.get(id), isLast: index === band.sources.length - 1 });
    });
    const [only] = here;
    if (!band.sources.length && only?.state === "orphan") {
      const cell = this.#cell(`gone ${only.name}`, this.make.source, { ...at, narrow: ABOVE_NARROW + band.narrow.source });
      this.#fill(cell, { name: only.name, html: "", pair: only, isLast: true });
    }
    this.#gutter(`gutter ${band.sources[0] ?? band.targets[0]}`, { ...at, narrow: ABOVE_NARROW + band.narrow.gutter }, here, band);
    if (only?.state === "missing" && !band.targets.length) {
      const cell = this.#cell(`write ${only.name}`, this.make.write, { ...at, narrow: ABOVE_NARROW + band.narrow.target });
      cell.dataset.pair = only.name;
    }
  }

  // The words of the source, or what has changed in them; all of what is one pair's is shown at its first block.
  #fill(cell, { name, html, pair, isLast }) {
    const isChanged = Boolean(pair) && ["changed", "orphan"].includes(pair.state);
    const showsChanges = isChanged && Boolean(pair.html) && !this.plain.has(pair.name);
    const isWithin = showsChanges && pair.sources.length > 1 && name !== pair.sources[0];
    const [body, since] = [cell.querySelector(".body"), cell.querySelector(".since")];
    cell.dataset.pair = pair?.name ?? "";
    cell.classList.toggle("changed", isChanged);
    cell.classList.toggle("of-hand", Boolean(pair) && pair.name === this.hand?.pair?.name);
    cell.classList.toggle("shows-changes", showsChanges);
    cell.classList.toggle("within", isWithin);
    const words = isWithin ? "" : showsChanges ? pair.html : html;
    if (cell.shown !== words) body.innerHTML = cell.shown = words;
    since.hidden = !isChanged || (showsChanges ? isWithin : !isLast);
    if (!since.hidden) this.#since(since, pair);
  }

  #since(line, { html, state, sights }) {
    const [words, button] = line.children;
    const seen = Math.min(...sights.map(([number]) => number).filter((number) => number !== null));
    const { since, orphan, never } = words.dataset;
    words.textContent = (!Number.isFinite(seen) || !html ? never : state === "orphan" ? orphan : since).replace("{number}", seen);
    button.hidden = !html || state === "orphan";
    button.textContent = this.plain.has(line.parentElement.dataset.pair) ? button.dataset.changes : button.dataset.plain;
  }

  #gutter(key, at, pairs, band) {
    const cell = this.#cell(key, this.make.gutter, at);
    const chips = pairs.flatMap((pair) => this.#chipsOf(pair, band));
    const names = JSON.stringify(chips);
    const brace = chips.find(([name]) => ["split", "merged"].includes(name))?.[0] ?? "";
    cell.dataset.brace = brace;
    if (cell.shown === names) return;
    cell.shown = names;
    const distinct = new Map(chips.map(([name, words]) => [name + words, [name, words]]));
    cell.replaceChildren(...[...distinct.values()].map(([name, words]) => this.#chip(name, words)));
  }

  #chip(name, words) {
    const chip = this.chips.get(name).cloneNode(true);
    if (words) chip.textContent = words;
    return chip;
  }

  #chipsOf(pair, { sources, targets }) {
    if (pair.state === "wordless") return [];
    const isAlone = pair.outOfOrder && !sources.length;
    if (isAlone) return [["order", ""], ["renders", this.#where("renders", pair)]];
    const several = [pair.sources.length, pair.targets.length];
    const shape = shapeOf(...several);
    const state = shape && pair.state === "current" ? [] : [[pair.state, ""]];
    const found = pair.machine ? [["machine", ""], ...state.filter(([name]) => name !== "current")] : state;
    if (shape && !pair.outOfOrder) found.push([shape, this.#count(shape, several)]);
    if (pair.outOfOrder && !targets.length) found.push(["order", ""], ["rendered", this.#where("rendered", pair)]);
    else if (pair.isShuffled && pair.targets.length + pair.sources.length > 2) found.push(["order", ""]);
    return found;
  }

  #count(shape, several) {
    const { two, more } = this.chips.get(shape).dataset;
    return two ? (Math.max(...several) === 2 ? two : more) : "";
  }

  #where(chip, { sources, spots }) {
    const { sheet, bands } = this.model;
    const rowOf = (side, id) => bands.find((band) => band[side].includes(id))?.row ?? 0;
    const isUp = (rowOf("sources", sources[0]) < rowOf("targets", spots[0])) === (chip === "renders");
    const words = textOf(sheet.blocks[sheet.places.get(sources[0])].html);
    return this.chips.get(chip).dataset[isUp ? "up" : "down"].replace("{words}", shortened(words));
  }

  #showActs(edited) {
    const { hand, frame, acts } = this;
    const band = hand && this.model.bands.find(({ targets }) => targets.includes(hand.id));
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
    this.#showChoices(acts.querySelector("select"), state === "orphan" && !isHead);
  }

  #showChoices(select, isShown) {
    const { sheet, pairs } = this.model;
    const missing = isShown ? pairs.filter(({ state, isHead }) => state === "missing" && !isHead) : [];
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

function shapeOf(sources, targets) {
  if (sources > 1 && targets > 1) return "several";
  return sources === 1 && targets > 1 ? "split" : sources > 1 && targets === 1 ? "merged" : null;
}

export function rowStyle({ row, span = 1, narrow }) {
  return { "--row": row, "--span": Math.max(1, span), "--narrow": narrow };
}

function place(element, at) {
  for (const [name, value] of Object.entries(rowStyle(at))) {
    if (element.style.getPropertyValue(name) !== String(value)) element.style.setProperty(name, value);
  }
}

function textOf(html) {
  return new DOMParser().parseFromString(html, "text/html").body.textContent;
}

function escaped(words) {
  const line = document.createElement("span");
  line.textContent = words;
  return line.innerHTML;
}

function shortened(words) {
  return words.length > 48 ? `${words.slice(0, 46).trimEnd()}…` : words;
}
