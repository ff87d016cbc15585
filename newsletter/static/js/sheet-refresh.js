// Asks for the sheet every few seconds while the page is in sight: the source may change while it is translated.

const EVERY = 20_000; // milliseconds

export function freshSheets(desk, take) {
  const { form, editor } = desk;
  let version = desk.sheet.version;
  let next;

  async function look() {
    clearTimeout(next);
    next = setTimeout(look, EVERY);
    if (document.hidden) return;
    const headers = { "If-None-Match": `"${version}"` };
    const answer = await fetch(form.dataset.sheet, { headers, cache: "no-store" }).catch(() => null);
    const isSheet = answer?.ok && !answer.redirected && answer.headers.get("Content-Type")?.includes("json");
    if (!isSheet) return;
    const sheet = await answer.json();
    // Nothing is changed under the hands of somebody who is in the middle of a letter.
    while (editor.view.composing) await new Promise((resolve) => setTimeout(resolve, 100));
    version = sheet.version;
    take(sheet);
  }

  document.addEventListener("visibilitychange", () => document.hidden || look());
  addEventListener("focus", look);
  // What was tied anew only the server can judge.
  form.saving.addEventListener("saving", ({ detail: { kind } }) => {
    if (kind === "saved" && desk.pairs().some((pair) => pair.isUnknown)) look();
  });
  next = setTimeout(look, EVERY);
  return look;
}
