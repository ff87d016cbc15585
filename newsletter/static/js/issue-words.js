// Words save themselves when one pauses, and before anything leads away from the page.

import { isWritten } from "./issue-become.js";
import { formsWithWords, send } from "./issue-renew.js";

const PAUSE = 1500; // milliseconds

let timer = null;

function tell(form, what) {
  const state = form.querySelector("[data-own]");
  if (state) state.textContent = state.dataset[what] ?? "";
}

async function save(form) {
  tell(form, "saving");
  const isTaken = await send(form, { isQuiet: true });
  const isAll = !formsWithWords().includes(form);
  tell(form, isTaken && isAll ? "saved" : "unsaved");
  return isTaken;
}

// A box that somebody is still writing isn't put into the mail by that; the browser asks before it is left.
const unsaved = () => formsWithWords().filter((form) => form.matches("[data-saves-itself]"));

async function saveAll() {
  clearTimeout(timer);
  for (const form of unsaved()) if (!(await save(form))) return false;
  return true;
}

export function keepWords() {
  document.addEventListener("input", ({ target }) => {
    const form = target.closest("form[data-saves-itself]");
    if (!form || !isWritten(target)) return;
    tell(form, "unsaved");
    clearTimeout(timer);
    timer = setTimeout(() => (formsWithWords().includes(form) ? save(form) : tell(form, "saved")), PAUSE);
  });
  document.addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== "s") return;
    event.preventDefault();
    saveAll();
  });
  document.addEventListener("submit", async (event) => {
    const { target, submitter } = event;
    if (target.matches("[data-quiet]") || unsaved().length === 0) return;
    event.preventDefault();
    if (await saveAll()) target.requestSubmit(submitter);
  });
  addEventListener("beforeunload", (event) => {
    if (formsWithWords().length) event.preventDefault();
  });
}
