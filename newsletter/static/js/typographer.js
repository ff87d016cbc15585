// Typography in the editor. The plain character is kept as a step of its own: undo brings it back, and so does
// Backspace right after it.

import { Extension, Plugin, pm } from "../vendor/editor.js";
import { typed } from "./typography.js";

const { closeHistory } = pm.history;
const key = new pm.state.PluginKey("typographer");

function lineBefore($position) {
  const said = (leaf) => (leaf.type.name === "hardBreak" ? "\n" : "\ufffc");
  return $position.parent.textBetween(0, $position.parentOffset, null, said);
}

function replace(view, { back, insert }) {
  const { state } = view;
  const { $from } = state.selection;
  const words = state.schema.text(insert, $from.nodeBefore.marks);
  view.dispatch(closeHistory(state.tr).replaceWith($from.pos - back, $from.pos, words).setMeta(key, true));
  // What is typed next is undone before it.
  view.dispatch(closeHistory(view.state.tr));
}

function whileTyping(view, position, char, plain, language) {
  if (view.composing || char.length !== 1) return false;
  const change = typed(lineBefore(view.state.doc.resolve(position)), char, language);
  if (!change) return false;
  view.dispatch(plain());
  replace(view, change);
  return true;
}

// A dead key composes its character, and it is in the text when the composition ends.
function afterComposing(view, char, language) {
  const { empty, $from } = view.state.selection;
  if (view.isDestroyed || view.composing || !empty) return;
  const before = lineBefore($from);
  const change = before.endsWith(char) && typed(before.slice(0, -1), char, language);
  if (change) replace(view, change);
}

export const Typographer = Extension.create({
  name: "typographer",

  addOptions: () => ({ language: "" }),

  addKeyboardShortcuts() {
    return { Backspace: () => key.getState(this.editor.state) && this.editor.commands.undo() };
  },

  addProseMirrorPlugins() {
    const { language } = this.options;
    return [
      new Plugin({
        key,
        // Whether the last thing that happened was a replacement.
        state: {
          init: () => false,
          apply: (tr, was) => tr.getMeta(key) ?? (was && !tr.docChanged && !tr.selectionSet),
        },
        props: {
          handleTextInput: (view, from, to, text, plain) => whileTyping(view, from, text, plain, language),
          handleDOMEvents: {
            compositionend(view, { data }) {
              if (data?.length === 1) setTimeout(() => afterComposing(view, data, language));
            },
          },
        },
      }),
    ];
  },
});
