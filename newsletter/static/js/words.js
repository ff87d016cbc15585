// The words of a text by their parts (title, standfirst, and blocks by their ids): what of them the server lacks, and
// what of the server's they lack. A part is a string, or a block: a ProseMirror node in an editor, else JSON.

import { HEAD, isOfHead, oneLine, part, put, readHeads, same, toJson, without, woven } from "./parts.js";

export class Saved {
  // The words that the server has, as far as we know, at `revision`. `read` makes a block of its JSON.
  constructor(words, revision, read = (json) => json) {
    Object.assign(this, { words, revision, read });
    this.based = new Map(); // parts that are known as of another revision than the rest
    this.held = new Set(); // parts of which somebody has to choose between two versions
    this.theirs = new Map(); // what the server has of a part that was changed here as well, as of `revision`
  }

  isChanged(name, now) {
    return !same(part(now, name), part(this.words, name));
  }

  // What the server lacks, by the revision that it is based on, the oldest first; to be kept, also what is to be as it
  // is now once `pending` is answered, and what is held.
  patches(now, { withHeld = false, pending = null } = {}) {
    const byRevision = new Map();
    const to = (revision) => byRevision.get(revision) ?? byRevision.set(revision, {}).get(revision);
    for (const name of [...HEAD, ...now.blocks.keys()]) {
      if (!(this.isChanged(name, now) || touches(pending, name)) || (this.held.has(name) && !withHeld)) continue;
      const patch = to(this.based.get(name) ?? this.revision);
      if (name in now) patch[name] = now[name];
      else (patch.blocks ??= {})[name] = toJson(now.blocks.get(name));
    }
    // What was changed elsewhere as well is deleted as of what was known when it was deleted.
    for (const id of this.words.order) {
      if (now.blocks.has(id) || this.held.has(id) || !this.#isApart(id)) continue;
      (to(this.based.get(id)).deleted ??= []).push(id);
    }
    const order = this.orderToSend(now);
    if (order.join() !== this.words.order.join()) to(this.revision).order = order;
    return [...byRevision].sort(([one], [other]) => one - other).map(([revision, patch]) => ({ revision, patch }));
  }

  // Parts that go their own way stand where the server has them, or don't stand at all.
  orderToSend(now) {
    return without(now.order, (id) => this.#isApart(id), this.words.order);
  }

  #isApart(id) {
    return this.held.has(id) || (this.based.get(id) ?? this.revision) !== this.revision;
  }

  // The server took `patch`, and answered; returns what has to be brought to where the words are written.
  accept({ revision, patch }, answer, now) {
    const ofNewest = revision === this.revision;
    for (const [name, value] of this.#partsOf(patch)) {
      put(this.words, name, value);
      this.held.delete(name);
      this.theirs.delete(name);
      if (ofNewest) this.based.delete(name);
      else this.based.set(name, answer.revision);
    }
    const { deleted = [], order = this.words.order } = patch;
    this.#takeOut(order.filter((id) => !deleted.includes(id)));
    for (const id of deleted) this.based.set(id, answer.revision);
    // What else is new is known by and by, as of the revision that the rest is based on.
    return ofNewest ? this.#take(answer.theirs ?? {}, answer.revision, now) : null;
  }

  // `patch` was not taken, or only the first time that it was sent: blocks that it deleted and that are here again are
  // sent as new to the newest revision, whether they are there or not.
  refuse({ patch }, revision, now) {
    for (const id of patch.order ? this.words.order.filter((id) => !patch.order.includes(id)) : []) {
      if (!now.blocks.has(id)) continue;
      this.words.blocks.delete(id);
      this.based.set(id, revision);
    }
  }

  // A block that was deleted is not known any more: brought back by undo, it is new to the server.
  #takeOut(order) {
    for (const id of this.words.order.filter((id) => !order.includes(id))) {
      this.words.blocks.delete(id);
      this.based.delete(id);
    }
    this.words.order = order;
  }

  // Another's words. A part that was changed here meanwhile stays based on what it was before them.
  #take(theirs, revision, now) {
    const before = this.revision;
    const fresh = { blocks: new Map() };
    this.revision = revision;
    const keepBase = (name) => this.based.has(name) || this.based.set(name, before);
    for (const [name, value] of this.#partsOf(theirs)) {
      const isKnown = same(value, part(this.words, name));
      const isDeletedHere = !(name in now) && !now.blocks.has(name) && this.words.blocks.has(name);
      if (!isKnown && (this.held.has(name) || (this.isChanged(name, now) && !isDeletedHere))) {
        keepBase(name);
        this.theirs.set(name, value);
        continue;
      }
      this.based.delete(name);
      this.held.delete(name);
      this.theirs.delete(name);
      if (isKnown) continue;
      put(this.words, name, value);
      put(fresh, name, value);
    }
    // A block that was deleted here and changed there stands in its place again.
    this.#takeOrder(theirs.order ?? this.words.order, now, fresh, keepBase);
    return fresh;
  }

  #takeOrder(theirs, now, fresh, keepBase) {
    const were = this.words.order;
    for (const id of were.filter((id) => !theirs.includes(id))) {
      this.theirs.set(id, null);
      if (now.blocks.has(id) && this.isChanged(id, now)) keepBase(id);
      else this.words.blocks.delete(id);
    }
    const lives = (id) =>
      (theirs.includes(id) || !were.includes(id) || (now.blocks.has(id) && this.words.blocks.has(id))) &&
      (now.order.includes(id) || !were.includes(id) || fresh.blocks.has(id));
    const order = woven(were, theirs, now.order, lives);
    this.words.order = theirs;
    if (order.join() !== now.order.join()) fresh.order = order;
  }

  // Parts that changed again since a clash was told are asked about again: they are sent once more.
  askAgain(name, theirs) {
    if (this.theirs.has(name) && !same(this.theirs.get(name), this.#readPart(theirs))) this.held.delete(name);
  }

  #readPart(value) {
    return value === null || typeof value === "string" ? value : this.read(value);
  }

  // Somebody saw both versions of a part: whatever is there now goes over theirs, as it was at `revision`.
  settle(name, theirs, revision) {
    this.held.delete(name);
    if (theirs === null) {
      this.words.blocks.delete(name);
      this.words.order = this.words.order.filter((id) => id !== name);
      this.based.delete(name);
    } else {
      const newest = this.theirs.has(name) ? this.theirs.get(name) : part(this.words, name);
      put(this.words, name, this.#readPart(theirs));
      if (same(newest, part(this.words, name))) this.based.delete(name);
      else this.based.set(name, revision);
    }
    this.theirs.delete(name);
  }

  #partsOf({ title, standfirst, heads, blocks = {} }) {
    const links = heads && readHeads(heads);
    const head = Object.entries({ title, standfirst, heads: links }).filter(([, value]) => value !== undefined);
    return [...head, ...Object.entries(blocks).map(([id, json]) => [id, this.read(json)])];
  }
}

function touches(pending, name) {
  const { order, blocks = {}, deleted = [], ...head } = pending?.patch ?? {};
  const isOut = order && !isOfHead(name) && !order.includes(name);
  return name in head || name in blocks || deleted.includes(name) || isOut;
}

// The words of an editor and of the fields above it, as they are now.
export function wordsOf({ editor, title, standfirst, heads }) {
  const blocks = new Map(editor.state.doc.children.map((block) => [block.attrs.id, block]));
  const head = { title: oneLine(title.value), standfirst: oneLine(standfirst.value) };
  return { ...head, heads: readHeads(JSON.parse(heads.value)), order: [...blocks.keys()], blocks };
}
