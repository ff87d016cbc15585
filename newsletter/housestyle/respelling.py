"""A word in the letters that its language has, where one can tell which were meant."""

import re

from newsletter.housestyle.alphabets import STRANGE, in_cyrillic, in_latin
from newsletter.languages import Language

_ROMAN = re.compile("[IVX]{2,}")
_INSTEAD = {
    Language.BE: [("щ", "шч"), ("Щ", "Шч"), ("ъ", "’"), ("и", "і"), ("И", "І"), ("ґ", "г"), ("Ґ", "Г")],
    Language.RU: [("і", "и"), ("І", "И"), ("ў", "у"), ("Ў", "У"), ("ґ", "г"), ("Ґ", "Г")],
}
_NO_SOFT_I = re.compile("[жшчрдтц]и", re.IGNORECASE)
"""Where Belarusian has no і, the word isn't Belarusian with a slip but Russian."""


def in_own_letters(word: str, language: Language) -> str | None:
    """As the language would write it, or None where that would be a guess."""
    latin = in_latin(word)
    if language is Language.EN or (latin and _ROMAN.fullmatch(latin)):
        return latin
    cyrillic = in_cyrillic(word)
    if not cyrillic or (language is Language.BE and _NO_SOFT_I.search(cyrillic)):
        return None
    for letter, instead in _INSTEAD[language]:
        cyrillic = cyrillic.replace(letter, instead)
    return None if STRANGE[language].search(cyrillic) else cyrillic
