// Says under the toolbar what was left out of what came in, or why nothing came in. The words are in the page:
// templates/_left_out.html.

export function leftOutNotice(frame) {
  const place = frame.querySelector(".left-out");
  const words = frame.querySelector("template.left-out-words").content;

  const clear = () => place.replaceChildren();
  const build = (sentence, lines) => {
    const notice = words.querySelector(".notice").cloneNode(true);
    notice.querySelector(".sentence").textContent = sentence;
    notice.querySelector(".parts").append(...lines);
    notice.querySelector("button").addEventListener("click", () => {
      clear();
      frame.editor.commands.focus();
    });
    place.replaceChildren(notice);
  };
  const filled = (name, numbers) => Object.entries(numbers).reduce(
    (sentence, [key, number]) => sentence.replace(`{${key}}`, number.toLocaleString(document.documentElement.lang)),
    words.querySelector(`[data-says="${name}"]`).textContent.trim(),
  );
  const line = (text) => Object.assign(document.createElement("li"), { textContent: text });

  return {
    clear,
    // dropped: how often something of each kind was; lines: other words that were, as they stood.
    show(dropped, lines = []) {
      const told = Object.entries(dropped).map(([kind, count]) => filled(kind, { count }));
      if (told.length + lines.length) build(filled("left-out", {}), [...told, ...lines].map(line));
      else clear();
    },
    refuse: (reason, numbers) => build(filled(reason, numbers), []),
    fail: (sentence) => build(sentence, []),
  };
}
