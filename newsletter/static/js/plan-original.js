// When a commentary is to be written in another language, the due time of the original goes there with it.

for (const original of document.querySelectorAll('.planning select[name$="-original"]')) {
  const due = (language) => original.form.elements[original.name.replace(/original$/, `${language}-due`)];
  let was = original.value;
  original.addEventListener("change", () => {
    const [before, after] = [due(was), due(original.value)];
    [before.value, after.value] = [after.value, before.value];
    was = original.value;
  });
}
