"""What the source says in numbers, dates, sums and names, and its translation doesn't, or says otherwise."""

from collections.abc import Iterable, Iterator, Sequence

from newsletter.commentaries.refusals import N_
from newsletter.housestyle import kept_names
from newsletter.housestyle.calendar_words import dates_in_digits, months
from newsletter.housestyle.findings import Finding, Passage, Severity
from newsletter.housestyle.number_reading import numbers
from newsletter.housestyle.said import Kind, Reading, Said, Strength
from newsletter.housestyle.shielding import shielded
from newsletter.housestyle.units import units
from newsletter.languages import Language
from newsletter.terms.matching import NO_TERMS, TermBase

RULES = {Kind.NUMBER: "numbers", Kind.MONTH: "dates", Kind.UNIT: "sums"}

_MISSING = N_("“%(there)s” is in the source and not here.")
_OTHER = N_("The source has “%(there)s”, here it is “%(words)s”.")
_ADDED = N_("“%(words)s” is here and not in the source.")

Placed = tuple[Passage, Said]


def against_source(
    source: str,
    source_language: Language,
    targets: Sequence[Passage],
    target_language: Language,
    terms: TermBase = NO_TERMS,
) -> list[Finding]:
    """Of one unit: its source's words, and the passages that render them together.

    What has no place in the translation is found at the beginning of the first passage, no characters long.
    """
    if not targets:
        return []
    there = said(source, source_language)
    here = [(target, one) for target in targets for one in said(target.words, target_language)]
    found = list(kept_names.check(source, source_language, targets, target_language, terms))
    for kind in Kind:
        of_source = [one for one in there if one.kind is kind]
        of_target = [(target, one) for target, one in here if one.kind is kind]
        found += _compared(source, of_source, of_target, targets[0])
    return found


def said(words: str, language: Language) -> list[Said]:
    """Numbers, months and units, in no order."""
    read = shielded(words)
    found: list[Said] = []
    for start, end, parts in dates_in_digits(read):
        found += parts
        if all(part.strength is Strength.DIGITS for part in parts):
            read = read[:start] + "\ufffc" * (end - start) + read[end:]
    return [*found, *numbers(read, language), *months(read, language), *units(read)]


def _compared(source: str, there: list[Said], here: list[Placed], first: Passage) -> Iterator[Finding]:
    """Each number once, however often either text has it: a translation may say “that year” for the second 2024."""
    rendered, known = _readings(one for _, one in here), _readings(there)
    lacking = _once([one for one in there if one.strength and one.readings.isdisjoint(rendered)])
    added = [(target, one) for target, one in here if one.strength and one.readings.isdisjoint(known)]
    # A number in words is only missed where another stands in its place.
    for one in sorted(lacking, key=lambda one: -one.strength):
        words = source[one.start : one.end]
        if added:
            target, other = added.pop(0)
            yield _finding(one.kind, target, other, _OTHER, words)
        elif one.strength is Strength.DIGITS:
            yield Finding(RULES[one.kind], Severity.WARN, first, 0, 0, _MISSING, {"there": words})
    for target, other in added:
        if other.strength is Strength.DIGITS:
            yield _finding(other.kind, target, other, _ADDED)


def _readings(found: Iterable[Said]) -> set[Reading]:
    return {reading for one in found for reading in one.readings}


def _once(found: list[Said]) -> Iterator[Said]:
    known: set[Reading] = set()
    for one in found:
        if one.readings.isdisjoint(known):
            yield one
        known |= one.readings


def _finding(kind: Kind, target: Passage, said: Said, message: str, there: str = "") -> Finding:
    values = {"words": target.words[said.start : said.end]} | ({"there": there} if there else {})
    return Finding(RULES[kind], Severity.WARN, target, said.start, said.end, message, values)
