// Keeps the numbers of a mailing fresh while it is under way. Without scripts, reloading the page does.
const EVERY = 1000;

// Somebody about to press a button must not have it taken away under the pointer.
const ABOUT_TO_ACT = ":is(button, [tabindex]):is(:hover, :focus)";

const numbers = document.querySelector("[data-numbers]");

async function refresh() {
  let underWay = true;
  try {
    const answer = await fetch(numbers.dataset.numbers);
    if (answer.ok) {
      const fresh = await answer.json();
      const isFree = !numbers.querySelector(ABOUT_TO_ACT);
      if (isFree) numbers.innerHTML = fresh.html;
      underWay = fresh.under_way || !isFree;
    }
  } catch {
    // The connection is away; the next look may find it back.
  }
  if (underWay) setTimeout(refresh, EVERY);
  else location.reload(); // The heading says that it is sent.
}

if (numbers && "leaving" in numbers.dataset) setTimeout(refresh, EVERY);
