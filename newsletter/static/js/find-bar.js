// The bar below the toolbar in which one looks for words and replaces them: .find in templates/_editor.html.

import { found, replaceAll, replaceCurrent, search, select, step } from "./find.js";

export function findBar(frame, editor) {
  const bar = frame.querySelector(".find");
  const [words, replacement, matchCase, status] = ["words", "replacement", "case", "status"].map((name) =>
    bar.querySelector(`[data-find=${name}]`),
  );

  const refresh = () => {
    const { matches, current } = found(editor);
    const place = { count: matches.length, current: current + 1 };
    status.textContent = !words.value ? "" : matches.length
      ? status.dataset.says.replace(/\{(\w+)\}/g, (_, name) => place[name].toLocaleString(document.documentElement.lang))
      : status.dataset.none;
  };
  const show = () => {
    refresh();
    editor.view.dom.querySelector(".found.current")?.scrollIntoView({ block: "center", behavior: "instant" });
  };
  const look = () => {
    search(editor, words.value, matchCase.checked);
    show();
  };
  const close = () => {
    select(editor);
    search(editor, "");
    bar.hidden = true;
    editor.commands.focus();
  };
  const actions = {
    next: () => step(editor, 1),
    previous: () => step(editor, -1),
    replace: () => replaceCurrent(editor, replacement.value),
    all: () => replaceAll(editor, replacement.value),
  };
  const act = (name) => {
    actions[name]();
    show();
  };

  // What is looked for is no change of the text: the form isn't to hear of it.
  for (const type of ["input", "change"]) bar.addEventListener(type, (event) => event.stopPropagation());
  for (const field of [words, matchCase]) field.addEventListener("input", look);
  for (const button of bar.querySelectorAll("button")) {
    button.addEventListener("click", () => (button.dataset.find === "close" ? close() : act(button.dataset.find)));
  }
  bar.addEventListener("keydown", (event) => {
    const enter = event.key === "Enter" && event.target.type === "text";
    if (!enter && event.key !== "Escape") return;
    event.preventDefault();
    event.stopPropagation();
    if (!enter) close();
    else act(event.target === replacement ? "replace" : event.shiftKey ? "previous" : "next");
  });
  editor.on("update", () => bar.hidden || refresh());
  editor.on("find", () => {
    const { from, to, empty } = editor.state.selection;
    bar.hidden = false;
    if (!empty) words.value = editor.state.doc.textBetween(from, to, " ");
    look();
    words.focus();
    words.select();
  });
}
