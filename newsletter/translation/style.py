"""The house style over a text, and over a translation what its source says besides."""

from collections import defaultdict
from collections.abc import Sequence
from functools import lru_cache

from newsletter.commentaries.merging import Version
from newsletter.commentaries.models import Text
from newsletter.housestyle import checks, known_words, spelling
from newsletter.housestyle.against_source import against_source
from newsletter.housestyle.findings import Finding, Passage, passages
from newsletter.languages import Language
from newsletter.terms import term_list
from newsletter.terms.matching import NO_TERMS, TermBase
from newsletter.translation.pairing import pairs
from newsletter.translation.staleness import Source
from newsletter.translation.standings import standing_of

# Of a text that is looked at again, few pairs have changed.
_against = lru_cache(maxsize=4096)(against_source)


def style_of(text: Text, version: Version, *, spelled: bool = False) -> list[Finding]:
    """Of the text's words as `version` has them, in the order of the page; `spelled` asks the dictionary too."""
    language, terms, read = text.language, term_list.compiled(), passages(version)
    found = checks.check(read, language, terms)
    if spelled:
        found += spelling.check(read, language, terms, known_words.known_words(language))
    if text.source and (standing := standing_of(text)):
        found += beside_source(standing.source, text.source.language, version, language, terms)
    return in_order(found, read)


def beside_source(
    source: Source, source_language: Language, target: Version, target_language: Language, terms: TermBase = NO_TERMS
) -> list[Finding]:
    """Each pair by itself: what a split paragraph says is looked for in both of its parts."""
    there, here = _by_part(source.now), _by_part(target)
    return [
        finding
        for pair in pairs(source, target)
        if pair.sources
        for finding in _against(
            "\n".join(passage.words for part in pair.sources for passage in there[part]),
            source_language,
            tuple(passage for part in pair.targets for passage in here[part]),
            target_language,
            terms,
        )
    ]


def _by_part(version: Version) -> dict[str, list[Passage]]:
    found: dict[str, list[Passage]] = defaultdict(list)
    for passage in passages(version):
        found[passage.part].append(passage)
    return found


def in_order(found: Sequence[Finding], read: Sequence[Passage]) -> list[Finding]:
    places = {(passage.part, passage.field): place for place, passage in enumerate(read)}
    return sorted(found, key=lambda one: (places[one.passage.part, one.passage.field], one.start))
