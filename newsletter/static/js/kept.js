// Words that the server doesn't have yet, kept in this browser: a record for each tab that has a text open, under the
// ids of the person and of the text. In localStorage, or where that is full, in IndexedDB.

const PREFIX = "newsletter-words";

function asPromise(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

// The store of what is too large for localStorage.
async function attic(mode) {
  const opening = indexedDB.open(PREFIX, 1);
  opening.onupgradeneeded = () => opening.result.createObjectStore("records");
  return (await asPromise(opening)).transaction("records", mode).objectStore("records");
}

async function read(key) {
  const json = localStorage.getItem(key);
  return json ? JSON.parse(json) : asPromise((await attic("readonly")).get(key)).catch(() => null);
}

async function remove(key) {
  localStorage.removeItem(key);
  await attic("readwrite").then((store) => asPromise(store.delete(key))).catch(() => {});
}

async function keysOf(prefix) {
  const stored = await attic("readonly").then((store) => asPromise(store.getAllKeys())).catch(() => []);
  return [...Object.keys(localStorage), ...stored].filter((key) => key.startsWith(prefix) && !key.includes(":tab:"));
}

// Of everything that a person has in this browser.
export async function keptBy(staff) {
  return keysOf(`${PREFIX}:${staff}:`);
}

export async function forgetAll(keys) {
  for (const key of keys) await remove(key);
}

export class Kept {
  constructor(staff, text) {
    this.prefix = `${PREFIX}:${staff}:${text}:`;
    this.tab = crypto.getRandomValues(new Uint32Array(3)).join("-");
    this.key = this.prefix + this.tab;
    this.isInAttic = false;
    // Whoever finds a record knows by this lock that its tab is still there.
    navigator.locks?.request(this.key, () => new Promise(() => {}));
  }

  // The tabs that left this text without saying so, as a browser does that is offline or crashes.
  async lostTabs() {
    const marks = Object.keys(localStorage).filter((key) => key.startsWith(`${this.prefix}tab:`));
    const { held } = (await navigator.locks?.query()) ?? { held: [] };
    const lost = marks.filter((mark) => !held.some(({ name }) => name === mark.replace("tab:", "")));
    for (const mark of lost) localStorage.removeItem(mark);
    return lost.map((mark) => mark.slice(this.prefix.length + "tab:".length));
  }

  mark(isHere) {
    try {
      if (isHere) localStorage.setItem(`${this.prefix}tab:${this.tab}`, "");
      else localStorage.removeItem(`${this.prefix}tab:${this.tab}`);
    } catch {
      // There is no room; the others will wait for a while.
    }
  }

  // Whether the words are safe here.
  async keep(record) {
    try {
      localStorage.setItem(this.key, JSON.stringify(record));
      return true;
    } catch {
      return this.#keepInAttic(record);
    }
  }

  async #keepInAttic(record) {
    try {
      await asPromise((await attic("readwrite")).put(record, this.key));
      // What is older and still fits must not be found instead.
      localStorage.removeItem(this.key);
      this.isInAttic = true;
      return true;
    } catch {
      return false;
    }
  }

  async forget() {
    localStorage.removeItem(this.key);
    if (!this.isInAttic) return;
    await remove(this.key);
    this.isInAttic = false;
  }

  // What other tabs have left of this text, each once its tab is gone: `use(record, forget)` says whether it may be
  // forgotten at once; later it can still be.
  async inherit(use) {
    const take = async (key) => {
      const record = await read(key);
      if (record && (await use(record, () => remove(key)))) await remove(key);
    };
    for (const key of await keysOf(this.prefix)) {
      if (key === this.key) continue;
      if (navigator.locks) navigator.locks.request(key, () => take(key));
      else await take(key);
    }
  }
}
