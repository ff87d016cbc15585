// What is pressed is sent as its form says, and the page becomes what the server answers.

import { become, isWritten } from "./issue-become.js";

const NOTHING = { values: new Map(), isTaken: true };

let builder = null;
let notices = null;

// One after the other: an answer that overtakes another would show what no longer holds.
let queue = Promise.resolve();

export function renew(address, request, sent = NOTHING, isQuiet = false) {
  const done = queue.then(() => renewNow(address, request, sent, isQuiet));
  queue = done.catch(() => {}); // what went wrong with one must not keep the next from being sent
  return done;
}

// Resolves to whether the server took it. Of words that save themselves only those are sent that were written here:
// somebody else may have written the others meanwhile.
export function send(form, { submitter = null, isQuiet = false } = {}) {
  const body = new FormData(form, submitter);
  const words = wordsIn(form);
  const values = new Map(words.map((field) => [field.id, field.value]));
  if (form.matches("[data-saves-itself]")) {
    for (const field of words) if (!isWritten(field)) body.delete(field.name);
  }
  return renew(asShown(form.action), { method: "POST", body }, { values, isTaken: false }, isQuiet);
}

// With the preview that is chosen by now: the form may be from before, and what it brings back would show the other.
function asShown(action) {
  const address = new URL(action);
  address.search = location.search;
  return address;
}

async function renewNow(address, request, sent, isQuiet) {
  const answer = await fetch(address, request).catch(() => null);
  const words = await answer?.text().catch(() => null); // the connection may break while it comes
  const page = words && new DOMParser().parseFromString(words, "text/html");
  if (!page?.getElementById("builder")) {
    say([builder.querySelector("template.unanswered").content.cloneNode(true)]);
    return false;
  }
  const told = page.querySelector(".notices")?.children ?? [];
  if (!isQuiet || !answer.ok) say(told);
  show(page, { ...sent, isTaken: answer.ok });
  return answer.ok;
}

function say(what) {
  notices.replaceChildren(...what);
}

function show(page, sent) {
  const focused = document.activeElement;
  const within = focused?.closest("[data-refreshed]");
  builder.className = page.getElementById("builder").className;
  for (const part of document.querySelectorAll("[data-refreshed]")) {
    const fresh = page.getElementById(part.id);
    if (fresh) become(part, fresh, sent);
    else part.remove();
  }
  if (document.activeElement !== focused || focused?.disabled) keepFocus(focused, within);
}

// What was pressed may be gone: then one goes on from the head of where it was.
function keepFocus(focused, within) {
  if (focused.isConnected && !focused.disabled) focused.focus({ preventScroll: true });
  else within?.querySelector("h2")?.focus({ preventScroll: true });
}

export const wordsIn = (form) => [...form.elements].filter((field) => field.matches("textarea, select, [type=text]"));

// Those with words that the server doesn't have.
export function formsWithWords() {
  const forms = [...document.querySelectorAll("form[data-words]")];
  return forms.filter((form) => wordsIn(form).some(isWritten));
}

export function startRenewing(where) {
  builder = where;
  notices = document.querySelector(".notices") ?? document.createElement("div");
  notices.className = "notices";
  notices.setAttribute("role", "status");
  document.getElementById("main").prepend(notices);
  document.addEventListener("submit", (event) => {
    if (!event.target.matches("[data-quiet]") || event.defaultPrevented) return;
    event.preventDefault();
    const box = event.target.closest("details");
    send(event.target, { submitter: event.submitter }).then((isTaken) => isTaken && box?.removeAttribute("open"));
  });
}
