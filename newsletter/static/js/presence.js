// Who else has the text open, and whose turn it is to write. The others follow along and can take over; nobody's words
// are refused for it.

const EVERY = 10_000; // milliseconds
const IN_COMPANY = 5_000;
const HIDDEN_FOR = 5 * 60_000;

export async function takeTurns({ form, editor, saving, state, asking, kept }) {
  const frame = editor.view.dom.closest(".editor");
  const [turn, company] = [form.querySelector(".turn"), document.querySelector(".company")];
  const [sentence, take] = [turn.querySelector("p"), turn.querySelector("button")];
  const { tab } = kept;
  let holding = null; // nobody has said yet
  let next, hiddenSince;
  let latest = 0;

  function say(message) {
    turn.hidden = !message;
    if (message && sentence.textContent !== message) sentence.textContent = message;
  }

  function rest(resting) {
    editor.setEditable(!resting, false);
    editor.view.dom.ariaReadOnly = String(resting);
    frame.classList.toggle("resting", resting);
    for (const field of [form.elements.title, form.elements.standfirst]) field.readOnly = resting;
  }

  function sentenceFor(writer) {
    if (writer.you) return turn.dataset.elsewhere;
    return turn.dataset.follows.replace("{handle}", writer.handle);
  }

  async function lose(writer) {
    rest(true);
    const time = state.time();
    const told = (words) => words.replace("{handle}", writer.handle).replace("{time}", time);
    if (writer.you) return say(turn.dataset.elsewhere);
    say(told(turn.dataset.takenUnsaved));
    if (await saving.flush()) say(told(turn.dataset.taken));
  }

  function see({ writer, readers, revision }) {
    const here = writer?.here ?? true;
    const others = [...(writer && !here ? [writer.handle] : []), ...readers];
    showCompany(others);
    if (here) {
      rest(false);
      say("");
    } else if (holding) {
      lose(writer);
    } else if (holding === null || turn.hidden) {
      rest(true);
      say(sentenceFor(writer));
    }
    holding = here;
    if (revision > saving.saved.revision) saving.flush({ look: true });
    return others.length > 0;
  }

  function showCompany(handles) {
    company.hidden = !handles.length;
    const label = document.createElement("span");
    label.textContent = company.dataset.label;
    company.replaceChildren(label, ...handles.map(badge));
  }

  async function beat(wants = "write") {
    clearTimeout(next);
    const number = ++latest;
    const seen = await asking.presence({ tab, wants });
    // An answer that was overtaken says what no longer holds.
    if (number !== latest) return;
    const inCompany = seen ? see(seen) : false;
    if (hiddenSince && Date.now() - hiddenSince > HIDDEN_FOR) return;
    next = setTimeout(beat, inCompany ? IN_COMPANY : EVERY);
  }

  take.addEventListener("click", async () => {
    await beat("take");
    editor.commands.focus();
  });
  document.addEventListener("visibilitychange", () => {
    hiddenSince = document.hidden ? Date.now() : null;
    if (!document.hidden) beat();
  });
  addEventListener("focus", () => beat());
  addEventListener("pagehide", () => {
    if (navigator.onLine) kept.mark(false);
    asking.presence({ tab, wants: "read", gone: true }, { keepalive: true });
  });
  addEventListener("pageshow", (event) => event.persisted && beat());
  for (const lost of await kept.lostTabs()) await asking.presence({ tab: lost, wants: "read", gone: true });
  kept.mark(true);
  beat();
}

function badge(handle) {
  const [whole, initials] = [document.createElement("span"), document.createElement("b")];
  initials.textContent = handle.slice(0, 2).toUpperCase();
  initials.ariaHidden = "true";
  whole.className = "present";
  whole.append(initials, handle);
  return whole;
}
