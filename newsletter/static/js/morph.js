// Makes what stands on the page into what it should be, and leaves alone what is the same already: focus, scrolling,
// selections and open details stay. What somebody has typed or chosen stays too.

export function become(old, fresh) {
  if (old.nodeType !== fresh.nodeType || old.nodeName !== fresh.nodeName || old.id !== fresh.id) {
    old.replaceWith(fresh);
  } else if (old.nodeType === Node.ELEMENT_NODE) {
    dress(old, fresh);
    fill(old, fresh);
  } else if (old.nodeValue !== fresh.nodeValue) {
    old.nodeValue = fresh.nodeValue;
  }
}

export function fill(old, fresh) {
  const [standing, wanted] = [[...old.childNodes], [...fresh.childNodes]];
  for (const [place, child] of wanted.entries()) {
    if (standing[place]) become(standing[place], child);
    else old.append(child);
  }
  for (const left of standing.slice(wanted.length)) left.remove();
}

function dress(old, fresh) {
  for (const { name } of [...old.attributes]) {
    if (!fresh.hasAttribute(name) && !(name === "open" && old.nodeName === "DETAILS")) old.removeAttribute(name);
  }
  for (const { name, value } of fresh.attributes) {
    if (old.getAttribute(name) !== value) old.setAttribute(name, value);
  }
}
