"""What of a source is in the term base, and what it is called in the language of its translation."""

from typing import Any

from newsletter.commentaries.merging import Version
from newsletter.housestyle.findings import passages
from newsletter.languages import Language
from newsletter.terms.matching import Match, TermBase, target_form

Json = dict[str, Any]


def term_marks(source: Version, language: Language, target: Language, terms: TermBase) -> dict[str, list[Json]]:
    """By part of the source, each word of it once: what to put in for it, how that is declined, and what to avoid.

    Words of which the term base has nothing in the target's language are left out.
    """
    found: dict[str, dict[str, Json]] = {}
    for passage in passages(source):
        for match in terms.matches(passage.words, language):
            words = passage.words[match.start : match.end]
            if match.term.good[target] or match.term.bad[target]:
                found.setdefault(passage.part, {}).setdefault(words, _mark(words, match, target))
    return {part: list(marks.values()) for part, marks in found.items()}


def _mark(words: str, match: Match, target: Language) -> Json:
    term = match.term
    return {
        "words": words,
        "form": target_form(term, target, words),
        "forms": [form.shown for form in term.good[target]],
        "avoid": [form.shown for form in term.bad[target]],
        "note": term.note,
    }
