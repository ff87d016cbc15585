// Pasting: what comes in is made into what a document may hold, and what had to be left out is said.

import { Extension, Plugin, pm } from "../vendor/editor.js";
import { beyond, stepOfItsOwn } from "./incoming.js";
import { leftOutNotice } from "./left-out.js";
import { cleaned } from "./paste-html.js";
import { CutBlocks, ownMarkup } from "./paste-own.js";
import { plainBlocks } from "./paste-plain.js";

const { Fragment, Slice } = pm.model;

// Of markup, beyond which reading it would hold the page up for seconds.
const MOST_CHARACTERS = 20_000_000;

function pictureFile(uri, number) {
  const [, type, content] = uri.match(/^data:(image\/\w+);base64,(.*)$/s);
  try {
    const bytes = Uint8Array.from(atob(content), (character) => character.charCodeAt(0));
    return new File([bytes], `${number}.${type.slice(6)}`, { type });
  } catch {
    return null;
  }
}

function picturesOf(clipboard) {
  return [...(clipboard?.files ?? [])].filter((file) => file.type.startsWith("image/"));
}

// frame: the .editor.
export function paste(frame) {
  const notice = leftOutNotice(frame);
  const cut = new CutBlocks();
  let last = { dropped: {}, pictures: [] };

  const clean = (html) => {
    last = { dropped: {}, pictures: [] };
    const own = ownMarkup(html);
    if (own !== null) return own;
    if (html.length > MOST_CHARACTERS) {
      last.refusal = ["markup", { limit: MOST_CHARACTERS / 1_000_000 }];
      return "";
    }
    last = cleaned(html);
    return last.html;
  };

  // Whether the slice is taken care of: it is if it is refused, or if nothing is left of what was copied.
  const settle = (editor, slice) => {
    const { refusal = beyond(editor.state.tr.replaceSelection(slice).doc), dropped, pictures } = last;
    last = { dropped: {}, pictures: [] };
    if (refusal) {
      notice.refuse(...refusal);
      return true;
    }
    notice.show(dropped);
    stepOfItsOwn(editor);
    queueMicrotask(() => {
      if (editor.isDestroyed) return;
      stepOfItsOwn(editor);
      for (const file of pictures.map(pictureFile)) if (file) editor.emit("picture", { file });
    });
    return !slice.size;
  };

  return Extension.create({
    name: "cleanPaste",

    addProseMirrorPlugins() {
      const { editor } = this;
      return [
        new Plugin({
          appendTransaction: (transactions, before, after) =>
            transactions.some((transaction) => transaction.getMeta("paste")) ? cut.restored(after) : null,
          props: {
            transformPastedHTML: clean,
            // A heading above other blocks doesn't become the end of the paragraph that the cursor is in.
            transformPasted: (slice) =>
              slice.content.childCount > 1 && slice.content.firstChild.type.name === "heading"
                ? new Slice(slice.content, 0, slice.openEnd)
                : slice,
            clipboardTextParser(text, context) {
              const { schema } = editor;
              const marks = context.marks().map((mark) => mark.toJSON());
              return new Slice(Fragment.fromJSON(schema, plainBlocks(text, marks)), 0, 0);
            },
            handlePaste(view, event, slice) {
              const files = picturesOf(event.clipboardData);
              if (files.length && !slice.size) {
                last = { dropped: {}, pictures: [] };
                for (const file of files) editor.emit("picture", { file });
                return true;
              }
              return settle(editor, slice);
            },
            handleDrop(view, event, slice, isMoved) {
              return !isMoved && slice.size > 0 && settle(editor, slice);
            },
            handleDOMEvents: {
              cut: (view) => cut.remember(view.state),
            },
          },
        }),
      ];
    },
  });
}
