// Where a link may lead, and where one that was typed or copied does.

export const SAFE = /^(https?:\/\/|mailto:)\S+$/i;

const LONGEST = 2_000;
// As commentaries/characters.py: whatever two programs could read differently.
const AMBIGUOUS = /[\\<>"`]|^https?:\/\/[^/?#]*@/i;

// Sites that send every link through themselves, and the field that has its real address.
const DETOURS = [
  [/^(www\.)?google\.[a-z.]+$/, "/url", ["q", "url"]],
  [/\.safelinks\.protection\.outlook\.com$/, "/", ["url"]],
  [/^lm?\.facebook\.com$/, "/l.php", ["u"]],
];

// An address as somebody types it: with a scheme of ours, or completed with one; null if it can't lead anywhere.
export function completed(href) {
  const typed = href.trim();
  if (SAFE.test(typed)) return typed;
  if (/^[^\s:/]+@[^\s:/]+\.[^\s:/]+$/.test(typed)) return `mailto:${typed}`;
  return /^[^\s:/@]+\.[^\s:/@]{2,}([:/?#]\S*)?$/.test(typed) ? `https://${typed}` : null;
}

export function destination(written) {
  const href = straight(written.trim());
  return SAFE.test(href) && !AMBIGUOUS.test(href) && href.length <= LONGEST ? href : null;
}

function straight(href) {
  const url = URL.canParse(href) ? new URL(href) : null;
  const [, , fields = []] = DETOURS.find(([host, path]) => url && host.test(url.hostname) && url.pathname === path) ?? [];
  return fields.map((field) => url.searchParams.get(field)).find((found) => found) ?? href;
}
