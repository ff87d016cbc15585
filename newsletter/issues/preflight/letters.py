"""The finished letters: how large they are, what they say as plain text, and what a discreet one must not show."""

from collections.abc import Iterator

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from newsletter.issues.preflight.facts import IssueFacts
from newsletter.issues.preflight.finding import Family, Found, Rule, Severity
from newsletter.languages import Variant
from newsletter.web import interface_language

SIZE_LIMIT = 74_000
"""Bytes of HTML. Gmail cuts a mail off near 102 kB as encoded, which leaves this much."""
NEAR = 0.9
"""The share of the size limit from which on it is worth a warning."""

SIZE = Rule(
    "size", Family.LETTERS, Severity.BLOCK, _l("No standard edition is so large that Gmail would cut its end off.")
)
SIZE_DISCREET = Rule(
    "size-discreet",
    Family.LETTERS,
    Severity.WARN,
    _l("No discreet edition is so large either; it has no teasers that would make room."),
)
SIZE_NEAR = Rule("size-near", Family.LETTERS, Severity.WARN, _l("No edition comes near that limit."))
PLAIN_TEXT = Rule(
    "plain-text", Family.LETTERS, Severity.BLOCK, _l("Every edition has its words as plain text as well.")
)
BETRAYAL = Rule(
    "betrayal",
    Family.LETTERS,
    Severity.BLOCK,
    _l("A discreet edition asks for nothing from outside, has one link only, and no word of who sends it."),
    locked=_l("Somebody else may hold the reader’s phone."),
)

RULES = (SIZE, SIZE_DISCREET, SIZE_NEAR, PLAIN_TEXT, BETRAYAL)


def sizes(facts: IssueFacts) -> Iterator[Found]:
    """A discreet edition has no teasers that would make room: what is clipped is its end."""
    for key, edition in facts.editions.items():
        who, place = key.label(interface_language()), f"{facts.place}#entries"
        says = {"size": f"{edition.size / 1000:.1f}", "limit": f"{SIZE_LIMIT / 1000:.0f}"}
        if edition.size > SIZE_LIMIT and key.variant is Variant.DISCREET:
            over = _("%(size)s kB. Beyond %(limit)s kB Gmail cuts the end off.", **says)
            yield Found(SIZE_DISCREET, who, over, place)
        elif edition.size > SIZE_LIMIT:
            over = _("%(size)s kB. Beyond %(limit)s kB Gmail cuts the end off: make an entry a teaser.", **says)
            yield Found(SIZE, who, over, place)
        elif edition.size > NEAR * SIZE_LIMIT:
            near = _("%(size)s kB, near the %(limit)s kB beyond which Gmail cuts the end off.", **says)
            yield Found(SIZE_NEAR, who, near, place)


def plain_text(facts: IssueFacts) -> Iterator[Found]:
    for key, edition in facts.editions.items():
        if not any(letter.isalnum() for letter in edition.text):
            says = _("the plain text is empty")
            yield Found(PLAIN_TEXT, key.label(interface_language()), says, f"{facts.place}#entries")


def betrayals(facts: IssueFacts) -> Iterator[Found]:
    for key, edition in facts.editions.items():
        for what in edition.betrayals:
            says = _("“%(what)s” would give it away", what=what)
            yield Found(BETRAYAL, key.label(interface_language()), says, f"{facts.place}#entries")


CHECKS = (sizes, plain_text, betrayals)
