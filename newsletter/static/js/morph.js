// Makes what stands on the page into what it should be, and leaves alone what is the same already: focus, scrolling,
// selections and open details stay. What somebody has typed or chosen stays too.

export function become(old, fresh) {
  if (!alike(old, fresh)) return old.replaceWith(fresh);
  if (old.nodeType === Node.ELEMENT_NODE) {
    dress(old, fresh);
    fill(old, fresh);
  } else if (old.nodeValue !== fresh.nodeValue) {
    old.nodeValue = fresh.nodeValue;
  }
}

// Something that came up or went away between others doesn't make these into one another.
function fill(old, fresh) {
  const wanted = [...fresh.childNodes];
  let standing = old.firstChild;
  for (const [place, child] of wanted.entries()) {
    while (standing && !wanted.slice(place).some((later) => alike(standing, later))) standing = without(standing);
    if (standing && alike(standing, child)) {
      const next = standing.nextSibling;
      become(standing, child);
      standing = next;
    } else {
      old.insertBefore(child, standing);
    }
  }
  while (standing) standing = without(standing);
}

function without(node) {
  const next = node.nextSibling;
  node.remove();
  return next;
}

function alike(one, other) {
  return one.nodeName === other.nodeName && one.id === other.id && one.classList?.[0] === other.classList?.[0];
}

function dress(old, fresh) {
  for (const { name } of [...old.attributes]) {
    if (!fresh.hasAttribute(name) && !(name === "open" && old.nodeName === "DETAILS")) old.removeAttribute(name);
  }
  for (const { name, value } of fresh.attributes) {
    if (old.getAttribute(name) !== value) old.setAttribute(name, value);
  }
}
