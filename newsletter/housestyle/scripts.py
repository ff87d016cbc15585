"""Words that mix alphabets, and letters that the language doesn't have. Both block."""

import re
from collections import Counter
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
from newsletter.housestyle.respelling import in_own_letters
from newsletter.languages import Language

OTHER_ALPHABET = "other-alphabet"
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
_GREEK = N_("“%(word)s” is in Greek letters that look like others.")
_STYLED = N_("“%(word)s” is in letters of a special width or weight, which not every screen can show.")
_GREEK_TWIN = re.compile(rf"[{''.join(GREEK_TWINS)}]{{2,}}|[ΑΒΕΗΙΚΜΝΟΡΤΥΧΖο]")
_SYMBOL_WITH_UNIT = re.compile(r"[μΩ]\w{1,2}|\w[μΩ]")
_FORMULA = re.compile(r"μ[A-Za-z]{1,3}|[A-Z]{0,4}[A-Za-z]?[Α-Ωα-ω]|[Α-Ωα-ω][A-Za-z]?")
"""kΩ, Δt, TNFα: a Greek letter is no part of a word."""


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
    own = in_own_letters(word, language)
    if len(scripts) > 1:
        return None if _is_formula(word, scripts) else _mixed(word, scripts, language)
    if scripts & {"FULLWIDTH", "MATHEMATICAL"} and len(word) > 1:
        return "mixed-script", _STYLED, word, own or in_latin(word)
    if scripts == {"GREEK"} and _GREEK_TWIN.fullmatch(word):
        return "lookalike", _GREEK, word, own
    letters = "".join(letter for letter in STRANGE[language].findall(word) if script_of(letter) == "CYRILLIC")
    return (OTHER_ALPHABET, _FOREIGN[language], letters, own) if letters else None


def _is_formula(word: str, scripts: set[str]) -> bool:
    if scripts == {"CYRILLIC", "GREEK"}:
        return bool(_SYMBOL_WITH_UNIT.fullmatch(word))
    greek = [letter for letter in word if script_of(letter) == "GREEK"]
    if scripts != {"LATIN", "GREEK"} or not _FORMULA.fullmatch(word):
        return False
    return word[-1] in "αβγδκ" or all(letter not in GREEK_TWINS for letter in greek)


def _mixed(word: str, scripts: set[str], language: Language) -> tuple[str, str, str, str | None]:
    """Wrong are the letters whose twins make the word whole; where either would, the foreign ones if they are fewer."""
    whole = {"CYRILLIC": in_cyrillic(word), "LATIN": in_latin(word)}
    counts = Counter(script for character in word if (script := script_of(character)))
    home = "LATIN" if language is Language.EN else "CYRILLIC"
    counts[home] *= 2
    right = max(whole, key=lambda script: (whole[script] is not None, counts[script]))
    letters = [character for character in word if script_of(character) not in ("", right)]
    wrong = {script_of(letter) for letter in letters}
    message = _MIXED.get(wrong.pop(), _MIXED_WITH_ANOTHER) if len(wrong) == 1 else _MIXED_WITH_ANOTHER
    suggestion = in_own_letters(word, language) if right == home else whole[right]
    return "mixed-script", message, "".join(letters), suggestion
