// How much of a limit a field has used, in characters as a person counts them. Fields may come and go.

function count(field) {
  const counter = document.getElementById(`${field.id}-count`);
  const limit = Number(field.dataset.limit);
  const used = [...field.value].length;
  counter.textContent = counter.dataset.says.replace("{count}", used);
  counter.classList.toggle("near", used > limit * 0.9 && used <= limit);
  counter.classList.toggle("over", used > limit);
}

document.addEventListener("input", ({ target }) => {
  if (target.matches("[data-limit]")) count(target);
});
for (const field of document.querySelectorAll("[data-limit]")) count(field);
