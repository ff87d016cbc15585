/* Beside a date: the week that it belongs to, in words, as soon as it is chosen. templates/commentaries/_week_field.html */

for (const output of document.querySelectorAll("output[data-week-of]")) {
  const day = document.getElementById(output.htmlFor.value);
  day.addEventListener("input", async () => {
    const asked = day.value;
    const answer = asked && (await fetch(output.dataset.weekOf.replace("DAY", asked)).catch(() => null));
    const words = answer?.ok ? (await answer.json()).week : "";
    if (day.value === asked) output.textContent = words;
  });
}
