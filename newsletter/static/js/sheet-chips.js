// How a pair stands, as chips in the gutter between the two texts.

export class Chips {
  constructor(patterns) {
    this.patterns = new Map([...patterns].map((chip) => [chip.dataset.chip, chip]));
  }

  made(name, words) {
    const chip = this.patterns.get(name).cloneNode(true);
    if (words) chip.textContent = words;
    return chip;
  }

  // The name of each, and the words that it bears if they aren't its own.
  of(pair, { sources, targets }, model) {
    if (pair.state === "wordless") return [];
    const isAlone = pair.outOfOrder && !sources.length;
    if (isAlone) return [["order", ""], ["renders", this.#where("renders", pair, model)]];
    const several = [pair.sources.length, pair.targets.length];
    const shape = shapeOf(...several);
    const state = shape && pair.state === "current" ? [] : [[pair.state, ""]];
    const found = pair.machine ? [["machine", ""], ...state.filter(([name]) => name !== "current")] : state;
    if (shape && !pair.outOfOrder) found.push([shape, this.#count(shape, several)]);
    if (pair.outOfOrder && !targets.length) found.push(["order", ""], ["rendered", this.#where("rendered", pair, model)]);
    else if (pair.isShuffled && pair.targets.length + pair.sources.length > 2) found.push(["order", ""]);
    return found;
  }

  #count(shape, several) {
    const { two, more } = this.patterns.get(shape).dataset;
    return two ? (Math.max(...several) === 2 ? two : more) : "";
  }

  #where(chip, { sources, spots }, { sheet, bands }) {
    const rowOf = (side, id) => bands.find((band) => band[side].includes(id))?.row ?? 0;
    const isUp = (rowOf("sources", sources[0]) < rowOf("targets", spots[0])) === (chip === "renders");
    const words = textOf(sheet.blocks[sheet.places.get(sources[0])].html);
    return this.patterns.get(chip).dataset[isUp ? "up" : "down"].replace("{words}", shortened(words));
  }
}

function shapeOf(sources, targets) {
  if (sources > 1 && targets > 1) return "several";
  return sources === 1 && targets > 1 ? "split" : sources > 1 && targets === 1 ? "merged" : null;
}

export function textOf(html) {
  return new DOMParser().parseFromString(html, "text/html").body.textContent;
}

export function shortened(words) {
  return words.length > 48 ? `${words.slice(0, 46).trimEnd()}…` : words;
}
