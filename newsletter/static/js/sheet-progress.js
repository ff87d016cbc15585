// How far a translation is: a segment for each pair, which leads there, and the same in figures.

const COUNTED = ["changed", "missing", "orphan"];

export class Progress {
  constructor(frame, make, go) {
    Object.assign(this, { frame, make, bar: frame.querySelector(".bar"), figures: frame.querySelector("p") });
    this.bar.addEventListener("click", ({ target }) => target.matches(".segment") && go(this.pairs[this.#at(target)]));
    this.bar.addEventListener("keydown", (event) => this.#move(event));
  }

  #at(segment) {
    return [...this.bar.children].indexOf(segment);
  }

  show(pairs) {
    this.pairs = pairs;
    while (this.bar.childElementCount > pairs.length) this.bar.lastElementChild.remove();
    while (this.bar.childElementCount < pairs.length) this.bar.append(this.make());
    const { dataset } = this.frame;
    pairs.forEach(({ state, machine }, index) => {
      const [segment, name] = [this.bar.children[index], machine ? "machine" : state];
      const words = dataset[`state${state[0].toUpperCase()}${state.slice(1)}`];
      segment.className = `segment ${name}`;
      segment.ariaLabel = segment.title = dataset.segment.replace("{number}", index + 1).replace("{state}", words);
      segment.tabIndex = this.bar.contains(document.activeElement) ? segment.tabIndex : index ? -1 : 0;
    });
    this.figures.textContent = this.#said(pairs);
  }

  #said(pairs) {
    const count = (...states) => pairs.filter(({ state }) => states.includes(state)).length;
    const { dataset } = this.frame;
    const parts = [dataset.says.replace("{current}", count("current", "own")).replace("{total}", pairs.length)];
    for (const state of COUNTED) if (count(state)) parts.push(dataset[state].replace("{number}", count(state)));
    const machine = pairs.filter((pair) => pair.machine).length;
    if (machine) parts.push(dataset.machine.replace("{number}", machine));
    return parts.join(", ");
  }

  // One stop of the Tab key for the whole bar.
  #move(event) {
    const at = this.#at(document.activeElement);
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: -1 }[event.key];
    if (to === undefined || at < 0) return;
    event.preventDefault();
    const segments = [...this.bar.children];
    const next = segments.at(to % segments.length);
    for (const segment of segments) segment.tabIndex = segment === next ? 0 : -1;
    next.focus();
  }
}
