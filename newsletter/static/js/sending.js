// Keeps the numbers of a mailing fresh while it is under way. Without scripts, reloading the page does.
const EVERY = 1000;

const numbers = document.querySelector("[data-numbers]");

async function refresh() {
  let underWay = true;
  try {
    const answer = await fetch(numbers.dataset.numbers);
    if (answer.ok) {
      const fresh = await answer.json();
      underWay = fresh.under_way;
      // Somebody about to press a button must not have it taken away under the pointer.
      if (!numbers.contains(document.activeElement) && !numbers.matches(":hover")) numbers.innerHTML = fresh.html;
    }
  } catch {
    // The connection is away; the next look may find it back.
  }
  if (underWay) setTimeout(refresh, EVERY);
}

if (numbers) setTimeout(refresh, EVERY);
