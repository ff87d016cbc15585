// The words of the photo, below the text: sent as their form says, and shown as the page has them then.

export function photoWords(form, look) {
  form?.addEventListener("submit", async (event) => {
    event.preventDefault();
    const answer = await fetch(form.action, { method: "POST", body: new FormData(form, event.submitter) }).catch(() => null);
    if (!answer?.ok) return form.submit();
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.getElementById(form.id);
    if (!fresh) return location.reload();
    const had = event.submitter?.name === "right" ? event.submitter.value : null;
    form.replaceChildren(...fresh.childNodes);
    (had ? form.elements[`photo-${had}`] : form.querySelector("button:last-of-type")).focus();
    return look();
  });
}
