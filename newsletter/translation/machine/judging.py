"""Whether an answer is a translation at all. Whether it is a good one, a person says."""

import re

from newsletter.languages import Language
from newsletter.translation.fingerprints import folded
from newsletter.translation.machine import failures

SHORT = 3
"""Words: so few may well be the same in both languages, or have no letter that tells."""

_WORD = re.compile(r"[^\W\d_]+")
_CYRILLIC = re.compile("[Ѐ-ӿ]")
_LATIN = re.compile("[A-Za-z]")
_TELLING = {Language.BE: re.compile("[іўІЎ]"), Language.RU: re.compile("[ищъИЩЪ]")}
"""Letters that the other of the two alphabets lacks."""


def judge(answer: str, words: str, target: Language) -> None:
    """`words` are the source's; neither has markup. Raises Empty, Untranslated, WrongLanguage, TooLong."""
    if not answer.strip():
        raise failures.Empty
    if len(answer) > 3 * len(words) + 200:
        raise failures.TooLong
    if len(_WORD.findall(words)) <= SHORT:
        return
    if folded(answer).casefold() == folded(words).casefold():
        raise failures.Untranslated
    if not _reads_as(answer, target):
        raise failures.WrongLanguage


def _reads_as(answer: str, language: Language) -> bool:
    """By its letters."""
    cyrillic, latin = len(_CYRILLIC.findall(answer)), len(_LATIN.findall(answer))
    if language is Language.EN:
        return latin >= cyrillic
    other = Language.RU if language is Language.BE else Language.BE
    own, others = len(_TELLING[language].findall(answer)), len(_TELLING[other].findall(answer))
    return cyrillic >= latin and own >= others
