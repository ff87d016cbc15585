// Makes a part of the page what it is in another page, node by node: focus, what is open, and words that the server
// doesn't have yet stay.

const OWN_ATTRIBUTES = ["open"]; // what somebody opened isn't closed by an answer
const OWN_WORDS = ".counter, [data-own]"; // what scripts of the page say

// `sent`: what was sent of which field, by its id, and whether the server took it.
export function become(old, fresh, sent) {
  if (old.matches(OWN_WORDS)) return;
  if (old.matches("textarea, select, input:not([type=hidden], [type=radio])")) return becomeField(old, fresh, sent);
  becomeAlike(old, fresh);
  becomeChildren(old, fresh, sent);
}

function becomeAlike(old, fresh) {
  for (const { name } of [...old.attributes]) {
    if (!fresh.hasAttribute(name) && !OWN_ATTRIBUTES.includes(name)) old.removeAttribute(name);
  }
  for (const { name, value } of fresh.attributes) {
    if (old.getAttribute(name) !== value) old.setAttribute(name, value);
  }
}

function becomeChildren(old, fresh, sent) {
  const rest = [...old.childNodes];
  let place = old.firstChild;
  for (const wanted of fresh.childNodes) {
    const found = rest.findIndex((node) => isSame(node, wanted));
    const node = found < 0 ? document.importNode(wanted, true) : rest.splice(found, 1)[0];
    if (node === place) place = place.nextSibling;
    else old.insertBefore(node, place);
    if (found < 0) continue;
    if (node.nodeType === Node.ELEMENT_NODE) become(node, wanted, sent);
    else if (node.data !== wanted.data) node.data = wanted.data;
  }
  for (const node of rest) node.remove();
}

// A frame is one with what it shows, and is loaded again only when that is something else.
function isSame(node, wanted) {
  if (node.nodeType !== wanted.nodeType || node.nodeName !== wanted.nodeName) return false;
  if (node.nodeType !== Node.ELEMENT_NODE) return true;
  return node.id === wanted.id && node.dataset.shows === wanted.dataset.shows;
}

export function isWritten(field) {
  if (!field.matches("select")) return field.value !== field.defaultValue;
  const known = [...field.options].find((option) => option.defaultSelected) ?? field.options[0];
  return field.selectedOptions[0] !== known;
}

// Of words that the server refused, what it says of them is shown; they still aren't what it has.
function becomeField(field, fresh, { values, isTaken }) {
  const { value, defaultValue } = field;
  const isKnown = !isWritten(field) || (isTaken && values.get(field.id) === value);
  const isRefused = !isTaken && values.has(field.id);
  becomeAlike(field, fresh);
  if (field.matches("select")) becomeChildren(field, fresh);
  else field.defaultValue = isRefused ? defaultValue : fresh.defaultValue;
  field.value = isKnown && !isRefused ? fresh.value : value;
  if (field.value !== value) field.dispatchEvent(new Event("input", { bubbles: true }));
}
