// Reads plain markup into the blocks of a document. Those in hand are { tag, inline } or { tag, children, start }.
// commentaries/markup_reading.py reads files in the same way.

import { destination } from "./links.js";
import { styleOf, words } from "./paste-source.js";
import { blocksOfRows, inOneLine } from "./paste-tables.js";

const LISTS = new Set(["ul", "ol"]);
const CONTAINERS = new Set([...LISTS, "li", "blockquote"]);
const BLOCKS = new Set([
  ...CONTAINERS, "address", "article", "body", "center", "dd", "details", "div", "dl", "dt", "fieldset", "figcaption",
  "figure", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hgroup", "legend", "main", "p", "pre", "section",
  "summary", "caption", "tr", "td", "th",
]);
const BESIDE = new Set(["nav", "aside", "footer", "dialog", "menu"]);
const EMBEDDED = new Set(["iframe", "object", "embed", "audio", "video", "canvas", "svg", "math"]);
const UNSEEN = new Set([
  ...EMBEDDED, "head", "title", "script", "xmp", "noscript", "template", "button", "select", "input", "textarea", "xml",
  "map", "link", "meta",
]);
const PICTURE = /^data:image\/(?:png|jpeg|gif|webp);base64,/i;
const EMOJI = /^\p{Extended_Pictographic}[\p{Extended_Pictographic}\p{Emoji_Modifier}\u200D\uFE0F]{0,6}$/u;
const DEEPEST = 5; // lists and quotes within each other, as in markup_reading.py

export class Reader {
  blocks = [];
  pictures = [];
  open = []; // the lists, items and quotes around the words in hand
  inline = []; // pieces of the block in hand: { text, bold, italic, href }, or { rest: true } for a line break
  tag = "p";

  constructor(leftOut, headings, beside = BESIDE) {
    Object.assign(this, { leftOut, headings, beside });
  }

  readAll(root) {
    this.read(root, {});
    this.flush();
  }

  read(parent, format) {
    for (const node of parent.childNodes) {
      if (node.nodeType === Node.TEXT_NODE) this.say(node.data, format);
      else if (node.nodeType === Node.ELEMENT_NODE) this.readElement(node, format);
    }
  }

  readElement(element, format) {
    const tag = element.localName;
    const style = styleOf(element);
    if (style.display === "none" || style["mso-hide"] === "all" || element.hidden) return;
    if (this.beside.has(tag)) this.leftOut.count("boxes", 1);
    else if (UNSEEN.has(tag)) this.leftOut.count("embeds", EMBEDDED.has(tag) ? 1 : 0);
    else if (tag === "br") this.lineBreak();
    else if (tag === "img") this.readPicture(element, format);
    else if (tag === "hr") this.divide();
    else if (tag === "table") this.readTable(element, format);
    else if (BLOCKS.has(tag) || style.display === "block") this.readBlock(element, this.formatted(element, style, format));
    else if (element.matches(".Apple-converted-space")) this.say(" ", format);
    else this.read(element, this.formatted(element, style, format));
  }

  // Google wraps everything into a <b> that is none; Word's <b> is one even if its style seems to deny it.
  formatted(element, style, format) {
    const tag = element.localName;
    const weight = style["font-weight"];
    const inner = { ...format };
    if (tag === "b" || tag === "strong") inner.bold = !element.id.startsWith("docs-internal-guid");
    else if (weight) inner.bold = /^(bold|bolder|[6-9]00)/.test(weight);
    if (tag === "i" || tag === "em") inner.italic = true;
    else if (style["font-style"]) inner.italic = /^(italic|oblique)/.test(style["font-style"]);
    if (tag === "a" && element.hasAttribute("href")) inner.href = this.linked(element.getAttribute("href"));
    return inner;
  }

  linked(written) {
    const href = destination(words(written));
    if (!href && !written.startsWith("#")) this.leftOut.count("links", 1);
    return href ?? undefined;
  }

  readBlock(element, format) {
    this.flush();
    const tag = element.localName;
    const entered = CONTAINERS.has(tag) && this.enter(element);
    const around = this.tag;
    this.tag = this.headings[tag] ?? (CONTAINERS.has(tag) ? "p" : around);
    if (tag === "pre") this.readLines(element, format);
    else this.read(element, format);
    this.flush();
    this.tag = around;
    if (entered) this.leave();
  }

