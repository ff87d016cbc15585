// Shows every part that two people changed in both versions, and puts what was chosen into the text, as one step that
// Ctrl+Z takes back.

import { freshId } from "./block-id.js";
import { insert, same } from "./parts.js";

// The words of a part as they stand on the page.
function shown(place, value) {
  if (value === null || typeof value === "string") return value;
  const node = place.read(value);
  return node.textBetween(0, node.content.size, "\n", (leaf) => leaf.attrs.caption ?? "\n");
}

// What is to stand in the text; `lives` is the order that the blocks have then.
function chosen(saving, choices) {
  const { place, clashes } = saving;
  const now = place.words();
  const fresh = { blocks: new Map(), order: [...now.order] };
  for (const [name, { theirs }] of clashes) {
    const choice = choices.get(name);
    if (choice === "mine") continue;
    if (name in now) {
      fresh[name] = theirs;
    } else if (theirs === null) {
      if (choice === "theirs") fresh.order = fresh.order.filter((id) => id !== name);
    } else {
      const mine = now.blocks.get(name);
      const there = place.read(theirs);
      fresh.blocks.set(name, there);
      if (!mine) insert(fresh.order, name, saving.saved.words.order);
      else if (choice === "both" && !same(mine, there)) {
        const other = freshId();
        fresh.blocks.set(other, mine.type.create({ ...mine.attrs, id: other }, mine.content));
        fresh.order.splice(fresh.order.indexOf(name) + 1, 0, other);
      }
    }
  }
  return fresh;
}

export function clashDialog(form, saving) {
  const dialog = form.querySelector("template[data-clashes]").content.firstElementChild.cloneNode(true);
  const list = dialog.querySelector("ol");
  const names = dialog.querySelector("[data-block]").dataset;
  let asked = []; // the clashes that are shown
  document.body.append(dialog);

  function item(clash) {
    const row = dialog.querySelector("template").content.firstElementChild.cloneNode(true);
    const mine = saving.place.words()[clash.id] ?? saving.place.words().blocks.get(clash.id)?.toJSON() ?? null;
    const [head, versions] = [row.querySelector(".kicker"), row.querySelectorAll(".version")];
    head.textContent = names[clash.id] ?? names.block;
    const heading = row.querySelector("h3");
    heading.textContent = heading.dataset.theirs.replace("{handle}", clash.by);
    [clash.theirs, mine].forEach((value, index) => {
      versions[index].textContent = shown(saving.place, value) ?? names.deleted;
      versions[index].lang = form.elements.title.lang;
    });
    row.querySelector(".difference").innerHTML = clash.html;
    const canHaveBoth = !(clash.id in names) && mine !== null && clash.theirs !== null;
    row.querySelector("[value=both]").closest("label").hidden = !canHaveBoth;
    for (const radio of row.querySelectorAll("[type=radio]")) radio.name = `clash-${clash.id}`;
    return row;
  }

  function everywhere(value) {
    for (const radio of list.querySelectorAll(`[value=${value}]`)) radio.checked = true;
  }
  for (const button of dialog.querySelectorAll("button[type=button]")) {
    button.addEventListener("click", () => everywhere(button.value));
  }

  dialog.addEventListener("close", () => {
    if (dialog.returnValue !== "settle") return;
    // Nobody chooses what came while they were looking.
    if ([...saving.clashes.values()].some((clash) => !asked.includes(clash))) {
      open();
      return;
    }
    const data = new FormData(dialog.querySelector("form"));
    const choices = new Map([...saving.clashes.keys()].map((name) => [name, data.get(`clash-${name}`) ?? "mine"]));
    saving.place.bring(chosen(saving, choices), { undoable: true });
    saving.settle();
    // The button that opened the dialog goes away.
    form.querySelector(".editor").editor.commands.focus();
  });

  function open() {
    asked = [...saving.clashes.values()];
    list.replaceChildren(...asked.map(item));
    dialog.returnValue = "";
    dialog.showModal();
  }

  return open;
}
