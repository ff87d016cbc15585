// What was copied out of an editor of ours is taken as it is, but for the ids of blocks: they stay only with those that
// were cut from this very text, and are being moved.

import { parsed } from "./paste-source.js";

const NODES = "p, h2, h3, ul, ol, li, blockquote, hr, br, a[href], strong, em, aside[data-callout], figure[data-photo]";
const WITHIN = "figure[data-photo] *, aside[data-callout] *";

// The markup, or null if it isn't of our kind.
export function ownMarkup(html, moved) {
  if (!html.includes("data-pm-slice")) return null;
  const { body } = parsed(html);
  const elements = [...body.querySelectorAll("*:not(meta)")];
  if (!elements.every((element) => element.matches(NODES) || element.matches(WITHIN))) return null;
  for (const element of elements) {
    for (const { name } of [...element.attributes]) if (!/^(data-[a-z-]+|href|start|src|alt)$/.test(name)) element.removeAttribute(name);
    if (!moved.has(element.dataset.block)) delete element.dataset.block;
  }
  return body.innerHTML;
}
