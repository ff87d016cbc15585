// How pictures come into the text: dropped, pasted (paste.js tells of them), or chosen in the picker.

import { photoPicker } from "./photo-picker.js";
import { isPicture, uploader } from "./picture-upload.js";

function picturesIn({ items, files }) {
  const carried = [...items].some(({ kind, type }) => kind === "file" && (!type || type.startsWith("image/")));
  return { carried, files: [...files].filter(isPicture) };
}

export function connectPictures(editor, frame) {
  const upload = uploader(editor, frame);
  const here = () => editor.state.selection.from;
  const page = frame.querySelector(".page");
  const pick = photoPicker(editor, frame, (files) => upload(files, here()));

  editor.on("picture", ({ file }) => upload([file], here()));
  editor.on("figure", () => editor.isEditable && pick());
  // Before the editor itself, which knows no files; anywhere on the page that is written on.
  page.addEventListener("dragover", (event) => {
    if (picturesIn(event.dataTransfer).carried) event.preventDefault();
  });
  page.addEventListener(
    "drop",
    (event) => {
      const { files } = picturesIn(event.dataTransfer);
      if (!files.length) return;
      event.preventDefault();
      event.stopPropagation();
      const place = editor.view.posAtCoords({ left: event.clientX, top: event.clientY });
      upload(files, place?.pos ?? editor.state.doc.content.size);
    },
    { capture: true },
  );
}
