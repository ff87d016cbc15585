// Waits for what a server says when it is tried out. Without scripts, reloading the page does.
const EVERY = 1000;

const trial = document.querySelector("[data-trial]");

async function look() {
  let underWay = true;
  try {
    const answer = await fetch(trial.dataset.trial);
    if (answer.ok) {
      const told = await answer.json();
      underWay = told.under_way;
      if (!underWay) trial.innerHTML = told.html;
    }
  } catch {
    // The connection is away; the next look may find it back.
  }
  if (underWay) setTimeout(look, EVERY);
}

if (trial && "underWay" in trial.dataset) setTimeout(look, EVERY);
