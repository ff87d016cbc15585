"""ў after a vowel, у after a consonant or a pause. Belarusian; it warns, and suggests the other.

The rules of 2008: у becomes ў after a vowel, in a word or at its beginning with no punctuation between, in borrowed
words too (ва ўніверсітэце). It stays in -ум and -ус (прэзідыум, радыус), under stress (аул, урна) and at the beginning
of names (на Украіне). After a number, an abbreviation, a closing bracket or quotation mark, or another alphabet
nothing is said: it depends on how they are read.
"""

import re
from collections.abc import Iterator

from newsletter.commentaries.refusals import N_
from newsletter.housestyle.findings import Finding, Passage, Severity
from newsletter.languages import Language

_AFTER_VOWEL = N_("ў after a vowel: “%(suggestion)s”.")
_AFTER_CONSONANT = N_("у after a consonant: “%(suggestion)s”.")
_AFTER_PAUSE = N_("у at the beginning of a sentence and after punctuation: “%(suggestion)s”.")

_VOWEL = "[аеёіоуыэюя]"
_CONSONANT = "[бвгджзйклмнпрстфхцчшьў]"
_LETTER = "[а-яёіў]"
_GAP = "[ \u00a0-]"
_STRESS = "\u0301"
_STRESSED = (
    rf"у(?:рн[аыеуо]{_LETTER}*|ні(?:я|і|ю|яй|ях|ям|ямі)|нцы{_LETTER}*|льтра{_LETTER}*|ксус{_LETTER}*|нтэр{_LETTER}*|"
    rf"нікум{_LETTER}*|ра)(?!{_LETTER})"
)
_BORROWED = (
    rf"(?:{_LETTER}*у[мс](?:[аеуы]|ам|ом|аў|ах|амі|н{_LETTER}+|нік{_LETTER}*|ав{_LETTER}+|ян[яё]{_LETTER}*)?"
    rf"|(?:а|ба|сакса)ул{_LETTER}*|алеу[тц]{_LETTER}*|гагауз{_LETTER}*|гяур{_LETTER}*|траур{_LETTER}*|трыум{_LETTER}*"
    rf"|каузал{_LETTER}*|клаун{_LETTER}*|ньюфаундленд{_LETTER}*|зауральск{_LETTER}*|іуд{_LETTER}*|фрау|ноу|хау|джыу|паульск{_LETTER}*|ау(?:ка{_LETTER}*)?"
    rf"|{_LETTER}*шоу|іхтыяфаун{_LETTER}*)(?!{_LETTER})"
)
"""Such words in the dictionary, all of them."""

_BEGINS_AFTER_VOWEL = re.compile(
    rf"(?:(?<={_VOWEL}{_GAP})|(?<=(?<![\w’'-])[АЕІОЯ][ \u00a0]))(?!{_STRESSED})у(?!{_STRESS}){_LETTER}*(?!\w)"
)
_BEGINS_AFTER_CONSONANT = re.compile(rf"(?<={_CONSONANT}{_GAP})ў{_LETTER}*(?!\w)")
_BEGINS_AFTER_PAUSE = re.compile(
    rf"(?:^|(?<=\n)|(?<=[,;:!?…—–][ \u00a0])|(?<={_LETTER}{{3}}[.][ \u00a0])|(?<=[(«„“]))[ўЎ]{_LETTER}*(?!\w)"
)
_HOLDS_AFTER_VOWEL = re.compile(rf"(?<![\w’'{_STRESS}])(?!{_BORROWED}){_LETTER}*{_VOWEL}у(?!{_STRESS}){_LETTER}*(?!\w)")
_HOLDS_AFTER_CONSONANT = re.compile(rf"(?<!\w)[А-ЯЁІа-яёіў]{_LETTER}*(?<={_CONSONANT})ў{_LETTER}*(?!\w)")
_ANY_AFTER_VOWEL = re.compile(rf"(?<={_VOWEL})у(?!{_STRESS})")
_ANY_AFTER_CONSONANT = re.compile(rf"(?<={_CONSONANT})ў")
_ODD_WITHIN = re.compile(rf"{_VOWEL}у|{_CONSONANT}ў")
"""Rare, and much faster to look for than the words that hold it."""
_BEGINNINGS = (
    (_BEGINS_AFTER_VOWEL, _AFTER_VOWEL),
    (_BEGINS_AFTER_CONSONANT, _AFTER_CONSONANT),
    (_BEGINS_AFTER_PAUSE, _AFTER_PAUSE),
)
_WITHIN = ((_HOLDS_AFTER_VOWEL, _AFTER_VOWEL), (_HOLDS_AFTER_CONSONANT, _AFTER_CONSONANT))
_SHORTENED = str.maketrans("ўЎ", "уУ")


def check(passage: Passage, words: str, _: Language) -> Iterator[Finding]:
    odd = _ODD_WITHIN.search(words)
    for pattern, message in (*_BEGINNINGS, *(_WITHIN if odd else ())):
        for found in pattern.finditer(words):
            suggestion = _rewritten(found[0], pattern)
            values = {"suggestion": suggestion}
            yield Finding("short-u", Severity.WARN, passage, found.start(), found.end(), message, values, suggestion)


def _rewritten(word: str, pattern: re.Pattern[str]) -> str:
    if pattern is _HOLDS_AFTER_VOWEL:
        return _ANY_AFTER_VOWEL.sub("ў", word)
    if pattern is _HOLDS_AFTER_CONSONANT:
        return _ANY_AFTER_CONSONANT.sub("у", word)
    return "ў" + word[1:] if pattern is _BEGINS_AFTER_VOWEL else word[:1].translate(_SHORTENED) + word[1:]
