// What was copied out of an editor of ours is taken as it is, but for the ids of its blocks. A block gets its own back
// only if it was cut from this very text, and is being moved.

import { linksOf, saysLinks, setLinks } from "./block-links.js";
import { parsed } from "./paste-source.js";

const NODES = "p, h2, h3, ul, ol, li, blockquote, hr, br, a[href], strong, em, aside[data-callout], figure[data-photo]";
const WITHIN = "figure[data-photo] *, aside[data-callout] *";
const KEPT = /^(data-(?!block$)[a-z-]+|href|start|src|alt)$/;

// The markup, or null if it isn't of our kind.
export function ownMarkup(html) {
  if (!html.includes("data-pm-slice")) return null;
  const { body } = parsed(html);
  const elements = [...body.querySelectorAll("*:not(meta)")];
  if (!elements.every((element) => element.matches(NODES) || element.matches(WITHIN))) return null;
  for (const element of elements) {
    for (const { name } of [...element.attributes]) if (!KEPT.test(name)) element.removeAttribute(name);
  }
  return body.innerHTML;
}

// The ids and links of blocks that were cut, by their words: to be put back where these words come in again.
export class CutBlocks {
  cut = new Map();

  remember({ doc, selection: { from, to } }) {
    doc.forEach((block, position) => {
      if (position < to && position + block.nodeSize > from) this.cut.set(block.textContent, block);
    });
  }

  restored({ doc, tr }) {
    const there = new Set(doc.children.map((block) => block.attrs.id));
    doc.forEach((block, position) => {
      const was = block.textContent && this.cut.get(block.textContent);
      if (!was || there.has(was.attrs.id)) return;
      there.add(was.attrs.id);
      setLinks(tr, position, { id: was.attrs.id, ...linksOf(was) });
    });
    return tr.docChanged ? saysLinks(tr) : null;
  }
}
