"""Where links lead: encrypted, past nobody who counts clicks, and under words that say where."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from newsletter.commentaries.characters import safe_href
from newsletter.commentaries.hyperlinks import Hyperlink
from newsletter.issues.outside.trackers import counts_clicks, tracking_parameters, without_trackers
from newsletter.issues.preflight.facts import IssueFacts
from newsletter.issues.preflight.finding import Family, Found, Rule, Severity, about, leaving
from newsletter.issues.preflight.telling_words import is_vague

RELATIVE = Rule(
    "link-relative", Family.LINKS, Severity.BLOCK, _l("Every link is a whole address (https://…, mailto:…).")
)
PLAIN = Rule("link-http", Family.LINKS, Severity.WARN, _l("Every link is encrypted (https)."))
TRACKER = Rule(
    "link-tracker",
    Family.LINKS,
    Severity.BLOCK,
    _l("No link tells a stranger who clicked (utm_…, fbclid and the like), or goes through one who counts clicks."),
)
VAGUE = Rule("link-words", Family.LINKS, Severity.WARN, _l("The words of every link say where it leads."))

RULES = (RELATIVE, PLAIN, TRACKER, VAGUE)

_ADDRESS = re.compile(r"https?://[^\s<>\"“”«»]+")


@dataclass(frozen=True)
class Placed:
    """A link with what it stands in."""

    link: Hyperlink
    about: str
    place: str


def links_of(facts: IssueFacts) -> Iterator[Placed]:
    """Every link that the issue carries, the bare addresses in the words of its mail and its boxes too."""
    for entry in facts.entries:
        if entry.credit_href:
            yield Placed(Hyperlink(entry.credit_href, ""), about(entry), entry.place)
    for entry, text in leaving(facts):
        yield from (Placed(link, about(entry, text), text.place) for link in text.links)
    for box in facts.boxes:
        hrefs = [box.href or "", *_written_out(*(box.words or {}).values())]
        yield from (Placed(Hyperlink(href, ""), box.name, box.place) for href in hrefs if href)
    for words in (facts.openings, facts.closings):
        for language, said in words.items():
            for href in _written_out(said):
                yield Placed(Hyperlink(href, ""), language.upper(), f"{facts.place}#words")


def _written_out(*words: str) -> Iterator[str]:
    """Addresses in plain words, without the punctuation behind them."""
    for said in words:
        yield from filter(safe_href, (found.rstrip(".,:;!?)…") for found in _ADDRESS.findall(said)))


def forms(facts: IssueFacts) -> Iterator[Found]:
    for placed in links_of(facts):
        href, words = placed.link.href, shown(placed.link)
        if not safe_href(href):
            yield Found(RELATIVE, placed.about, _("“%(link)s” is no whole address", link=words), placed.place)
            continue
        scheme = urlsplit(href).scheme
        if scheme == "http":
            says = _("“%(link)s” is not encrypted: try https://", link=words)
            yield Found(PLAIN, placed.about, says, placed.place)
        if scheme in ("http", "https") and (finding := _tracking(href, words)):
            yield Found(TRACKER, placed.about, finding, placed.place)


def _tracking(href: str, words: str) -> str:
    if counts_clicks(href):
        return str(_("“%(link)s” goes through a server that counts clicks: link to the page itself", link=words))
    if names := tracking_parameters(href):
        says = _(
            "“%(link)s” tells others who clicked (%(names)s). Without that it is %(clean)s",
            link=words,
            names=", ".join(names),
            clean=without_trackers(href),
        )
        return str(says)
    return ""


def words_of_links(facts: IssueFacts) -> Iterator[Found]:
    for entry, text in leaving(facts):
        for link in text.links:
            if is_vague(link.words):
                says = _("“%(words)s” says little as a link", words=link.words.strip())
                yield Found(VAGUE, about(entry, text), says, text.place)


def shown(link: Hyperlink) -> str:
    """By its words and where it leads; a long address is cut."""
    href = link.href if len(link.href) <= 60 else link.href[:59] + "…"
    words = " ".join(link.words.split())
    return href if not words or words == link.href else f"{words} → {href}"


CHECKS = (forms, words_of_links)
