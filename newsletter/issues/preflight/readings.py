"""What readers get instead of an entry that exists in none of their languages."""

from collections.abc import Iterator

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from newsletter.issues.preflight.facts import EntryFacts, IssueFacts
from newsletter.issues.preflight.finding import Family, Found, Rule, Severity, about
from newsletter.languages import Language, Reading, Variant

LEFT_OUT = Rule("left-out", Family.TEXTS, Severity.WARN, _l("No entry is left out of an edition for want of a text."))
ENGLISH_CARD = Rule(
    "english-card", Family.TEXTS, Severity.WARN, _l("No entry is shown to readers of Belarusian or Russian in English.")
)

RULES = (LEFT_OUT, ENGLISH_CARD)


def fallbacks(facts: IssueFacts) -> Iterator[Found]:
    for entry in facts.entries:
        without = _without(entry)
        has_card = facts.english_cards and Language.EN in _languages_of(entry)
        discreet = ", ".join(reading.label for reading in without if _is_read(facts, reading, Variant.DISCREET))
        standard = ", ".join(reading.label for reading in without if _is_read(facts, reading, Variant.STANDARD))
        if standard and has_card:
            says = _("readers of %(readings)s get a card in English instead", readings=standard)
            yield Found(ENGLISH_CARD, about(entry), says, entry.place)
        elif standard:
            says = _("it is left out for readers of %(readings)s: there is no text for them", readings=standard)
            yield Found(LEFT_OUT, about(entry), says, entry.place)
        if discreet and (has_card or not standard):
            says = _("it is left out of the discreet edition for readers of %(readings)s", readings=discreet)
            yield Found(LEFT_OUT, about(entry), says, entry.place)


def _without(entry: EntryFacts) -> list[Reading]:
    """Those who get no text of it in any of their languages. What is withdrawn everywhere is told elsewhere."""
    there = _languages_of(entry)
    return [] if entry.withdrawn else [reading for reading in Reading if not there.intersection(reading.languages)]


def _languages_of(entry: EntryFacts) -> set[Language]:
    return {text.language for text in entry.texts if text.leaves}


def _is_read(facts: IssueFacts, reading: Reading, variant: Variant) -> bool:
    return any(key.reading is reading and key.variant is variant for key in facts.editions)


CHECKS = (fallbacks,)
