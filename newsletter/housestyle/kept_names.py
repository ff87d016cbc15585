"""Names that a translation has to have: those of the term base, and what is written the same in every language."""

import re
from collections.abc import Iterator, Sequence

from newsletter.commentaries.refusals import N_
from newsletter.housestyle.findings import Finding, Passage, Severity
from newsletter.languages import Language
from newsletter.terms.matching import TermBase, target_form

RULE = "names"

_MISSING_TERM = N_("“%(there)s” is in the source, and “%(preferred)s” isn’t here.")
_MISSING = N_("“%(there)s” is in the source and not here.")

_KEPT = re.compile(r"(?:https?://|www\.)[^\s<>\"«»“”]*[\w/]|(?<![\w.])[@#]\w+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+")


def check(
    source: str, source_language: Language, targets: Sequence[Passage], target_language: Language, terms: TermBase
) -> Iterator[Finding]:
    """A form to avoid counts as the name: that it is to be avoided says another rule."""
    here = {match.term.id for target in targets for match in terms.matches(target.words, target_language)}
    for match in terms.matches(source, source_language):
        preferred = target_form(match.term, target_language, source[match.start : match.end])
        if preferred and match.term.id not in here:
            here.add(match.term.id)
            there = source[match.start : match.end]
            yield _missing(targets, _MISSING_TERM, {"there": there, "preferred": preferred})
    said = " ".join(target.words for target in targets)
    for found in dict.fromkeys(found[0] for found in _KEPT.finditer(source)):
        if found.lower() not in said.lower():
            yield _missing(targets, _MISSING, {"there": found})


def _missing(targets: Sequence[Passage], message: str, values: dict[str, str | int]) -> Finding:
    return Finding(RULE, Severity.WARN, targets[0], 0, 0, message, values)
