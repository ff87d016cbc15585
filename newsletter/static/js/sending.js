// Keeps the numbers of a sending fresh while it is under way and somebody looks. Without scripts, reloading does.
import { become } from "./morph.js";

const EVERY = 2_000; // milliseconds
const SAID_EVERY = 30_000;

const numbers = document.querySelector("[data-numbers]");
const lost = document.querySelector("[data-lost]");
const summary = document.querySelector("[data-summary]");
const lostWords = lost.textContent;
const ending = document.title.slice(document.querySelector("h1").textContent.length);
let underWay = "leaving" in numbers.dataset;
let next;
let { concerns } = numbers.dataset; // What keeps a mailing, or is to be decided about it: not to be waited for
let [latest, said, time] = [0, Date.now(), lost.dataset.lost]; // `time`: as the newsroom's clock showed it

async function look() {
  clearTimeout(next);
  if (!underWay || document.hidden) return;
  const number = ++latest;
  let fresh;
  try {
    const answer = await fetch(numbers.dataset.numbers, { signal: AbortSignal.timeout(15_000) });
    if (answer.redirected || answer.status === 403) return location.reload(); // Signed out meanwhile.
    if (answer.ok) fresh = await answer.json();
  } catch {
    // Said below; the next look may find the server again.
  }
  if (number !== latest) return;
  if (fresh) show(fresh);
  else sayLost();
  next = setTimeout(look, EVERY);
}

function show(fresh) {
  const made = document.createElement("template");
  made.innerHTML = fresh.html;
  become(numbers.firstElementChild, made.content.firstElementChild);
  document.title = fresh.title + ending;
  underWay = fresh.under_way;
  time = fresh.time;
  lost.hidden = true;
  if (!underWay || fresh.concerns !== concerns || Date.now() - said > SAID_EVERY) {
    summary.textContent = fresh.summary;
    said = Date.now();
  }
  concerns = fresh.concerns;
}

function sayLost() {
  const words = lostWords.replace("{time}", time);
  if (lost.hidden) summary.textContent = words;
  lost.textContent = words;
  lost.hidden = false;
}

document.addEventListener("visibilitychange", look);
next = setTimeout(look, EVERY);
