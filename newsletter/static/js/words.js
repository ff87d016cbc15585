// The words of a text by their parts (title, standfirst, and blocks by their ids): what of them the server lacks, and
// what of the server's they lack. A part is a string, or a block: a ProseMirror node in an editor, else JSON.

import { oneLine, part, put, same, toJson, without, woven } from "./parts.js";

export class Saved {
  // The words that the server has, as far as we know, at `revision`. `read` makes a block of its JSON.
  constructor(words, revision, read = (json) => json) {
    Object.assign(this, { words, revision, read });
    this.based = new Map(); // parts that are known as of another revision than the rest
    this.held = new Set(); // parts of which somebody has to choose between two versions
  }

  isChanged(name, now) {
    return !same(part(now, name), part(this.words, name));
  }

  // What the server lacks, by the revision that it is based on, the oldest first.
  patches(now, { withHeld = false } = {}) {
    const byRevision = new Map();
    const to = (revision) => byRevision.get(revision) ?? byRevision.set(revision, {}).get(revision);
    for (const name of ["title", "standfirst", ...now.blocks.keys()]) {
      if (!this.isChanged(name, now) || (this.held.has(name) && !withHeld)) continue;
      const patch = to(this.based.get(name) ?? this.revision);
      if (name in now) patch[name] = now[name];
      else (patch.blocks ??= {})[name] = toJson(now.blocks.get(name));
    }
    const order = this.#orderToSend(now);
    if (order.join() !== this.words.order.join()) to(this.revision).order = order;
    return [...byRevision].sort(([one], [other]) => one - other).map(([revision, patch]) => ({ revision, patch }));
  }

  // Parts that go their own way stand where the server has them, or don't stand at all.
  #orderToSend(now) {
    const apart = (id) => this.held.has(id) || (this.based.get(id) ?? this.revision) !== this.revision;
    return without(now.order, apart, this.words.order);
  }

  // The server took `patch`, and answered; returns what has to be brought to where the words are written.
  accept({ revision, patch }, answer, now) {
    const ofNewest = revision === this.revision;
    for (const [name, value] of this.#partsOf(patch)) {
      put(this.words, name, value);
      this.held.delete(name);
      if (ofNewest) this.based.delete(name);
      else this.based.set(name, answer.revision);
    }
    if (patch.order) this.#takeOut(patch.order);
    // What else is new is known by and by, as of the revision that the rest is based on.
    return ofNewest ? this.#take(answer.theirs ?? {}, answer.revision, now) : null;
  }

  // A block that was deleted is not known any more: brought back by undo, it is new to the server.
  #takeOut(order) {
    for (const id of this.words.order) if (!order.includes(id)) this.words.blocks.delete(id);
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
        continue;
      }
      this.based.delete(name);
      this.held.delete(name);
      if (isKnown) continue;
      put(this.words, name, value);
      put(fresh, name, value);
    }
    if (theirs.order) this.#takeOrder(theirs.order, now, fresh, keepBase);
    return fresh;
  }

  #takeOrder(theirs, now, fresh, keepBase) {
    const were = this.words.order;
    for (const id of were.filter((id) => !theirs.includes(id))) {
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

  // Somebody saw both versions of a part: whatever is there now goes over theirs, as it was at `revision`.
  settle(name, theirs, revision) {
    this.held.delete(name);
    if (theirs === null) {
      this.words.blocks.delete(name);
      this.words.order = this.words.order.filter((id) => id !== name);
      this.based.delete(name);
    } else {
      put(this.words, name, typeof theirs === "string" ? theirs : this.read(theirs));
      this.based.set(name, revision);
    }
  }

  #partsOf({ title, standfirst, blocks = {} }) {
    const head = Object.entries({ title, standfirst }).filter(([, words]) => words !== undefined);
    return [...head, ...Object.entries(blocks).map(([id, json]) => [id, this.read(json)])];
  }
}

// The words of an editor and of the fields above it, as they are now.
export function wordsOf({ editor, title, standfirst }) {
  const blocks = new Map(editor.state.doc.children.map((block) => [block.attrs.id, block]));
  return { title: oneLine(title.value), standfirst: oneLine(standfirst.value), order: [...blocks.keys()], blocks };
}
