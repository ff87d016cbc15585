// The issue builder without reloading: what is pressed is sent as its form says, and the page's parts are renewed
// from the answer. Words that are being written stay. Entries can be dragged, or moved with Alt and the arrow keys.

const builder = document.getElementById("builder");
document.documentElement.classList.add("enhanced");

// One after the other: an answer that overtakes another would show what no longer holds.
let queue = Promise.resolve();

function renew(...what) {
  queue = queue.then(() => renewNow(...what)).catch(() => location.reload());
  return queue;
}

async function renewNow(address, request, focus) {
  const answer = await fetch(address, request).catch(() => null);
  if (!answer) return location.reload();
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  if (!page.getElementById("builder")) return location.reload();
  for (const part of document.querySelectorAll("[data-refreshed]")) {
    part.replaceWith(page.getElementById(part.id) ?? "");
  }
  builder.className = page.getElementById("builder").className;
  document.querySelector(".notices")?.remove();
  const notices = page.querySelector(".notices");
  if (notices) document.getElementById("main").prepend(notices);
  takeWords(page);
  if (focus) document.querySelector(focus)?.focus();
}

// A field that was changed here and not yet sent keeps what was written.
function takeWords(page) {
  const sent = page.querySelectorAll("#words [name]");
  for (const theirs of sent) {
    const ours = document.getElementById(theirs.id);
    if (!ours || ours.value !== ours.defaultValue) continue;
    ours.value = ours.defaultValue = theirs.value;
    ours.dispatchEvent(new Event("input"));
  }
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.matches("[data-quiet]")) return;
  event.preventDefault();
  const ofWords = form.closest("#words");
  if (ofWords) for (const field of form.elements) field.defaultValue = field.value;
  const body = new FormData(form, event.submitter);
  const entry = event.submitter?.closest("[data-entry]")?.id;
  const pressed = event.submitter?.value && entry ? `#${entry} [value="${event.submitter.value}"]` : null;
  renew(form.action, { method: "POST", body }, pressed);
});

document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-preview]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  history.replaceState(null, "", link.href);
  renew(link.href, {}, `#preview [href="${link.getAttribute("href")}"]`);
});

function saveOrder(moved) {
  const list = moved.parentElement;
  const entries = [...list.children];
  entries.forEach((entry, index) => { entry.querySelector(".place").textContent = index + 1; });
  const says = list.dataset.says
    .replace("{title}", moved.querySelector(".title").textContent)
    .replace("{place}", entries.indexOf(moved) + 1)
    .replace("{count}", entries.length);
  const form = document.getElementById("order");
  form.elements.order.value = entries.map((entry) => entry.dataset.entry).join(",");
  renew(form.action, { method: "POST", body: new FormData(form) }, `#${moved.id} .grip`).then(() => {
    const status = document.getElementById("moved");
    if (status) status.textContent = says;
  });
}

document.addEventListener("keydown", (event) => {
  const entry = event.target.closest?.("[data-entry]");
  if (!entry || !event.altKey || !["ArrowUp", "ArrowDown"].includes(event.key)) return;
  const up = event.key === "ArrowUp";
  const other = up ? entry.previousElementSibling : entry.nextElementSibling;
  event.preventDefault();
  if (!other) return;
  other[up ? "before" : "after"](entry);
  saveOrder(entry);
});

document.addEventListener("pointerdown", (event) => {
  const grip = event.target.closest(".grip");
  if (!grip || event.button !== 0) return;
  const entry = grip.closest("[data-entry]");
  const before = [...entry.parentElement.children].indexOf(entry);
  let from = event.clientY;
  grip.setPointerCapture(event.pointerId);
  entry.classList.add("moving");

  function move({ clientY }) {
    const over = [entry.previousElementSibling, entry.nextElementSibling].find((other) => {
      if (!other) return false;
      const box = other.getBoundingClientRect();
      const middle = box.top + box.height / 2;
      return other === entry.previousElementSibling ? clientY < middle : clientY > middle;
    });
    if (over) {
      const top = entry.offsetTop;
      over[over === entry.previousElementSibling ? "before" : "after"](entry);
      from += entry.offsetTop - top;
      grip.setPointerCapture(event.pointerId);
    }
    entry.style.translate = `0 ${clientY - from}px`;
  }

  function drop() {
    grip.removeEventListener("pointermove", move);
    entry.classList.remove("moving");
    entry.style.translate = "";
    if ([...entry.parentElement.children].indexOf(entry) !== before) saveOrder(entry);
  }

  grip.addEventListener("pointermove", move);
  grip.addEventListener("lostpointercapture", function end() {
    // Moving an element in the document loses the capture for a moment; it is taken again at once.
    if (grip.hasPointerCapture(event.pointerId)) return;
    grip.removeEventListener("lostpointercapture", end);
    drop();
  });
});
