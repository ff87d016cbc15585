"""The letters of the three languages, and letters of other alphabets that look the same."""

import re
import unicodedata
from functools import lru_cache

from newsletter.languages import Language

_CYRILLIC = "абвгдеёжзйклмнопрстуфхцчшыьэюя"
_LATIN = "A-Za-zÀ-ÖØ-öø-\u024f\u1e00-\u1eff"
"""Also of names in Polish, Lithuanian, German and others."""

_OWN = {
    Language.EN: _LATIN,
    Language.BE: _CYRILLIC + "іў" + _CYRILLIC.upper() + "ІЎ",
    Language.RU: _CYRILLIC + "ищъ" + _CYRILLIC.upper() + "ИЩЪ",
}
STRANGE = {language: re.compile(rf"[^\W\d_{letters}]") for language, letters in _OWN.items()}
"""A letter that the language doesn't have."""

INVISIBLE = "\u0300-\u036f\u00ad\u200b-\u200d\u2060\ufeff"
"""Stress marks, soft hyphens and what has no width: inside a word, and no part of its spelling."""
WORD = re.compile(rf"[^\W_]+(?:[{INVISIBLE}]+[^\W_]*)*")
"""Between hyphens, apostrophes and spaces: what is to be in one alphabet."""
_STRESS = "\N{COMBINING ACUTE ACCENT}"
_INVISIBLE = re.compile(f"[{INVISIBLE}]")

_LATIN_TWINS = "aа eе oо pр cс xх yу iі ëё AА BВ CС EЕ HН IІ KК MМ OО PР TТ XХ YУ ËЁ"
_GREEK_AND_CYRILLIC = "αа οо ρр χх ιі κк ΑА ΒВ ΕЕ ΗН ΙІ ΚК ΜМ ΟО ΡР ΤТ ΥУ ΧХ"
_GREEK_AND_LATIN = "αa οo ρp χx ιi κk νv υu γy ΑA ΒB ΕE ΗH ΙI ΚK ΜM ΝN ΟO ΡP ΤT ΥY ΧX ΖZ"
_RARE_AND_CYRILLIC = "ɑа օо ıі ɡг"
_RARE_AND_LATIN = "ɑa օo ıi ɡg ցg ѕs јj һh ԁd ԛq ԝw ӏl ӀI кk"


def _pairs(written: str) -> dict[str, str]:
    return {pair[0]: pair[1] for pair in written.split()}


LATIN_TWINS = _pairs(_LATIN_TWINS)
"""Latin letters that are drawn as Cyrillic ones, and those."""
CYRILLIC_TWINS = {cyrillic: latin for latin, cyrillic in LATIN_TWINS.items()}
GREEK_TWINS = _pairs(_GREEK_AND_LATIN)
_TO_CYRILLIC = LATIN_TWINS | {"k": "к"} | _pairs(_GREEK_AND_CYRILLIC) | _pairs(_RARE_AND_CYRILLIC)
_TO_LATIN = CYRILLIC_TWINS | GREEK_TWINS | _pairs(_RARE_AND_LATIN)
_NO_SCRIPT = {"MICRO", "FEMININE", "MASCULINE", "MODIFIER", "SCRIPT", "DOUBLE-STRUCK", "BLACK-LETTER", "PLANCK"}
"""Units and signs that Unicode counts as letters."""


@lru_cache(maxsize=4096)
def script_of(character: str) -> str:
    """As Unicode names it: `LATIN`, `CYRILLIC`, `GREEK`…; empty for what is no letter of a word."""
    if unicodedata.category(character) not in ("Lu", "Ll", "Lt", "Lo"):
        return ""
    script = unicodedata.name(character, "UNKNOWN").split()[0]
    return "" if script in _NO_SCRIPT else script


def bare(word: str) -> str:
    """Its spelling: composed (NFC), without what is invisible."""
    return _INVISIBLE.sub("", unicodedata.normalize("NFC", word))


def scripts_of(word: str) -> set[str]:
    return {script for character in word if (script := script_of(character))}


def in_cyrillic(word: str) -> str | None:
    """Each letter of another alphabet by its Cyrillic twin; None where one has none."""
    return _respelt(word, "CYRILLIC", _TO_CYRILLIC)


def in_latin(word: str) -> str | None:
    return _respelt(word, "LATIN", _TO_LATIN)


def _respelt(word: str, script: str, twins: dict[str, str]) -> str | None:
    respelt = "".join(
        _twin(letter, twins) if script_of(letter) not in ("", script) else letter
        for character in unicodedata.normalize("NFC", word)
        for letter in _plain(character)
    )
    return respelt if scripts_of(respelt) <= {script} else None


def _plain(character: str) -> str:
    """Of a letter in another width or weight, the letter."""
    styled = script_of(character) in ("FULLWIDTH", "MATHEMATICAL")
    return unicodedata.normalize("NFKC", character) if styled else character


def _twin(letter: str, twins: dict[str, str]) -> str:
    if letter in twins:
        return twins[letter]
    # á, put for a stressed а.
    base, mark, _ = unicodedata.normalize("NFD", letter).partition(_STRESS)
    return twins[base] + _STRESS if mark and base in twins else letter
