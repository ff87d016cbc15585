// Asks where the selected words lead. The dialog comes out of the editor's <template>: a form can't hold another.

import { completed } from "./links.js";

export function linkDialog(template, editor) {
  const dialog = template.content.cloneNode(true).firstElementChild;
  const [form, field, remove] = ["form", "input", "[value=remove]"].map((selector) => dialog.querySelector(selector));
  document.body.append(dialog);

  field.addEventListener("input", () => field.setCustomValidity(""));
  form.addEventListener("submit", (event) => {
    if (event.submitter.value === "save" && completed(field.value) === null) {
      event.preventDefault();
      field.setCustomValidity(field.dataset.refuses);
      field.reportValidity();
    }
  });
  dialog.addEventListener("close", () => {
    if (dialog.returnValue === "save") setLink(editor, completed(field.value));
    else if (dialog.returnValue === "remove") editor.chain().focus().extendMarkRange("link").unsetLink().run();
    else editor.commands.focus();
  });

  return () => {
    field.value = editor.getAttributes("link").href ?? "";
    field.setCustomValidity("");
    remove.hidden = !editor.isActive("link");
    dialog.returnValue = "";
    dialog.showModal();
    field.select();
  };
}

function setLink(editor, href) {
  const chain = editor.chain().focus().extendMarkRange("link");
  if (editor.state.selection.empty && !editor.isActive("link")) {
    chain.insertContent({ type: "text", text: href, marks: [{ type: "link", attrs: { href } }] }).run();
  } else {
    chain.setLink({ href }).run();
  }
}
