// Before somebody signs out whose words are in this browser only: are they to stay for next time, or to go?

import { forgetAll, keptBy } from "./kept.js";

const form = document.querySelector("form[data-signs-out]");
const dialog = form?.querySelector("template").content.firstElementChild.cloneNode(true);

form?.addEventListener("submit", async (event) => {
  if (dialog.returnValue) return;
  event.preventDefault();
  await document.querySelector("form[data-autosave]")?.saving?.flush();
  const unsent = await keptBy(form.dataset.signsOut).catch(() => []);
  if (!unsent.length) return leave("keep");
  document.body.append(dialog);
  dialog.addEventListener("close", async () => {
    if (dialog.returnValue === "away") await forgetAll(unsent);
    if (dialog.returnValue) form.requestSubmit();
  }, { once: true });
  dialog.showModal();
});

function leave(how) {
  dialog.returnValue = how;
  form.requestSubmit();
}
