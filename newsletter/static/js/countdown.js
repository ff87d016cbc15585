// How long it is until the issue leaves, minute by minute. Without scripts, reloading the page says it.
const left = document.querySelector("[data-release]");

function say() {
  const minutes = Math.max(0, Math.floor((Date.parse(left.dataset.release) - Date.now()) / 60_000));
  const hours = Math.floor(minutes / 60);
  const words = hours >= 48 ? left.dataset.days : left.dataset.hours;
  left.textContent = words
    .replace("{days}", Math.floor(hours / 24))
    .replace("{hours}", hours >= 48 ? hours % 24 : hours)
    .replace("{minutes}", minutes % 60);
}

setInterval(say, 60_000);
document.addEventListener("visibilitychange", say);
