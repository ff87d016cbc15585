// What the page says of a text besides its words, renewed when a save has changed it: how far it is, who approves it.

const RENEWED = ["standing", "ways", "review", "decisions"];

export function keepStanding(form, saving) {
  let known = null; // the state as it was last told

  async function renew() {
    const answer = await fetch(form.action).catch(() => null);
    if (!answer?.ok || answer.redirected) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const before = form.getBoundingClientRect().top;
    for (const id of RENEWED) {
      const [old, fresh] = [document, page].map((where) => where.getElementById(id));
      if (fresh && old && !old.contains(document.activeElement)) old.replaceWith(fresh);
    }
    // The line that somebody writes stays where it is.
    scrollBy({ top: form.getBoundingClientRect().top - before, behavior: "instant" });
    const state = page.querySelector("input[name=state]");
    if (state) form.elements.state.value = state.value;
  }

  saving.addEventListener("saving", ({ detail: { kind, answer, byHand } }) => {
    if (kind !== "saved") return;
    const number = document.querySelector("#standing [data-says]");
    if (number) {
      number.textContent = number.dataset.says.replace("{number}", answer.revision).replace("{time}", answer.saved_at);
    }
    if (answer.state !== known || byHand) renew();
    known = answer.state;
  });
}
