// How the parts of a translation stand to those of its source, while it is written: as translation/pairing.py derives
// it from what is saved. What only the server can tell it has told for every tie that it knew of.

export const HEADS = ["title", "standfirst"];
export const PHOTO = ["alt", "caption", "credit"];

// The server's sheet, with what is looked up in it.
export function readSheet(raw) {
  const said = raw.blocks.filter((block) => block.said).map(({ id }) => id);
  const known = new Map(raw.pairs.map((pair) => [keyOf(pair), pair]));
  return { ...raw, said, known, places: new Map(raw.blocks.map(({ id }, place) => [id, place])) };
}

// Of a tie: what each of its blocks was made from, and what has these words now.
function keyOf({ sources, sights, targets }) {
  const name = HEADS.includes(targets[0]) ? targets[0] : "";
  const distinct = new Set(sights.map(([seen, of]) => JSON.stringify([seen, [...of].sort()])));
  return JSON.stringify([name, sources, [...distinct].sort()]);
}

// `target` is {title, standfirst, heads, blocks: [{id, said, of, seen, machine}]}.
export function pairsOf(sheet, target) {
  const photo = sheet.photo.map(({ name, state }) => ({ name, state, sources: [name], targets: [name], isPhoto: true }));
  return [...HEADS.flatMap((name) => headPair(sheet, target, name)), ...blockPairs(sheet, target.blocks), ...photo];
}

export function wants({ state, machine }) {
  return machine || ["changed", "missing", "orphan"].includes(state);
}

function headPair(sheet, target, name) {
  const { seen = null, machine = false } = target.heads[name];
  const [there, here] = [Boolean(sheet[name].trim()), Boolean(target[name].trim())];
  if (!there && !here) return [];
  const pair = { name, sources: there ? [name] : [], targets: here ? [name] : [], sights: [[seen, []]] };
  if (!here) return [{ ...pair, state: "missing", machine: false, isHead: true }];
  return [{ ...judged(pair, sheet, there ? "changed" : "orphan"), machine, isHead: true }];
}

function judged(pair, sheet, otherwise) {
  const told = sheet.known.get(keyOf(pair));
  const isSeen = pair.sights.every(([seen]) => seen === sheet.revision);
  const state = isSeen && pair.sources.length ? "current" : (told?.state ?? otherwise);
  return { ...pair, state, html: told?.html, isUnknown: !isSeen && !told, isShuffled: Boolean(told?.out_of_order) };
}

// Sources, and what renders them; then what nothing renders. Parts without words ask for nothing, but keep their place.
function blockPairs(sheet, blocks) {
  const groups = grouped(sheet, blocks);
  const straight = inOrder(groups.filter(({ sources, all }) => sources.length && all.length), sheet);
  const found = groups.flatMap((group) => blockPair(sheet, group, straight));
  const place = ({ sources }) => (sources.length ? sheet.places.get(sources[0]) : Infinity);
  return found.sort((one, other) => place(one) - place(other));
}

function grouped(sheet, blocks) {
  const byPart = new Map();
  const groups = new Set();
  for (const block of blocks) {
    const sources = new Set(heirsOf(sheet, block));
    const joined = new Set([...sources].map((id) => byPart.get(id)).filter(Boolean));
    const group = { sources, blocks: [] };
    for (const other of joined) {
      for (const id of other.sources) sources.add(id);
      group.blocks.push(...other.blocks);
      groups.delete(other);
    }
    group.blocks.push(block);
    groups.add(group);
    for (const id of sources) byPart.set(id, group);
  }
  for (const { id } of sheet.blocks) if (!byPart.has(id)) groups.add({ sources: new Set([id]), blocks: [] });
  return [...groups].map((group) => {
    const order = blocks.filter((block) => group.blocks.includes(block));
    const sources = [...group.sources].sort((one, other) => sheet.places.get(one) - sheet.places.get(other));
    return { sources, all: order, targets: order.filter(({ said }) => said) };
  });
}

// What has the words now that a block was made from, in the order of the source.
export function heirsOf(sheet, { of, seen }) {
  const moved = sheet.heirs[seen] ?? {};
  const heirs = new Set((of ?? []).flatMap((id) => moved[id] ?? [id]).filter((id) => sheet.places.has(id)));
  return [...heirs].sort((one, other) => sheet.places.get(one) - sheet.places.get(other));
}

function blockPair(sheet, { sources, all, targets }, straight) {
  const said = sources.filter((id) => sheet.said.includes(id));
  const ties = { sources: said, places: sources, spots: all.map(({ id }) => id), targets: targets.map(({ id }) => id) };
  const sights = targets.map(({ of, seen }) => [seen ?? null, of ?? []]);
  const machine = targets.some((block) => block.machine);
  const outOfOrder = all.length > 0 && sources.length > 0 && !straight.has(sources[0]);
  const pair = { ...ties, name: said[0] ?? ties.targets[0] ?? sources[0] ?? ties.spots[0], sights, machine, outOfOrder };
  if (!targets.length) return [{ ...pair, state: said.length ? "missing" : "wordless" }];
  if (said.length) return [judged(pair, sheet, "changed")];
  const isTied = sights.some(([, of]) => of.length);
  if (!isTied) return [{ ...pair, state: sights.some(([seen]) => seen !== null) ? "own" : "orphan" }];
  return [judged(pair, sheet, "orphan")];
}

// The first sources of the most groups that stand in both texts in the same order.
function inOrder(groups, sheet) {
  const chains = [];
  for (const { sources } of groups.sort((one, other) => firstOf(one) - firstOf(other))) {
    const place = sheet.places.get(sources[0]);
    let length = chains.findIndex(({ end }) => end >= place);
    if (length < 0) length = chains.length;
    chains[length] = { end: place, chain: [...(chains[length - 1]?.chain ?? []), sources[0]] };
  }
  return new Set(chains.at(-1)?.chain);

  function firstOf({ all }) {
    return all[0].at;
  }
}
