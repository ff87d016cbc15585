// Sends what the server lacks, one patch at a time, and the same one again until it is answered: a patch that may or
// may not have arrived is never mixed with what was written after it. What isn't there yet is kept in the browser.

const PAUSES = [1, 2, 4, 8, 15, 30]; // seconds between tries

export class Saving extends EventTarget {
  // `place` is where words are written: {words(), bring(fresh), isFree()}. `kept` keeps a record of what is unsent.
  constructor({ asking, saved, place, kept, pending = null, since = null }) {
    super();
    Object.assign(this, { asking, saved, place, kept, pending, since });
    this.clashes = new Map();
    this.failures = 0;
    this.wants = { byHand: false, look: false };
    this.isMinor = false;
  }

  get isClean() {
    return !this.pending && !this.saved.held.size && !this.saved.patches(this.place.words()).length;
  }

  #tell(kind, detail = {}) {
    this.dispatchEvent(new CustomEvent("saving", { detail: { kind, since: this.since, ...detail } }));
  }

  // What is unsent stays in this browser, whatever happens.
  async keep() {
    const now = this.place.words();
    const patches = this.saved.patches(now, { withHeld: true, pending: this.pending });
    if (!this.pending && !patches.length) {
      this.since = null;
      return this.kept.forget();
    }
    this.since ??= Date.now();
    const { pending, since } = this;
    // A deletion of which somebody has to choose is not made by a tab that is gone.
    const order = { were: this.saved.words.order, are: this.saved.orderToSend(now) };
    this.isKept = await this.kept.keep({ since, pending, patches, order, revision: this.saved.revision });
    if (!this.isKept) this.#tell("nowhere");
  }

  // Everything to the server, now; whether it is there in the end.
  async flush({ byHand = false, look = false } = {}) {
    this.wants.byHand ||= byHand;
    this.wants.look ||= look;
    clearTimeout(this.retry);
    this.running ??= this.#run().finally(() => (this.running = null));
    return this.running;
  }

  async #run() {
    while ((this.pending ??= this.#next())) {
      const keeping = this.keep();
      const isLook = !Object.keys(this.pending.patch).length;
      if (!isLook) this.#tell("sending");
      await keeping;
      const { kind, answer } = await this.asking.save(this.pending);
      await this.place.isFree();
      if (kind === "saved") this.#accept(answer);
      else if (kind === "clash") this.#hold(answer);
      else return this.#fail(kind, answer, isLook);
      this.failures = 0;
      await this.keep();
    }
    return this.isClean;
  }

  #next() {
    const patches = this.saved.patches(this.place.words());
    const { byHand, look } = this.wants;
    const next = patches[0] ?? (byHand || look ? { revision: this.saved.revision, patch: {} } : null);
    if (byHand && patches.length < 2) {
      next.patch.by_hand = true;
      this.wants.byHand = false;
    }
    if (this.isMinor && patches.length) next.patch.minor = true;
    if (next?.revision === this.saved.revision) this.wants.look = false;
    return next;
  }

  #accept(answer) {
    const { pending } = this;
    this.pending = null;
    const fresh = this.saved.accept(pending, answer, this.place.words());
    if (fresh) this.place.bring(fresh);
    else this.wants.look = true;
    for (const [name, { theirs }] of this.clashes) this.saved.askAgain(name, theirs);
    for (const name of this.clashes.keys()) if (!this.saved.held.has(name)) this.clashes.delete(name);
    this.#tell("saved", { answer, byHand: pending.patch.by_hand });
  }

  // Both changed the same: the rest goes on without it until somebody has chosen.
  #hold(answer) {
    this.wants.byHand ||= this.pending.patch.by_hand;
    this.wants.look = true;
    const { revision } = this.pending;
    this.saved.refuse(this.pending, answer.revision, this.place.words());
    this.pending = null;
    for (const clash of answer.clashes) this.hold({ ...clash, by: answer.by, revision: answer.revision }, revision);
    this.#tell("clash", { clashes: this.clashes });
  }

  // A part that was based on the revision `based` when another changed it too.
  hold(clash, based) {
    this.saved.held.add(clash.id);
    this.saved.based.set(clash.id, based);
    this.clashes.set(clash.id, clash);
  }

  #fail(kind, answer, isLook) {
    if (kind === "refused" || kind === "gone") {
      // It was answered: what is sent next begins from the words as they are then.
      this.wants.byHand = false;
      this.pending = null;
      this.#tell(kind, { sentence: answer.error });
      return false;
    }
    if (isLook) {
      // Nothing is unsaved; somebody will look again soon.
      this.pending = null;
      if (kind === "unreachable") return false;
    }
    const seconds = PAUSES[Math.min(this.failures++, PAUSES.length - 1)];
    this.retry = setTimeout(() => this.flush(), seconds * 1000);
    this.#tell(kind, { seconds });
    return false;
  }

  // Somebody has chosen: the words that are there now go over theirs.
  settle() {
    for (const [name, { theirs, revision }] of this.clashes) this.saved.settle(name, theirs, revision);
    this.clashes.clear();
    return this.flush();
  }
}
