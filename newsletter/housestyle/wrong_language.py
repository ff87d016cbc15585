"""A sentence, a quotation or a run of words that isn't in the language of the text. It blocks.

Words tell by their spelling, or by being among the commonest of their language. Those with a capital letter are mostly
names and say nothing.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from newsletter.commentaries.refusals import N_
from newsletter.housestyle.common_words import BELARUSIAN, ENGLISH, RUSSIAN
from newsletter.housestyle.findings import Finding, Passage, Severity
from newsletter.languages import Language

RULE = "wrong-language"
MIN_WORDS = 4
"""Fewer may be a title or a saying."""
_MIN_TELLING = 2
_ONE_IN = 8
"""So few of its words need to tell, where none tells of the text's own language."""
_ONE_IN_MIXED = 3
_ENDURES = 2
"""So many words of the text's own language end a run, however long it was."""

_MESSAGES = {
    Language.EN: N_("These words aren't English."),
    Language.BE: N_("These words aren't Belarusian."),
    Language.RU: N_("These words aren't Russian."),
}
# What the other language's spelling rules out: in Belarusian т, д and р are never soft and ж, ш, ч neither.
_SPELT_RUSSIAN = re.compile("[ищъ]|[тдржшч][еёюяь]")
_SPELT_BELARUSIAN = re.compile("[іў]|[жшч][ыэ]|ц[ьяёю]|шч|дз[еья]|[а-яё][’'ʼ][а-яё]")
_CYRILLIC_WORD = re.compile("(?<![А-яЁёІіЎў’'ʼ])[а-яёіўґєї]+(?:[’'ʼ][а-яёіўєї]+)?")
_CYRILLIC = r"[А-яЁёІіЎў][\w’'ʼ-]*+"
_LATIN = r"[A-Za-z][\w’']*+"
_BETWEEN = r"(?:[^\w\n]|\d)++"
_CYRILLIC_RUN = re.compile(rf"(?<![\w’'ʼ-]){_CYRILLIC}(?:{_BETWEEN}{_CYRILLIC}){{3,}}")
_LATIN_RUN = re.compile(rf"(?<![\w’'ʼ-]){_LATIN}(?:{_BETWEEN}{_LATIN}){{3,}}")
_ANY_WORD = re.compile(r"[^\W\d_]+(?:[’'ʼ-][^\W\d_]+)*")
_EDGE = re.compile(r"[.!?…]+(?=\s|$|[»“”])|[«»„“”\"()\n]")


class _Run(NamedTuple):
    start: int
    end: int
    telling: int


def check(passage: Passage, words: str, language: Language) -> Iterator[Finding]:
    for start, end in _found(words, language):
        yield Finding(RULE, Severity.BLOCK, passage, start, end, _MESSAGES[language])


def _found(words: str, language: Language) -> Iterator[tuple[int, int]]:
    if language is Language.EN:
        yield from (found.span() for found in _CYRILLIC_RUN.finditer(words))
        return
    yield from (found.span() for found in _LATIN_RUN.finditer(words) if _is_english(found[0]))
    for run in _runs(words, language):
        if run.telling >= _MIN_TELLING:
            start, end, alone = _widened(words, run, language)
            count = len(_ANY_WORD.findall(words, start, end))
            if count >= MIN_WORDS and run.telling * (_ONE_IN if alone else _ONE_IN_MIXED) >= count:
                yield start, end


def _is_english(run: str) -> bool:
    """Not a name, however long, whose only words without a capital are “of”, “the” and such."""
    words = re.findall(r"[A-Za-z’']{2,}", run)
    small = [word for word in words if word.islower()]
    common = sum(word.lower() in ENGLISH for word in words)
    return bool(common) and len(small) * 5 >= len(words) * 3 and sum(word not in ENGLISH for word in small) >= 2


def _runs(words: str, language: Language) -> Iterator[_Run]:
    """From the first to the last word that tells of the other language, while those outweigh the ones that don't."""
    start, end, telling, balance = 0, 0, 0, 0
    for found in _CYRILLIC_WORD.finditer(words):
        tells = _tells(found[0], language)
        if not balance and tells > 0:
            start, telling = found.start(), 0
        if tells > 0:
            end, telling, balance = found.end(), telling + 1, min(balance + 1, _ENDURES)
        elif tells < 0 and balance:
            balance -= 1
            if not balance:
                yield _Run(start, end, telling)
    if balance:
        yield _Run(start, end, telling)


@lru_cache(maxsize=50_000)
def _tells(word: str, language: Language) -> int:
    """1 for a word of the other language, -1 for one of this, 0 for what may be either."""
    russian = word in RUSSIAN or bool(_SPELT_RUSSIAN.search(word))
    belarusian = word in BELARUSIAN or bool(_SPELT_BELARUSIAN.search(word))
    tells = russian - belarusian
    return tells if language is Language.BE else -tells


def _widened(words: str, run: _Run, language: Language) -> tuple[int, int, bool]:
    """To the whole sentence or quotation, if that has no word of the text's own language."""
    left = max((edge.end() for edge in _EDGE.finditer(words, 0, run.start)), default=0)
    edge = _EDGE.search(words, run.end)
    right = edge.start() if edge else len(words)
    around = words[left : run.start] + " " + words[run.end : right]
    if any(_tells(found[0], language) < 0 for found in _CYRILLIC_WORD.finditer(around)):
        return run.start, run.end, False
    within = words[left:right]
    return right - len(within.lstrip(" \u00a0—–-")), left + len(within.rstrip()), True
