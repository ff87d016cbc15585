// "Minor" holds for what is written from here on: what was written before it was ticked is saved as it was meant.

document.addEventListener("change", async ({ target }) => {
  if (!target.matches("[data-minor]")) return;
  const { saving } = target.form;
  await saving?.flush();
  if (saving) saving.isMinor = target.checked;
});
