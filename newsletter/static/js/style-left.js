// What somebody chose to leave as it is, until they close the tab.
export class Left {
  constructor(text) {
    this.name = `newsletter.left.${text}`;
    this.keys = new Set(JSON.parse(sessionStorage.getItem(this.name) ?? "[]"));
  }

  #key({ rule, words, message }) {
    return `${rule} ${words || message}`;
  }

  has(finding) {
    return this.keys.has(this.#key(finding));
  }

  add(finding) {
    this.keys.add(this.#key(finding));
    sessionStorage.setItem(this.name, JSON.stringify([...this.keys]));
  }
}
