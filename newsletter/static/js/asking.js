// What is asked of the server for one text, by somebody who may be signed out meanwhile.

const PATIENCE = 20_000; // milliseconds; after that nobody knows whether the words arrived

// What an answer means: what may be tried again, and what needs somebody first.
const MEANINGS = { 200: "saved", 409: "clash", 403: "signed-out", 404: "gone", 410: "gone", 413: "refused", 422: "refused" };

export class Asking {
  constructor({ address, token, staff, tokenAddress }) {
    Object.assign(this, { address, token, staff, tokenAddress });
  }

  async #fetch(address, options) {
    return fetch(address, { signal: AbortSignal.timeout(PATIENCE), credentials: "same-origin", ...options });
  }

  async #send(path, { headers = {}, ...options }) {
    const json = { "Content-Type": "application/json", "X-CSRFToken": this.token };
    return this.#fetch(this.address + path, { ...options, headers: { ...json, ...headers } });
  }

  // {kind, answer}; the same may be sent again, and again, as long as it is "unreachable".
  async save({ revision, patch }) {
    try {
      const body = JSON.stringify(patch);
      const request = { method: "PATCH", headers: { "If-Match": `"${revision}"` }, body, keepalive: body.length < 30_000 };
      let response = await this.#send("", request);
      if (response.status === 400) {
        const kind = await this.renew();
        if (kind !== "renewed") return { kind };
        response = await this.#send("", request);
      }
      const kind = MEANINGS[response.status] ?? "unreachable";
      const isJson = response.headers.get("Content-Type")?.includes("json");
      return { kind, answer: isJson ? await response.json() : {} };
    } catch {
      return { kind: "unreachable" };
    }
  }

  // A fresh token for whoever is signed in now, if that is still the same person.
  async renew() {
    try {
      const { staff, token } = await (await this.#fetch(this.tokenAddress, {})).json();
      if (!staff) return "signed-out";
      if (String(staff) !== this.staff) return "somebody-else";
      this.token = token;
      return "renewed";
    } catch {
      return "unreachable";
    }
  }

  // Who else is here; null if nobody can say.
  async presence(words, options = {}) {
    try {
      const response = await this.#send("/presence", { method: "POST", body: JSON.stringify(words), ...options });
      return response.ok ? await response.json() : null;
    } catch {
      return null;
    }
  }
}
