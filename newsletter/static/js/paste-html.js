// Copied markup as what a document may hold, and nothing else: a function of the markup alone.

import { Reader } from "./paste-reader.js";
import { parsed } from "./paste-source.js";
import { plainer } from "./paste-word.js";

// How often something of each kind was left out.
class LeftOut {
  counts = {};

  count(kind, times) {
    if (times) this.counts[kind] = (this.counts[kind] ?? 0) + times;
  }
}

// { html, dropped: { kind: times }, pictures: [data: URIs] }
export function cleaned(html) {
  const leftOut = new LeftOut();
  const source = parsed(html);
  plainer(source, leftOut);
  let reader = new Reader(leftOut, headingTags(source));
  reader.readAll(source.body);
  // Somebody may have copied out of what is usually beside the text.
  if (!reader.blocks.length && source.body.textContent.trim()) {
    delete leftOut.counts.boxes;
    reader = new Reader(leftOut, headingTags(source), new Set());
    reader.readAll(source.body);
  }
  return { html: reader.blocks.map(rendered).join(""), dropped: leftOut.counts, pictures: reader.pictures };
}

// Of the two levels that a text has. A single <h1> is a title, and doesn't push the others down.
function headingTags(source) {
  const several = source.querySelectorAll("h1:not(.MsoTitle)").length > 1;
  return { h1: "h2", h2: several ? "h3" : "h2", h3: "h3", h4: "h3", h5: "h3", h6: "h3" };
}

function rendered(node) {
  if (node.tag === "hr") return "<hr>";
  const start = node.tag === "ol" && node.start !== 1 ? ` start="${node.start}"` : "";
  const inner = node.inline ? node.inline.map(renderedPiece).join("") : node.children.map(rendered).join("");
  return `<${node.tag}${start}>${inner}</${node.tag}>`;
}

function renderedPiece({ rest, text, bold, italic, href }) {
  if (rest) return "<br>";
  let html = escaped(text);
  if (italic) html = `<em>${html}</em>`;
  if (bold) html = `<strong>${html}</strong>`;
  return href ? `<a href="${escaped(href)}">${html}</a>` : html;
}

function escaped(text) {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
}
