"""Where links lead: encrypted, to a page that is there, past nobody who counts clicks, and under telling words."""

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from newsletter.commentaries.characters import safe_href
from newsletter.commentaries.hyperlinks import Hyperlink
from newsletter.issues.facts import IssueFacts, LinkFacts
from newsletter.issues.outside_models import LinkState
from newsletter.issues.preflight.finding import Family, Found, Rule, Severity, about, leaving
from newsletter.issues.preflight.style import MOST_ALIKE, and_more
from newsletter.issues.preflight.telling_words import addresses_in, is_vague
from newsletter.issues.trackers import counts_clicks, tracking_parameters, without_trackers

OFFLINE = "offline"
"""What a LinkFacts says where nothing could be looked up at all."""

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
DEAD = Rule("link-dead", Family.LINKS, Severity.WARN, _l("Every link leads to a page that is there."))
UNSURE = Rule("link-unsure", Family.LINKS, Severity.WARN, _l("Every link’s server answered when it was looked at."))
PRIVATE = Rule(
    "link-private", Family.LINKS, Severity.BLOCK, _l("No link leads into a private network, where readers can’t go.")
)

RULES = (RELATIVE, PLAIN, TRACKER, VAGUE, DEAD, UNSURE, PRIVATE)


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
        hrefs = [box.href or "", *addresses_in(*(box.words or {}).values())]
        yield from (Placed(Hyperlink(href, ""), box.name, box.place) for href in hrefs if href)
    for words in (facts.openings, facts.closings):
        for language, said in words.items():
            for href in addresses_in(said):
                yield Placed(Hyperlink(href, ""), language.upper(), f"{facts.place}#words")


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


def outcomes(facts: IssueFacts) -> Iterator[Found]:
    """Of one server that gives no clear answer, and of a text with many such links, the first are told."""
    offline = 0
    told: dict[tuple[str, str], int] = {}
    for placed in links_of(facts):
        known = facts.links.get(placed.link.href)
        if known is None or known.state is LinkState.ALIVE:
            continue
        if known.says == OFFLINE:
            offline += 1
            continue
        rule = _RULES[known.state]
        seen = told[rule.name, placed.place] = told.get((rule.name, placed.place), 0) + 1
        if seen <= MOST_ALIKE:
            yield Found(rule, placed.about, _says(known, shown(placed.link)), placed.place)
        elif seen == MOST_ALIKE + 1:
            alike = [other for other in links_of(facts) if other.place == placed.place]
            more = sum(_rule_of(facts.links.get(other.link.href)) is rule for other in alike) - MOST_ALIKE
            yield Found(rule, placed.about, and_more(more), placed.place)
    if offline:
        says = ngettext(
            "%(num)s link could not be looked at: is this server online?",
            "%(num)s links could not be looked at: is this server online?",
            offline,
        )
        yield Found(UNSURE, "", says, f"{facts.place}#links")


def unknown(facts: IssueFacts) -> set[Rule]:
    """What can't be said while there are links that nobody has looked at."""
    hrefs = {placed.link.href for placed in links_of(facts)}
    is_open = any(href.startswith("https://") and href not in facts.links for href in hrefs)
    return {DEAD, UNSURE, PRIVATE} if is_open else set()


_RULES = {LinkState.DEAD: DEAD, LinkState.UNSURE: UNSURE, LinkState.REFUSED: PRIVATE}


def _rule_of(known: LinkFacts | None) -> Rule | None:
    return None if known is None or known.says == OFFLINE else _RULES.get(known.state)


def _says(known: LinkFacts, link: str) -> str:
    if known.state is LinkState.REFUSED:
        return str(_("“%(link)s” leads into a private network", link=link))
    if known.state is LinkState.UNSURE:
        words = {"link": link, "why": why(known)}
        return str(_("“%(link)s” may be dead, or not answer programs (%(why)s): open it yourself", **words))
    return str(_("“%(link)s” is dead (%(why)s)", link=link, why=why(known)))


def why(known: LinkFacts) -> str:
    reasons = {
        "name": _("there is no such server"),
        "refused": _("nothing answers there"),
        "timeout": _("no answer in time"),
        "certificate": _("its certificate is not valid"),
        "broken": _("the connection broke off"),
        "address": _("it is no address that can be asked"),
    }
    return str(reasons.get(known.says, f"HTTP {known.says}"))


def shown(link: Hyperlink) -> str:
    """By its words and where it leads; a long address is cut."""
    href = link.href if len(link.href) <= 60 else link.href[:59] + "…"
    words = " ".join(link.words.split())
    return href if not words or words == link.href else f"{words} → {href}"


CHECKS = (forms, words_of_links, outcomes)
