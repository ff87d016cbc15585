"""The term base: forms to avoid, and one form of a name in a whole text."""

from collections import Counter, defaultdict
from collections.abc import Sequence

from newsletter.commentaries.refusals import N_
from newsletter.housestyle.findings import Finding, Passage, Severity
from newsletter.housestyle.shielding import shielded
from newsletter.languages import Language
from newsletter.terms.matching import NO_TERMS, Match, TermBase
from newsletter.terms.written import Form, StemWord, folded, words_of

AVOID = "term-to-avoid"
TWO_FORMS = "term-two-forms"

_AVOID = N_("Write “%(preferred)s” instead of “%(words)s”, as the term base has it.")
_AVOID_ALTOGETHER = N_("The term base says to avoid “%(words)s”.")
_TWO_FORMS = N_("Here it is “%(words)s”, elsewhere in the text “%(preferred)s”: keep to one of them.")

Placed = tuple[Passage, Match]


def check(passages: Sequence[Passage], language: Language, terms: TermBase = NO_TERMS) -> list[Finding]:
    """All passages of a text at once."""
    placed = [(passage, match) for passage in passages for match in terms.matches(shielded(passage.words), language)]
    found = {id(match): _to_avoid(passage, match, language) for passage, match in placed if match.avoid}
    found |= _two_forms([one for one in placed if not one[1].avoid], language)
    return [found[id(match)] for _, match in placed if id(match) in found]


def _to_avoid(passage: Passage, match: Match, language: Language) -> Finding:
    preferred = next(iter(match.term.good[language]), None)
    return _finding(AVOID, passage, match, preferred, language)


def _two_forms(placed: Sequence[Placed], language: Language) -> dict[int, Finding]:
    """Of several good forms the one that the text has most often stays, or else the earlier one."""
    by_term: dict[int, list[Placed]] = defaultdict(list)
    for passage, match in placed:
        if len(match.term.good[language]) > 1:
            by_term[match.term.id].append((passage, match))
    found: dict[int, Finding] = {}
    for uses in by_term.values():
        kept, _ = Counter(match.form for _, match in uses).most_common(1)[0]
        found |= {
            id(match): _finding(TWO_FORMS, passage, match, kept, language)
            for passage, match in uses
            if match.form != kept
        }
    return found


def _finding(rule: str, passage: Passage, match: Match, preferred: Form | None, language: Language) -> Finding:
    words = passage.words[match.start : match.end]
    instead = in_place_of(words, match.form, preferred, language) if preferred else None
    message = _TWO_FORMS if rule == TWO_FORMS else _AVOID if preferred else _AVOID_ALTOGETHER
    values = {"words": words} | ({"preferred": instead or preferred.citation} if preferred else {})
    return Finding(rule, Severity.WARN, passage, match.start, match.end, message, values, instead)


def in_place_of(words: str, form: Form, preferred: Form, language: Language) -> str | None:
    """`preferred` with the endings that the found words have, or None where that would be a guess."""
    found = [match[0] for match in words_of(folded(words), language)]
    if form.key == folded(words).lower():
        return _in_capitals_of(words, preferred.citation)
    if len(form.words) != len(preferred.words):
        return None
    endings = [_kept_ending(*three) for three in zip(found, form.words, preferred.words, strict=True)]
    if None in endings:
        return None
    spoken = [word.spelt + (ending or "") for word, ending in zip(preferred.words, endings, strict=True)]
    gaps = [*(gap.replace("'", "’") for gap in preferred.between), ""]
    return _in_capitals_of(words, "".join(word + gap for word, gap in zip(spoken, gaps, strict=True)))


def _kept_ending(word: str, form: StemWord, preferred: StemWord) -> str | None:
    """Words with different endings in the dictionary are declined differently: their endings can't be exchanged."""
    ending = word[len(form.stem) :]
    if ending.lower() == (form.ending or ""):
        return preferred.ending or ""
    alike = form.ending is None or preferred.ending in (None, form.ending)
    return ending if alike and preferred.declined else None


def _in_capitals_of(words: str, said: str) -> str:
    if words.isupper() and len(words) > 1:
        return said.upper()
    return said[:1].upper() + said[1:] if words[:1].isupper() else said
