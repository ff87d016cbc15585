// Draws what stands beside the text on the translating desk: the source's blocks, how each pair stands, and what can be
// done about the block in hand. Everything is made of the templates in templates/translation/_sheet_parts.html.

import { Acts, asks } from "./sheet-acts.js";
import { Chips } from "./sheet-chips.js";
import { ABOVE, ABOVE_NARROW, place, rowsWithin } from "./sheet-layout.js";
import { HEADS } from "./sheet-pairs.js";

export class SheetView {
  constructor(form) {
    const parts = form.querySelector("template.sheet-parts").content;
    const fresh = (selector) => () => parts.querySelector(selector).cloneNode(true);
    Object.assign(this, { form, sheet: form.querySelector(".sheet"), cells: new Map(), plain: new Set() });
    this.rows = form.querySelector(".sheet-rows");
    this.make = { source: fresh(".cell.source"), gutter: fresh(".cell.gutter"), write: fresh(".cell.to-write") };
    this.chips = new Chips(parts.querySelectorAll("[data-chip]"));
    const [frame, acts] = [".hand-frame", ".hand-acts"].map((selector) => fresh(selector)());
    this.rows.append(frame, acts);
    Object.assign(this, { frame, acts: new Acts(frame, acts, this.sheet) });
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
    this.acts.show(model, hand, edited);
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
    const chips = pairs.flatMap((pair) => this.chips.of(pair, band, this.model));
    const names = JSON.stringify(chips);
    cell.dataset.brace = chips.find(([name]) => ["split", "merged"].includes(name))?.[0] ?? "";
    if (cell.shown === names) return;
    cell.shown = names;
    const distinct = new Map(chips.map(([name, words]) => [name + words, [name, words]]));
    cell.replaceChildren(...[...distinct.values()].map(([name, words]) => this.chips.made(name, words)));
  }
}

function escaped(words) {
  const line = document.createElement("span");
  line.textContent = words;
  return line.innerHTML;
}
