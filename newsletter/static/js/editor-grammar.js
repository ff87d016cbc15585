// What a document may hold. commentaries/schema.py says the same to the server: the two change together.

import {
  Blockquote, Bold, BulletList, Document, Gapcursor, HardBreak, Heading, HorizontalRule, Italic, Link, ListItem,
  OrderedList, Paragraph, Placeholder, Text, UndoRedo, nodeInputRule, wrappingInputRule,
} from "../vendor/editor.js";
import { BlockId } from "./block-id.js";
import { Callout } from "./callout.js";
import { figure } from "./figure.js";
import { Find } from "./find.js";
import { SAFE } from "./links.js";
import { paste } from "./paste.js";
import { Shortcuts } from "./shortcuts.js";
import { SlashMenu } from "./slash-menu.js";
import { Typographer } from "./typographer.js";

const SafeLink = Link.extend({
  addAttributes: () => ({ href: { default: null } }),
  // The bundle would open a dialog of its own here.
  addKeyboardShortcuts() {
    return { "Mod-k": () => this.editor.emit("link") };
  },
}).configure({
  openOnClick: false,
  autolink: false,
  HTMLAttributes: { target: null, rel: null, class: null },
  isAllowedUri: (href) => SAFE.test(href),
});

// The bundle's own list has types of numbering and writes them into style attributes, which our policy forbids.
const NumberedList = OrderedList.extend({
  addAttributes: () => ({
    start: {
      default: 1,
      parseHTML: (element) => (element.start >= 0 && element.start < 10_000 ? element.start : 1),
    },
  }),
  addNodeView: null,
  addInputRules() {
    return [
      wrappingInputRule({
        find: /^(\d{1,3})\.\s$/,
        type: this.type,
        getAttributes: ([, number]) => ({ start: Number(number) }),
        joinPredicate: ([, number], list) => list.childCount + list.attrs.start === Number(number),
      }),
    ];
  },
});

// Of the group `top` is what stands in no other block.
const Whole = Document.extend({ content: "(block | top)+" });

// Typed as "---", of which two may have become a dash already.
const Divider = HorizontalRule.extend({
  addKeyboardShortcuts() {
    return { "Mod-Shift-h": () => this.editor.commands.setHorizontalRule() };
  },
  addInputRules() {
    return [nodeInputRule({ find: /^(?:---|[–—]-)$/, type: this.type })];
  },
});

// Everything that an editor is made of: of a textarea, in the .editor around it.
export function grammar({ placeholder, lang }, frame) {
  return [
    Whole, Paragraph, Text, HardBreak, Heading.configure({ levels: [2, 3] }), BulletList, NumberedList, ListItem,
    Callout, figure(frame),
    // The later ones are asked first for a shortcut, and Bold would take that of Blockquote too.
    SafeLink, Bold, Italic, Blockquote, Divider, UndoRedo, Gapcursor, Placeholder.configure({ placeholder }), BlockId,
    Shortcuts, Find, Typographer.configure({ language: lang }), SlashMenu.configure({ frame }), paste(frame),
  ];
}