  readLines(element, format) {
    for (const line of element.textContent.split("\n")) {
      this.say(line, format);
      this.lineBreak();
    }
  }

  // Google puts a list that is deeper beside the item it belongs to, and begins with several at once.
  enter(element) {
    const tag = element.localName;
    const parent = this.open.at(-1);
    const isItem = tag === "li";
    if (isItem ? !LISTS.has(parent?.tag) : this.open.length >= DEEPEST) return false;
    if (LISTS.has(tag) && LISTS.has(parent?.tag) && !parent.children.length) return false;
    const start = tag === "ol" ? Number(element.getAttribute("start") ?? 1) : 1;
    this.open.push({ tag, children: [], start: start >= 0 && start < 10_000 ? Math.trunc(start) : 1 });
    return true;
  }

  leave() {
    const node = this.open.pop();
    if (node.children.length) this.add(node);
  }

  say(text, format) {
    const before = this.inline.at(-1)?.text ?? " ";
    let said = words(text).replace(/[ \t\n\r\f]+/g, " ").replace(/ \u00A0+|\u00A0+ |\u00A0{2,}/g, " ").replace(/ {2,}/g, " ");
    if (before.endsWith(" ")) said = said.replace(/^ /, "");
    if (said) this.inline.push({ ...format, text: said });
  }

  lineBreak() {
    if (this.inline.at(-1)?.rest) this.flush();
    else if (this.inline.length) this.inline.push({ rest: true });
  }

  divide() {
    this.flush();
    if (this.blocks.length && !this.open.length) this.add({ tag: "hr" });
  }

  readPicture(image, format) {
    const address = image.getAttribute("src") ?? "";
    if (EMOJI.test(image.alt)) this.say(image.alt, format);
    else if (PICTURE.test(address)) this.pictures.push(address);
    else if (image.getAttribute("width") !== "1") this.leftOut.count("pictures", 1);
  }

  readTable(table, format) {
    const rows = [...table.rows];
    const columns = Math.max(0, ...rows.map((row) => row.cells.length));
    if (columns < 2 || table.getAttribute("role") === "presentation") {
      this.readBlock(table, format);
      return;
    }
    this.flush();
    this.leftOut.count("tables", 1);
    if (table.caption) this.readBlock(table.caption, format);
    const heads = table.tHead?.rows[0] === rows[0] || [...rows[0].cells].every(({ localName }) => localName === "th");
    for (const block of blocksOfRows(rows.map((row) => [...row.cells].map((cell) => this.cell(cell))), heads)) this.add(block);
  }

  cell(element) {
    const reader = new Reader(this.leftOut, this.headings, this.beside);
    reader.readAll(element);
    this.pictures.push(...reader.pictures);
    return { inline: inOneLine(reader.blocks.flatMap(inlines)), span: element.colSpan, down: element.rowSpan };
  }

  // End the block in hand.
  flush() {
    const inline = trimmed(this.inline);
    const tag = this.open.length ? "p" : this.tag;
    this.inline = [];
    // A heading is bold anyhow.
    if (inline.length) this.add({ tag, inline: tag === "p" ? inline : inline.map((piece) => ({ ...piece, bold: false })) });
  }

  // Where the grammar allows it: lists hold items only, and an item begins with a paragraph.
  add(node) {
    let parent = this.open.at(-1);
    if (!parent) return void this.blocks.push(node);
    if (LISTS.has(parent.tag) && node.tag !== "li") {
      if (!parent.children.length) parent.children.push({ tag: "li", children: [] });
      parent = parent.children.at(-1);
    }
    if (parent.tag === "li" && !parent.children.length && node.tag !== "p") parent.children.push({ tag: "p", inline: [] });
    parent.children.push(node);
  }
}

// Without space at either end, or around a line break.
function trimmed(inline) {
  const last = inline.findLastIndex(({ text }) => text?.replace(/\u00A0/g, " ").trim());
  return inline.slice(0, last + 1).map(({ text, ...format }, index) => {
    if (text === undefined) return format;
    const [before, after] = [inline[index - 1], index === last ? undefined : inline[index + 1]];
    const begun = !before || before.rest ? text.replace(/^[ \u00A0]+/, "") : text;
    return { ...format, text: !after || after.rest ? begun.replace(/[ \u00A0]+$/, "") : begun };
  });
}

function inlines(node) {
  return node.inline ? [node.inline] : (node.children ?? []).flatMap(inlines);
}
