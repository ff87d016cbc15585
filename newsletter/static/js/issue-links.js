// Has the links of an issue looked at when that is due, and shows what became of them. Without this there is a button.

import { renew, send } from "./issue-renew.js";

const EVERY = 3000; // milliseconds

let asked = false;

export async function lookAtLinks() {
  const links = document.getElementById("links");
  const form = links?.querySelector("form");
  if (form && !asked) {
    asked = true;
    await send(form, { isQuiet: true });
  }
  setTimeout(look, EVERY);
}

async function look() {
  const address = document.getElementById("links")?.dataset.underWay;
  if (address && !document.hidden) {
    const answer = await fetch(address).catch(() => null);
    const isDone = answer?.ok && (await answer.json()).under_way === 0;
    if (isDone) await renew(location.href, {}, undefined, true);
  }
  setTimeout(look, EVERY);
}
