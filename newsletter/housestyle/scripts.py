"""Words that mix alphabets, and letters that the language doesn't have. Both block."""

import re
from collections.abc import Iterator

from newsletter.commentaries.refusals import N_
from newsletter.housestyle.alphabets import (
    GREEK_TWINS,
    STRANGE,
    WORD,
    bare,
    in_cyrillic,
    in_latin,
    script_of,
    scripts_of,
)
from newsletter.housestyle.findings import Finding, Passage, Severity
from newsletter.languages import Language

_MIXED = {
    "LATIN": N_("“%(word)s” mixes alphabets. Latin: %(letters)s"),
    "CYRILLIC": N_("“%(word)s” mixes alphabets. Cyrillic: %(letters)s"),
    "GREEK": N_("“%(word)s” mixes alphabets. Greek: %(letters)s"),
}
_MIXED_WITH_ANOTHER = N_("“%(word)s” mixes alphabets. From another one: %(letters)s")
_FOREIGN = {
    Language.EN: N_("“%(word)s” isn't in Latin letters: %(letters)s"),
    Language.BE: N_("“%(word)s” has letters that Belarusian doesn't have: %(letters)s"),
    Language.RU: N_("“%(word)s” has letters that Russian doesn't have: %(letters)s"),
}
_STYLED = N_("“%(word)s” is in letters of a special width or weight, which not every screen can show.")
_ROMAN = re.compile("[ІХ]{2,}")
_SYMBOL_WITH_UNIT = re.compile(r"[μΩ]\w{1,2}|\w[μΩ]")
_FORMULA = re.compile(r"[A-Z]{0,4}[A-Za-z]?[Α-Ωα-ω]|[Α-Ωα-ω][A-Za-z]?")
"""kΩ, Δt, TNFα: a Greek letter is no part of a word."""
_INSTEAD = {
    Language.BE: [("щ", "шч"), ("Щ", "Шч"), ("ъ", "’"), ("и", "і"), ("И", "І"), ("ґ", "г"), ("Ґ", "Г")],
    Language.RU: [("і", "и"), ("І", "И"), ("ў", "у"), ("Ў", "У"), ("ґ", "г"), ("Ґ", "Г")],
    Language.EN: [],
}
_NO_SOFT_I = re.compile("[жшчрдтц]и", re.IGNORECASE)
"""Where Belarusian has no і, the word isn't Belarusian with a slip but Russian."""


def check(passage: Passage, words: str, language: Language) -> Iterator[Finding]:
    """`words` are the passage's, with addresses shielded."""
    strange = STRANGE[language]
    for found in WORD.finditer(words):
        if strange.search(found[0]) and (word := bare(found[0])) and strange.search(word):
            about = _about(word, language)
            if about:
                rule, message, letters, suggestion = about
                values = {"word": found[0], "letters": ", ".join(dict.fromkeys(letters))}
                yield Finding(rule, Severity.BLOCK, passage, found.start(), found.end(), message, values, suggestion)


def _about(word: str, language: Language) -> tuple[str, str, str, str | None] | None:
    """The rule, its message, the letters that it is about, and what to write instead."""
    scripts = scripts_of(word)
    if len(scripts) > 1:
        return None if _is_formula(word, scripts) else _mixed(word, scripts)
    if scripts & {"FULLWIDTH", "MATHEMATICAL"} and len(word) > 1:
        return "mixed-script", _STYLED, word, in_latin(word) or in_cyrillic(word)
    if scripts != {"CYRILLIC"}:
        return None
    letters = "".join(STRANGE[language].findall(word))
    return "other-alphabet", _FOREIGN[language], letters, _in_own_letters(word, language)


def _is_formula(word: str, scripts: set[str]) -> bool:
    if scripts == {"CYRILLIC", "GREEK"}:
        return bool(_SYMBOL_WITH_UNIT.fullmatch(word))
    greek = [character for character in word if script_of(character) == "GREEK"]
    if scripts != {"LATIN", "GREEK"} or not _FORMULA.fullmatch(word):
        return False
    return word[-1] in "αβγδκ" or all(letter not in GREEK_TWINS for letter in greek)


def _mixed(word: str, scripts: set[str]) -> tuple[str, str, str, str | None]:
    """Wrong are the letters whose twins make the word whole; else those that are fewer."""
    cyrillic, latin = in_cyrillic(word), in_latin(word)
    counts = {script: sum(script_of(character) == script for character in word) for script in scripts}
    most = max(sorted(counts), key=lambda script: counts[script])
    right = "CYRILLIC" if cyrillic and not latin else "LATIN" if latin and not cyrillic else most
    wrong = min(sorted(scripts - {right}), key=lambda script: counts[script])
    letters = "".join(character for character in word if script_of(character) not in ("", right))
    message = _MIXED.get(wrong, _MIXED_WITH_ANOTHER) if len(scripts) == 2 else _MIXED_WITH_ANOTHER
    tie = list(counts.values()).count(counts[most]) > 1 and cyrillic and latin
    return "mixed-script", message, letters, None if tie else {"CYRILLIC": cyrillic, "LATIN": latin}.get(right)


def _in_own_letters(word: str, language: Language) -> str | None:
    if language is Language.EN or _ROMAN.fullmatch(word):
        return in_latin(word)
    if language is Language.BE and _NO_SOFT_I.search(word):
        return None
    for letter, instead in _INSTEAD[language]:
        word = word.replace(letter, instead)
    return None if STRANGE[language].search(word) else word
