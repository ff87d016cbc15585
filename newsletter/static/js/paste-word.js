// What Word, Word Online and LibreOffice write in ways of their own, made into plain markup where it stands.

import { nested, numberOf } from "./paste-lists.js";
import { styleOf, styleText, withStyle } from "./paste-source.js";

const LISTED = /mso-list:\s*(l\d+)\s+level(\d)(?:\s+(lfo\d+))?/i;

export function plainer(source, leftOut) {
  takeOutDeletions(source, leftOut);
  takeOutComments(source, leftOut);
  bracketFootnotes(source, leftOut);
  nameHeadings(source);
  gatherLists(source);
  gatherOnlineLists(source);
  for (const end of source.querySelectorAll(".EOP")) end.remove();
}

function takeOut(elements) {
  for (const element of elements) element.remove();
}

function takeOutDeletions(source, leftOut) {
  const deleted = [...source.querySelectorAll("del, .msoDel")].filter((one) => !one.parentElement.closest("del, .msoDel"));
  leftOut.count("deletions", deleted.length);
  takeOut(deleted);
}

function takeOutComments(source, leftOut) {
  const anchors = source.querySelectorAll("a.msocomanchor, a[href^='#_msocom']");
  leftOut.count("comments", new Set([...anchors].map((anchor) => anchor.getAttribute("href"))).size);
  takeOut(withStyle(source, /mso-element:\s*comment|mso-special-character:\s*comment/i));
  takeOut(source.querySelectorAll(".MsoCommentReference, a.msocomanchor, .MsoCommentText"));
}

// A mail has no foot of the page: the number stays in brackets, and the note as a paragraph where it came.
function bracketFootnotes(source, leftOut) {
  const marks = source.querySelectorAll("a[href^='#_ftn'], a[href^='#_edn'], a.sdfootnoteanc, a.sdfootnotesym");
  for (const mark of marks) {
    const number = mark.textContent.replace(/[[\]\s]/g, "");
    if (/^#_(ftn|edn)ref/.test(mark.getAttribute("href")) || mark.matches(".sdfootnotesym")) mark.after(" ");
    else leftOut.count("footnotes", 1);
    mark.replaceWith(number ? `[${number}]` : "");
  }
  for (const notes of withStyle(source, /mso-element:\s*(foot|end)note-list/i)) takeOut(notes.querySelectorAll("hr"));
}

function nameHeadings(source) {
  for (const element of source.querySelectorAll("p, div[role=heading]")) {
    const level = headingLevel(element);
    if (level) rename(element, `h${Math.min(level, 6)}`);
    else if (element.matches(".MsoQuote, .MsoIntenseQuote, .Quote")) rename(element, "blockquote");
  }
}

function headingLevel(element) {
  if (element.matches(".MsoTitle")) return 1;
  if (element.getAttribute("role") === "heading") return Number(element.getAttribute("aria-level")) || 2;
  const [, level] = element.className.match(/\bMsoHeading(\d)/) ?? [];
  return Number(level ?? (styleOf(element)["mso-outline-level"]?.match(/^\d/)?.[0] || 0));
}

function rename(element, name) {
  const renamed = element.ownerDocument.createElement(name);
  for (const { name: attribute, value } of [...element.attributes]) {
    // A guarded name is one that only the parser takes.
    if (/^[a-z-]+$/.test(attribute)) renamed.setAttribute(attribute, value);
  }
  renamed.append(...element.childNodes);
  element.replaceWith(renamed);
}

function gatherLists(source) {
  for (const first of withStyle(source, LISTED)) {
    if (!first.isConnected || !isItem(first) || first.closest("li")) continue;
    const place = source.createComment("");
    first.before(place);
    place.replaceWith(...nested(itemsFrom(first, source), source));
  }
}

function isItem(element) {
  return element?.localName === "p" && LISTED.test(styleText(element));
}

// The items from here on, up to the first paragraph that is none. One without a marker goes on with the item before.
function itemsFrom(first, source) {
  const items = [];
  for (let element = first, next; element; element = next) {
    next = element.nextElementSibling;
    if (isItem(element)) items.push(itemOf(element, source));
    else if (element.localName === "p" && !element.textContent.trim() && isItem(next)) element.remove();
    else if (element.matches("p[class^=MsoListParagraph]")) items.at(-1).element.append(element);
    else break;
  }
  return items;
}

function itemOf(paragraph, source) {
  const [, list, level, format = ""] = styleText(paragraph).match(LISTED);
  const markers = withStyle(paragraph, /mso-list:\s*ignore/i);
  const marker = markers.map((element) => element.textContent).join("").trim();
  takeOut(markers);
  const element = source.createElement("div");
  element.append(paragraph);
  return { level: Number(level), number: numberOf(marker), list: list + format, element };
}

// Word Online wraps each item in a list of its own.
function gatherOnlineLists(source) {
  for (const first of source.querySelectorAll(".ListContainerWrapper")) {
    if (!first.isConnected) continue;
    const wrappers = [first];
    while (wrappers.at(-1).nextElementSibling?.matches(".ListContainerWrapper")) {
      wrappers.push(wrappers.at(-1).nextElementSibling);
    }
    const place = source.createComment("");
    first.before(place);
    const items = wrappers.flatMap((wrapper) => [...wrapper.querySelectorAll("li")]).map((li) => onlineItem(li, source));
    takeOut(wrappers);
    place.replaceWith(...nested(items, source));
  }
}

function onlineItem(li, source) {
  const list = li.closest("ol, ul");
  const ordered = list?.localName === "ol";
  const element = source.createElement("div");
  element.append(...li.childNodes);
  return {
    level: Number(li.dataset.ariaLevel) || 1,
    number: ordered ? Number(list.getAttribute("start")) || 1 : null,
    list: li.dataset.listid,
    element,
  };
}
