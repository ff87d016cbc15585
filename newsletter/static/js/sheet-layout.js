// Where each block stands beside its source: rows of one grid, whose heights nobody has to measure.

export const ABOVE = 3; // rows: the names of the languages, title, standfirst
export const ABOVE_NARROW = 7; // where a pair takes three of them

// `sources` and `targets` are ids in the order of the texts; `ties` are {places, spots}: ids of both sides that belong
// together and stand in the same order. Returns bands: {sources, targets, row, span, narrow: {source, gutter, target}},
// of which `narrow` are the rows where the columns stand one below the other.
export function layout(sources, targets, ties) {
  const bands = [];
  let [row, narrow, s, t] = [1, 1, 0, 0];
  const put = (there, here) => {
    const span = Math.max(there.length, here.length, 1);
    const rows = { source: narrow, gutter: narrow + Math.max(there.length, 1) };
    rows.target = rows.gutter + 1;
    bands.push({ sources: there, targets: here, row, span, narrow: rows });
    row += span;
    narrow = rows.target + Math.max(here.length, 1);
  };
  for (const tied of [...overlapping(sources, targets, ties), { s: [sources.length, 0], t: [targets.length, 0] }]) {
    // What was written in between stands right below what it follows.
    while (t < tied.t[0]) put([], [targets[t++]]);
    while (s < tied.s[0]) put([sources[s++]], []);
    if (s >= sources.length && t >= targets.length) break;
    put(sources.slice(s, tied.s[1] + 1), targets.slice(t, tied.t[1] + 1));
    [s, t] = [tied.s[1] + 1, tied.t[1] + 1];
  }
  return { bands, rows: row - 1, narrowRows: narrow - 1 };
}

// From the first to the last of each tie on both sides; what reaches into another is one with it.
function overlapping(sources, targets, ties) {
  const range = (all, ids) => {
    const places = ids.map((id) => all.indexOf(id));
    return [Math.min(...places), Math.max(...places)];
  };
  const ranges = ties.map(({ places, spots }) => ({ s: range(sources, places), t: range(targets, spots) }));
  const found = [];
  for (const next of ranges.sort((one, other) => one.s[0] - other.s[0])) {
    const last = found.at(-1);
    if (last && (next.s[0] <= last.s[1] || next.t[0] <= last.t[1])) {
      for (const side of ["s", "t"]) {
        last[side] = [Math.min(last[side][0], next[side][0]), Math.max(last[side][1], next[side][1])];
      }
    } else {
      found.push(next);
    }
  }
  return found;
}

// The row of each block of one side of a band: the last of the shorter side spans what is left.
export function rowsWithin({ row, span, narrow, sources, targets }, side) {
  const ids = { source: sources, target: targets }[side];
  return ids.map((id, index) => {
    const isLast = index === ids.length - 1;
    return { id, row: row + index, span: isLast ? span - index : 1, narrow: narrow[side] + index };
  });
}

export function rowStyle({ row, span = 1, narrow }) {
  return { "--row": row, "--span": Math.max(1, span), "--narrow": narrow };
}

export function place(element, at) {
  for (const [name, value] of Object.entries(rowStyle(at))) {
    if (element.style.getPropertyValue(name) !== String(value)) element.style.setProperty(name, value);
  }
}
