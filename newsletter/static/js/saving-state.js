// Says how far the saving is, always in sight; aloud only when it changes for the worse, or is well again.

const QUIET = ["clean", "saved", "unsaved", "sending"];

export function savingState(strip, zone) {
  const [words, aloud] = [".standing", "[role=status]"].map((selector) => strip.querySelector(selector));
  const [now, choose] = ["now", "choose"].map((value) => strip.querySelector(`button[value=${value}]`));
  const signIn = strip.querySelector("a[target]:not(.notice a)");
  let ticking;
  let wasTroubled = false;

  const digits = { hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone: zone };
  const clock = new Intl.DateTimeFormat(document.documentElement.lang, digits);
  const time = (moment) => clock.format(moment ?? Date.now());

  function said(kind, values) {
    const sentence = strip.dataset[kind.replace(/-(.)/g, (dash, letter) => letter.toUpperCase())];
    return sentence.replace(/\{(\w+)\}/g, (place, name) => values[name] ?? place);
  }

  // `values` fill what the sentence leaves open.
  function show(kind, values = {}) {
    clearInterval(ticking);
    const isTroubled = !QUIET.includes(kind);
    const offline = kind === "unreachable" && !navigator.onLine;
    const name = offline ? "offline" : kind;
    const sentence = () => said(name, { ...values, time: values.time ?? time(values.since) });
    words.textContent = sentence();
    strip.dataset.kind = isTroubled ? "trouble" : kind;
    const waitsForSignIn = ["signed-out", "somebody-else"].includes(kind);
    now.hidden = kind !== "unreachable" && !waitsForSignIn;
    choose.hidden = kind !== "clash";
    signIn.hidden = !waitsForSignIn;
    if (values.seconds && name === "unreachable") {
      const until = Date.now() + values.seconds * 1000;
      ticking = setInterval(() => {
        values.seconds = Math.max(0, Math.round((until - Date.now()) / 1000));
        words.textContent = sentence();
      }, 1000);
    }
    if (kind === "sending") return;
    const isNews = isTroubled ? wasTroubled !== name : wasTroubled || values.aloud;
    if (isNews && kind !== "unsaved") aloud.textContent = sentence();
    if (kind !== "unsaved") wasTroubled = isTroubled && name;
  }

  return { show, time };
}
