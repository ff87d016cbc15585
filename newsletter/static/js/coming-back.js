// Words that a tab which is gone left in this browser: they go to the server as they would have then, and come from
// there into the text; who opened it hears of them, and can throw them away.

import { Saving } from "./saving.js";
import { HEAD, part, put, same, without } from "./parts.js";
import { Saved } from "./words.js";

const OLD = {}; // a part as it was, whatever it was

function namesIn(patches) {
  return patches.flatMap(({ patch }) => HEAD.filter((name) => name in patch).concat(Object.keys(patch.blocks ?? {})));
}

// The words before and after, of which the record knows only what differs.
function fromRecord({ patches, order, revision, pending }) {
  const unknown = (ids) => ({ title: OLD, standfirst: OLD, heads: OLD, order: ids, blocks: new Map(ids.map((id) => [id, OLD])) });
  const saved = new Saved(unknown(order.were), revision);
  const now = unknown(order.are);
  for (const id of order.are) if (!order.were.includes(id)) now.blocks.delete(id);
  for (const { revision: based, patch } of patches) {
    for (const name of namesIn([{ patch }])) {
      put(now, name, patch[name] ?? patch.blocks?.[name]);
      if (based !== revision) saved.based.set(name, based);
    }
  }
  return { saved, now, pending };
}

function bringTo(now, { blocks, order = now.order, ...head }) {
  Object.assign(now, head);
  for (const [id, block] of blocks) now.blocks.set(id, block);
  for (const id of now.order) if (!order.includes(id)) now.blocks.delete(id);
  now.order = order;
}

// What somebody wrote, without its form: for them to read and copy.
function plain(node) {
  if (typeof node === "string") return node;
  return node.text ?? (node.content ?? []).map(plain).join(["paragraph", "heading"].includes(node.type) ? "" : "\n");
}

function plainWords(patches) {
  return patches.flatMap(({ patch: { title, standfirst, blocks } }) =>
    [title, standfirst, ...Object.values(blocks ?? {})].filter(Boolean).map(plain)).join("\n\n");
}

// Sends it all: the saving that did, or why the server will not have it.
async function replayed(record, { asking, state }) {
  const { saved, now, pending } = fromRecord(record);
  const kept = { keep: async () => true, forget: async () => {} };
  const place = { words: () => now, bring: (fresh) => bringTo(now, fresh), isFree: async () => {} };
  const replay = new Saving({ asking, saved, place, kept, pending, since: record.since });
  let refusal;
  replay.addEventListener("saving", ({ detail: { kind, sentence, ...values } }) => {
    if (kind === "refused" || kind === "gone") refusal = sentence ?? "";
    else if (!["saved", "sending", "clash"].includes(kind)) state.show(kind, values);
  });
  await replay.flush();
  while (replay.pending) await new Promise((resolve) => setTimeout(resolve, 500));
  return replay.isClean || replay.clashes.size ? { replay } : { refusal };
}

// A clash of words that came back stands in the text as if it had been made there. `mine` is what was kept last, which
// the patch that clashed may not have had yet.
function adopt(saving, clash, mine, based) {
  const { saved, place } = saving;
  const now = place.words();
  if (saved.held.has(clash.id) || saved.isChanged(clash.id, now)) return false;
  saving.hold(clash, based);
  const fresh = { blocks: new Map() };
  if (mine === null) fresh.order = now.order.filter((id) => id !== clash.id);
  else put(fresh, clash.id, typeof mine === "string" ? mine : place.read(mine));
  if (clash.theirs === null) fresh.order = [...now.order, clash.id];
  place.bring(fresh);
  return true;
}

function showNotice(form, state, { since, before, after, throwAway }) {
  const notice = form.querySelector(".saving .notice");
  const words = notice.querySelector("p");
  const link = notice.querySelector("a");
  words.textContent = words.dataset.says.replace("{time}", state.time(since));
  link.search = `?from=${before}&to=${after}`;
  notice.hidden = false;
  notice.querySelector("[value=away]").onclick = () => (throwAway(), (notice.hidden = true));
  notice.querySelector("[value=keep]").onclick = () => (notice.hidden = true);
}

// What can't be added is shown, to be copied or thrown away: it would be refused each time that the text is opened.
function showRefused(form, state, { patches, since }, refusal, forget) {
  const notice = form.querySelector(".saving .notice.refused");
  const sentence = notice.querySelector("p");
  sentence.textContent = sentence.dataset.says.replace("{time}", state.time(since)).replace("{reason}", refusal);
  notice.querySelector("pre").textContent = plainWords(patches);
  notice.hidden = false;
  notice.querySelector("[value=away]").onclick = () => (forget(), (notice.hidden = true));
  notice.querySelector("[value=keep]").onclick = () => (notice.hidden = true);
}

// Puts back what stood in the place of words that came.
function takeBack({ place }, came, was) {
  const fresh = { blocks: new Map() };
  for (const name of came) if (part(was, name) !== undefined) put(fresh, name, part(was, name));
  fresh.order = without(place.words().order, (id) => came.includes(id), was.order);
  place.bring(fresh, { undoable: true });
}

export function comeBack({ form, saving, state, asking, kept }) {
  const { saved } = saving;
  kept.inherit(async (record, forget) => {
    // Before the words are sent: a look of somebody else's may bring them into the text first.
    const was = { ...saved.words, blocks: new Map(saved.words.blocks) };
    const before = saved.revision;
    const { replay, refusal } = await replayed(record, { asking, state });
    if (!replay) {
      if (refusal !== undefined) showRefused(form, state, record, refusal, forget);
      return false;
    }
    await saving.flush({ look: true });
    const { clashes } = replay;
    const deleted = record.order.were.filter((id) => !record.order.are.includes(id));
    const names = [...namesIn(record.patches), ...deleted].filter((name) => !clashes.has(name));
    const came = names.filter((name) => !same(part(was, name), part(saved.words, name)));
    const latest = replay.place.words();
    const areAdopted = [...clashes.values()].map((clash) =>
      adopt(saving, clash, part(latest, clash.id) ?? null, replay.saved.based.get(clash.id)));
    if (clashes.size) {
      await saving.keep();
      state.show("clash");
    } else if (saving.isClean) {
      state.show("clean");
    }
    const throwAway = () => {
      takeBack(saving, came, was);
      saving.flush();
    };
    if (came.length) showNotice(form, state, { since: record.since, before, after: saved.revision, throwAway });
    return areAdopted.every(Boolean);
  });
}
