// Markup that somebody copied, parsed without effect: nothing in it is fetched, run or applied.

// A character that no text may hold. Before the names of attributes it keeps the browser from even looking at styles
// and handlers, which our policy would have to refuse and report one by one.
const GUARD = "\uFDD0";

// What commentaries/characters.py takes out of a text too.
const UNWANTED = /[\u0000-\u0008\u000E-\u001F\u007F-\u009F\u200B\u200E\u200F\u202A-\u202E\u2066-\u2069\uFEFF\uFDD0-\uFDEF\uFFFE\uFFFF]/g;

export function parsed(html) {
  const guarded = html
    .replaceAll(GUARD, "")
    .replace(/([\s"'/])(style|on\w+)(?=\s*=)/gi, `$1${GUARD}$2`)
    .replace(/<(\/?)style\b/gi, "<$1xmp") // also an element whose content is no markup
    .replace(/<base\b/gi, "<link"); // has no content either
  return new DOMParser().parseFromString(guarded, "text/html");
}

export function words(text) {
  return text.replace(UNWANTED, "");
}

export function styleText(element) {
  return element.getAttribute(`${GUARD}style`) ?? "";
}

// The last value of each property, in lower case: those that only Word knows are among them.
export function styleOf(element) {
  const pairs = styleText(element).toLowerCase().split(";").map((rule) => rule.split(":").map((part) => part.trim()));
  return Object.fromEntries(pairs.filter((pair) => pair.length > 1));
}

export function withStyle(source, pattern) {
  return [...source.querySelectorAll("*")].filter((element) => pattern.test(styleText(element)));
}
