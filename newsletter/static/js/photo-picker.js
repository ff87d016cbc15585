// Chooses a picture: from this computer, or from the library. The dialog comes out of the editor's template: a form
// can't hold another.

import { insertFigure } from "./picture-upload.js";

const PAUSE = 300; // milliseconds without a key, after which the library is searched

async function found(address, search, page, language) {
  const answer = await fetch(`${address}?${new URLSearchParams({ search, page, language })}`, { redirect: "error" });
  if (!answer.ok) throw new Error(answer.status);
  return answer.json();
}

export function photoPicker(editor, frame, upload) {
  const template = frame.querySelector("template.pictures");
  const dialog = template.content.querySelector("dialog").cloneNode(true);
  const [files, search, grid, older, says] = ["[type=file]", "[type=search]", ".photo-grid", "[data-act=older]", "[role=status]"]
    .map((selector) => dialog.querySelector(selector));
  const language = frame.querySelector("textarea[data-editor]").lang;
  let page = 1;
  let asked = 0;
  let waiting;
  document.body.append(dialog);

  const choose = ({ url, ...attrs }) => {
    dialog.close();
    const at = insertFigure(editor, attrs, editor.state.selection.from);
    if (at === null) return;
    editor.commands.setNodeSelection(at);
    editor.view.nodeDOM(at).querySelector("textarea").focus();
  };
  const option = (photo) => {
    const item = template.content.querySelector(".choice").cloneNode(true);
    const [button, image, words] = ["button", "img", ".kicker"].map((selector) => item.querySelector(selector));
    Object.assign(image, { src: photo.url, alt: photo.alt || image.dataset.nameless });
    words.textContent = photo.credit;
    button.addEventListener("click", () => choose(photo));
    return item;
  };
  const load = async (number) => {
    const mine = ++asked;
    try {
      const { photos, has_older: more } = await found(template.dataset.choices, search.value, number, language);
      if (mine !== asked) return;
      page = number;
      if (number === 1) grid.replaceChildren();
      grid.append(...photos.map(option));
      older.hidden = !more;
      says.textContent = grid.children.length ? "" : says.dataset.none;
    } catch {
      if (mine === asked) says.textContent = says.dataset.failed;
    }
  };

  older.addEventListener("click", () => load(page + 1));
  search.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => load(1), PAUSE);
  });
  search.addEventListener("keydown", (event) => {
    if (event.key === "Enter") event.preventDefault();
  });
  files.addEventListener("change", () => {
    dialog.close();
    upload([...files.files]);
    files.value = "";
    editor.commands.focus();
  });

  return () => {
    search.value = "";
    dialog.showModal();
    load(1);
  };
}
