// Parts of the issue are dragged, or moved with Alt and the arrow keys.

import { send } from "./issue-renew.js";

const NEAR_THE_EDGE = 56; // pixels
const STEP = 14;

const parts = (list) => [...list.children];

async function saveOrder(moved) {
  const list = moved.parentElement;
  const all = parts(list);
  all.forEach((part, index) => { part.querySelector(".place").textContent = index + 1; });
  const says = list.dataset.says
    .replace("{title}", moved.querySelector(".title").textContent)
    .replace("{place}", all.indexOf(moved) + 1)
    .replace("{count}", all.length);
  const form = document.getElementById("order");
  form.elements.moved.value = moved.id;
  form.elements.order.value = all.map((part) => part.id).join(",");
  if (await send(form, { isQuiet: true })) document.getElementById("moved").textContent = says;
}

function moveByKeys(event) {
  const part = event.target.closest?.("[data-part]");
  if (!part || !event.altKey || !["ArrowUp", "ArrowDown"].includes(event.key)) return;
  if (event.target.matches("input, textarea, select")) return;
  event.preventDefault();
  const isUp = event.key === "ArrowUp";
  const other = isUp ? part.previousElementSibling : part.nextElementSibling;
  if (!other) return;
  // The other one is moved, so that the focus stays.
  part[isUp ? "after" : "before"](other);
  part.scrollIntoView({ block: "nearest" });
  saveOrder(part);
}

function drag(event) {
  const grip = event.target.closest(".grip");
  if (!grip || event.button !== 0) return;
  const part = grip.closest("[data-part]");
  const list = part.parentElement;
  const before = parts(list);
  let from = event.pageY;
  grip.setPointerCapture(event.pointerId);
  part.classList.add("moving");

  function move({ pageY, clientY }) {
    const [above, below] = [part.previousElementSibling, part.nextElementSibling];
    const middle = (other) => {
      const box = other.getBoundingClientRect();
      return scrollY + box.top + box.height / 2;
    };
    const top = part.offsetTop;
    if (above && pageY < middle(above)) part.after(above);
    else if (below && pageY > middle(below)) part.before(below);
    from += part.offsetTop - top;
    part.style.translate = `0 ${pageY - from}px`;
    if (clientY < NEAR_THE_EDGE) scrollBy(0, -STEP);
    if (clientY > innerHeight - NEAR_THE_EDGE) scrollBy(0, STEP);
  }

  function end({ type }) {
    leave.abort();
    part.classList.remove("moving");
    part.style.translate = "";
    if (type !== "pointerup") list.append(...before);
    else if (parts(list).some((other, index) => other !== before[index])) saveOrder(part);
  }

  const leave = new AbortController();
  grip.addEventListener("pointermove", move, leave);
  grip.addEventListener("pointerup", end, leave);
  grip.addEventListener("pointercancel", end, leave);
  document.addEventListener("keydown", (pressed) => pressed.key === "Escape" && end(pressed), leave);
}

export function orderParts() {
  document.addEventListener("keydown", moveByKeys);
  document.addEventListener("pointerdown", drag);
}
