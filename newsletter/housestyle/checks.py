"""Every rule of the house style over a text, in the order of the page."""

from collections.abc import Callable, Iterable, Sequence

from newsletter.housestyle import (
    apostrophes,
    dashes,
    lookalikes,
    quotes,
    scripts,
    short_u,
    spaces,
    wrong_language,
    yo,
)
from newsletter.housestyle.findings import Finding, Passage
from newsletter.housestyle.shielding import shielded
from newsletter.housestyle.terms import check as check_terms
from newsletter.languages import Language
from newsletter.terms.matching import NO_TERMS, TermBase

OverOne = Callable[[Passage, str, Language], Iterable[Finding]]
"""Over a passage, its words with what is to be left alone blanked, and their language."""

_ALWAYS = (wrong_language.check, scripts.check, quotes.check, dashes.check)
OVER_ONE: dict[Language, tuple[OverOne, ...]] = {
    Language.EN: (*_ALWAYS, apostrophes.check),
    Language.BE: (*_ALWAYS, lookalikes.check, apostrophes.check, spaces.check, short_u.check),
    Language.RU: (*_ALWAYS, lookalikes.check, spaces.check),
}


def check(passages: Sequence[Passage], language: Language, terms: TermBase = NO_TERMS) -> list[Finding]:
    found = [finding for passage in passages for finding in _over_one(passage, language)]
    found += check_terms(passages, language, terms)
    if language is Language.RU:
        found += yo.check(passages)
    places = {id(passage): at for at, passage in enumerate(passages)}
    return sorted(found, key=lambda finding: (places[id(finding.passage)], finding.start))


def _over_one(passage: Passage, language: Language) -> list[Finding]:
    words = shielded(passage.words)
    found = [finding for rule in OVER_ONE[language] for finding in rule(passage, words, language)]
    foreign = [finding for finding in found if finding.rule == wrong_language.RULE]
    # In a Russian sentence each Russian letter needn't be told of as well.
    return [
        finding
        for finding in found
        if finding.rule != scripts.OTHER_ALPHABET
        or not any(run.start <= finding.start and finding.end <= run.end for run in foreign)
    ]
