/* While a release is chosen: the clocks of that moment, or why there is no such moment. templates/issues/_release.html */

for (const form of document.querySelectorAll("form[data-clocks]")) {
  const shown = form.querySelector(".chosen-time");
  form.addEventListener("input", async () => {
    const asked = new URLSearchParams(new FormData(form)).toString();
    const answer = await fetch(`${form.dataset.clocks}?${asked}`).catch(() => null);
    const words = answer?.ok && !answer.redirected ? await answer.text() : "";
    if (asked === new URLSearchParams(new FormData(form)).toString()) shown.innerHTML = words;
  });
}
