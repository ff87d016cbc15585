"""Every rule of the house style over a text, in the order of the page."""

from collections.abc import Callable, Iterator, Sequence

from newsletter.housestyle import apostrophes, dashes, quotes, scripts, spaces
from newsletter.housestyle.findings import Finding, Passage
from newsletter.housestyle.shielding import shielded
from newsletter.languages import Language

OverOne = Callable[[Passage, str, Language], Iterator[Finding]]
"""A passage, its words with addresses shielded, and their language."""

ANY = (scripts.check, quotes.check, dashes.check)
RULES: dict[Language, tuple[OverOne, ...]] = {
    Language.EN: (*ANY, apostrophes.check),
    Language.BE: (*ANY, apostrophes.check, spaces.check),
    Language.RU: (*ANY, spaces.check),
}


def check(passages: Sequence[Passage], language: Language) -> list[Finding]:
    found = []
    for at, passage in enumerate(passages):
        words = shielded(passage.words)
        for rule in RULES[language]:
            found += [(at, finding.start, finding) for finding in rule(passage, words, language)]
    return [finding for *_, finding in sorted(found, key=lambda each: each[:2])]
