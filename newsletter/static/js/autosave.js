// Saves a text while it is written: two seconds after a pause at the latest, every ten while there is none.

import { Asking } from "./asking.js";
import { bring, isBrought } from "./bringing.js";
import { clashDialog } from "./clash-dialog.js";
import { Kept } from "./kept.js";
import { comeBack } from "./coming-back.js";
import { oneLine } from "./parts.js";
import { takeTurns } from "./presence.js";
import { Saving } from "./saving.js";
import { savingState } from "./saving-state.js";
import { keepStanding } from "./standing.js";
import { Saved, wordsOf } from "./words.js";

const PAUSE = 1200; // milliseconds
const LONGEST = 10_000;
const KEEP_AFTER = 250;

// Where words are written: the editor and the fields above it.
function placeOf(form, editor) {
  const { title, standfirst, heads } = form.elements;
  const fields = { editor, title, standfirst, heads };
  return {
    words: () => wordsOf(fields),
    // What is typed before the page is ready is unsaved as any other word.
    served: () => ({ ...wordsOf(fields), title: oneLine(title.defaultValue), standfirst: oneLine(standfirst.defaultValue) }),
    bring: (fresh, options) => bring(fields, fresh, options),
    read: (json) => editor.schema.nodeFromJSON(json),
    // Nothing is changed under the hands of somebody who is in the middle of a letter.
    async isFree() {
      while (editor.view.composing) await new Promise((resolve) => setTimeout(resolve, 100));
    },
  };
}

function connect(form, editor) {
  const { action, dataset, elements } = form;
  const place = placeOf(form, editor);
  const saved = new Saved(place.served(), Number(elements.revision.value), place.read);
  const asking = new Asking({
    address: action, token: elements.csrf_token.value, staff: dataset.staff, tokenAddress: dataset.token,
  });
  const kept = new Kept(dataset.staff, dataset.text);
  const saving = new Saving({ asking, saved, place, kept });
  const state = savingState(form.querySelector(".saving"), dataset.zone);
  state.show("clean");
  saving.addEventListener("saving", ({ detail }) => tell(form, saving, state, detail));
  saveWhileWriting(form, editor, saving, state);
  saveBeforeLeaving(saving);
  saveByHand(form, saving);
  keepStanding(form, saving);
  const openDialog = clashDialog(form, saving);
  form.querySelector("button[value=now]").addEventListener("click", () => saving.flush());
  form.querySelector("button[value=choose]").addEventListener("click", openDialog);
  comeBack({ form, saving, state, asking, kept });
  takeTurns({ form, editor, saving, state, asking, kept });
  form.saving = saving;
  if (!saving.isClean) saving.flush();
}

function tell(form, saving, state, { kind, answer, byHand, since, sentence, seconds }) {
  if (kind === "saved") {
    form.elements.revision.value = saving.saved.revision;
    const now = saving.place.words();
    if (saving.saved.held.size) state.show("clash");
    else if (saving.saved.patches(now).length) state.show("unsaved");
    else state.show(answer.saved_at ? "saved" : "clean", { time: answer.saved_at, aloud: byHand });
  } else {
    const isKept = saving.isKept ?? true;
    const reason = sentence ?? form.querySelector(".saving").dataset.reload;
    state.show(isKept || kind === "sending" ? kind : "nowhere", { since, seconds, reason });
  }
}

function saveWhileWriting(form, editor, saving, state) {
  let pause, keeping, first;
  const save = () => {
    first = null;
    if (!saving.failures) saving.flush();
  };
  const onChange = () => {
    if (!first && !saving.failures) state.show("unsaved");
    first ??= Date.now();
    clearTimeout(pause);
    clearTimeout(keeping);
    pause = setTimeout(save, Math.min(PAUSE, Math.max(0, first + LONGEST - Date.now())));
    keeping = setTimeout(() => saving.keep(), KEEP_AFTER);
  };
  editor.on("update", ({ transaction }) => isBrought(transaction) || onChange());
  const { title, standfirst, heads } = form.elements;
  for (const field of [title, standfirst, heads]) {
    field.addEventListener("input", (event) => event.detail === "brought" || onChange());
  }
}

// Closing the tab is safe: what doesn't arrive any more is here when the text is opened again.
function saveBeforeLeaving(saving) {
  const flush = () => {
    saving.keep();
    saving.flush();
  };
  document.addEventListener("visibilitychange", flush);
  addEventListener("pagehide", flush);
  addEventListener("online", flush);
  addEventListener("focus", () => saving.failures && saving.flush());
  addEventListener("beforeunload", (event) => {
    if (saving.isKept === false && !saving.isClean) event.preventDefault();
  });
}

// "Save" marks a revision; the other buttons go on only when all the words are there.
function saveByHand(form, saving) {
  let isSafe = false;
  form.addEventListener("submit", async (event) => {
    if (isSafe) return;
    event.preventDefault();
    const leadsTo = event.submitter?.getAttribute("formaction");
    const isSaved = await saving.flush({ byHand: true });
    // What was saved may have decided who can press it.
    const button = [...form.elements].find((element) => element.getAttribute("formaction") === leadsTo);
    if (!isSaved || !leadsTo || !button || button.disabled) return;
    isSafe = true;
    form.requestSubmit(button);
  });
  document.addEventListener("keydown", (event) => {
    if (event.code !== "KeyS" || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return;
    event.preventDefault();
    saving.flush({ byHand: true });
  });
}

document.addEventListener("editor:live", ({ detail: { editor, textarea } }) => {
  if ("autosave" in textarea.form.dataset) connect(textarea.form, editor);
});
