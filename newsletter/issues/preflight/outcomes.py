"""What was behind the links when a job looked: a page, nothing, or somebody's own network."""

from collections import defaultdict
from collections.abc import Iterator

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from newsletter.issues.outside.models import LinkState
from newsletter.issues.preflight.facts import OFFLINE, IssueFacts, LinkFacts
from newsletter.issues.preflight.finding import Family, Found, Rule, Severity
from newsletter.issues.preflight.links import Placed, links_of, shown
from newsletter.issues.preflight.style import MOST_ALIKE, and_more

DEAD = Rule("link-dead", Family.LINKS, Severity.WARN, _l("Every link leads to a page that is there."))
UNSURE = Rule("link-unsure", Family.LINKS, Severity.WARN, _l("Every link’s server answered when it was looked at."))
PRIVATE = Rule(
    "link-private", Family.LINKS, Severity.BLOCK, _l("No link leads into a private network, where readers can’t go.")
)

RULES = (DEAD, UNSURE, PRIVATE)
_RULES = {LinkState.DEAD: DEAD, LinkState.UNSURE: UNSURE, LinkState.REFUSED: PRIVATE}


def found_there(facts: IssueFacts) -> Iterator[Found]:
    """Of many alike in one text, the first are told."""
    offline = set[str]()
    alike: dict[tuple[str, Rule], list[tuple[Placed, LinkFacts]]] = defaultdict(list)
    for placed in links_of(facts):
        known = facts.links.get(placed.link.href)
        if known and known.says == OFFLINE:
            offline.add(placed.link.href)
        elif known and known.state is not LinkState.ALIVE:
            alike[placed.place, _RULES[known.state]].append((placed, known))
    for (place, rule), found in alike.items():
        for placed, known in found[:MOST_ALIKE]:
            yield Found(rule, placed.about, _says(known, shown(placed.link)), place)
        if rest := found[MOST_ALIKE:]:
            yield Found(rule, rest[0][0].about, and_more(len(rest)), place)
    if offline:
        says = ngettext(
            "%(num)s link could not be looked at: is this server online?",
            "%(num)s links could not be looked at: is this server online?",
            len(offline),
        )
        yield Found(UNSURE, "", says, f"{facts.place}#links")


def unknown(facts: IssueFacts) -> set[Rule]:
    """What can't be said while there are links that nobody has looked at."""
    hrefs = {placed.link.href for placed in links_of(facts)}
    is_open = any(href.startswith("https://") and href not in facts.links for href in hrefs)
    return {DEAD, UNSURE, PRIVATE} if is_open else set()


def _says(known: LinkFacts, link: str) -> str:
    if known.state is LinkState.REFUSED:
        return str(_("“%(link)s” leads into a private network", link=link))
    if known.state is LinkState.UNSURE:
        words = {"link": link, "why": _why(known)}
        return str(_("“%(link)s” may be dead, or not answer programs (%(why)s): open it yourself", **words))
    return str(_("“%(link)s” is dead (%(why)s)", link=link, why=_why(known)))


def _why(known: LinkFacts) -> str:
    reasons = {
        "name": _("there is no such server"),
        "refused": _("nothing answers there"),
        "timeout": _("no answer in time"),
        "certificate": _("its certificate is not valid"),
        "broken": _("the connection broke off"),
        "address": _("it is no address that can be asked"),
    }
    return str(reasons.get(known.says, f"HTTP {known.says}"))


CHECKS = (found_there,)
