// The reasoning behind a verdict, set apart from the rest.

import { Node, mergeAttributes } from "../vendor/editor.js";

export const Callout = Node.create({
  name: "callout",
  group: "top",
  content: "block+",
  defining: true,
  parseHTML: () => [{ tag: "aside[data-callout]" }],
  renderHTML: ({ HTMLAttributes }) => [
    "aside", mergeAttributes(HTMLAttributes, { "data-callout": "", class: "callout" }), 0,
  ],
  addCommands() {
    return { toggleCallout: () => ({ commands }) => commands.toggleWrap(this.name) };
  },
  addKeyboardShortcuts() {
    return { "Mod-Shift-9": () => this.editor.commands.toggleCallout() };
  },
});
