"""Whole words in letters of the other alphabet, each of which has a twin: only what is around gives them away.

What is certain blocks. A word in capitals that may as well be the name of a firm warns, unless it is a known one.
"""

import re
from collections.abc import Iterator

from newsletter.commentaries.refusals import N_
from newsletter.housestyle.alphabets import CYRILLIC_TWINS, LATIN_TWINS, in_cyrillic, in_latin
from newsletter.housestyle.findings import Finding, Passage, Severity
from newsletter.housestyle.lookalike_words import CYRILLIC, LATIN
from newsletter.housestyle.respelling import in_own_letters
from newsletter.languages import Language

_IN_LATIN = N_("“%(word)s” is in Latin letters that look Cyrillic.")
_IN_CYRILLIC = N_("“%(word)s” is in Cyrillic letters that look Latin.")
_ROMAN_IN_CYRILLIC = N_("“%(word)s” is a Roman numeral in Cyrillic letters.")

_CYR = "А-Яа-яЁёІіЎў"
_BETRAYS = "[A-Za-z]*[DFGJLNQRSUVWZbdfghjlmnqrstuvwz][A-Za-z]*"
"""A Latin word that no Cyrillic letters could stand for."""
_SPACE = "[ \u00a0]"
_LATIN = re.compile(rf"(?<![\w\u0301])[{''.join(LATIN_TWINS)}]+(?![\w\u0301])")
_CYRILLIC = re.compile(
    rf"(?<![\w’'-])[ІХ]{{2,}}(?![{_CYR}])"
    rf"|(?<={_SPACE})(?<=[A-Za-z].)[{''.join(CYRILLIC_TWINS).upper()}](?={_SPACE}[A-Za-z])"
    rf"|(?<![\w’'-])(?=[А-ЯІ])[{''.join(CYRILLIC_TWINS)}]{{2,}}(?=-[A-Za-z])"
)
_ROMAN = re.compile("(?=.)M{0,3}(?:CM|CD|D?C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})")
_RECKONED_WITH = "[=<>≤≥≈±+×·*/^°−∞√∑]"
_FORMULA = re.compile(rf"{_RECKONED_WITH}\s?$"), re.compile(rf"\s?{_RECKONED_WITH}|[²³₀-₉()\]]")
_VARIABLE = re.compile(r"(?<![\w.’'-])[bdefghjklmnpqrstuvwxz](?![\w.’'-])")
_NAME_OF_A_KIND = re.compile(rf"\d{_SPACE}$"), re.compile(r"-\d")
"""64 MB, AH-64."""
_LATIN_BESIDE = re.compile(rf"(?<![\w-]){_BETRAYS}[.,]?{_SPACE}$"), re.compile(rf"[.,]?{_SPACE}{_BETRAYS}(?![\w-])")
_JOINED_TO_LATIN = re.compile(r"[A-Za-z][-–/&.+’']$"), re.compile(r"[-–/&.+’'][A-Za-z]")
_JOINED_TO_CYRILLIC = re.compile(rf"[{_CYR}\d][-’'ʼ]$"), re.compile(rf"[-’'ʼ][{_CYR}]")
_WORD_FOLLOWS = re.compile(rf"{_SPACE}[«„“(]*[{_CYR}\d]")
_SENTENCE_BEGINS = re.compile(rf"(?:^|[.!?…]{_SPACE}|\n)[«„“(—–-]*{_SPACE}?$")
_LOWER_FOLLOWS = re.compile(rf"{_SPACE}[а-яёіў]")
_COUNTED = re.compile(
    rf"{_SPACE}(?:ст\.|сто?[аг]|век|кв|чвэр|четв|груп|кат|тур|этап|ступ|з.езд|съезд|сусв|міжнар|межд|миров|пал|пол|"
    "паўг|усеб|всеб|усеагул|нац|кангр|конгр|форум|клас|арм|том|тыс|мес|рэсп|раз)",
    re.IGNORECASE,
)
"""What a Roman I or C counts."""
_IN_CAPITALS = re.compile(rf"[А-ЯЁІЎ]{{2,}}{_SPACE}$"), re.compile(rf"{_SPACE}[А-ЯЁІЎ]{{2,}}")


def check(passage: Passage, words: str, language: Language) -> Iterator[Finding]:
    """In Belarusian and Russian; in English every Cyrillic letter is found by scripts.py."""
    if re.search(f"[{_CYR}]", words):
        for found in _LATIN.finditer(words):
            if severity := _doubt(found[0], words[: found.start()], words[found.end() :]):
                yield _finding(passage, found, severity, _IN_LATIN, in_own_letters(found[0], language))
    for found in _CYRILLIC.finditer(words):
        latin = in_latin(found[0])
        if latin and set(latin) <= {"X", "I"} and len(latin) > 1:
            if _ROMAN.fullmatch(latin) and not _either(_IN_CAPITALS, words[: found.start()], words[found.end() :]):
                yield _finding(passage, found, Severity.WARN, _ROMAN_IN_CYRILLIC, latin)
        elif not words[max(0, found.start() - 3) : found.start()].strip().isupper():
            severity = Severity.BLOCK if len(found[0]) == 1 else Severity.WARN
            yield _finding(passage, found, severity, _IN_CYRILLIC, latin)


def _finding(
    passage: Passage, found: re.Match[str], severity: Severity, message: str, suggestion: str | None
) -> Finding:
    values = {"word": found[0]}
    return Finding("lookalike", severity, passage, found.start(), found.end(), message, values, suggestion)


def _doubt(word: str, before: str, after: str) -> Severity | None:
    """How sure it is that a word in Latin letters is meant to be Cyrillic."""
    before, after = before[-40:], after[:40]
    if _either(_JOINED_TO_LATIN, before, after) or _either(_FORMULA, before, after):
        return None
    if _either(_JOINED_TO_CYRILLIC, before, after):
        return _doubt_in_compound(word, before, after)
    if len(word) == 1:
        return _doubt_of_one_letter(word, before, after)
    if _ROMAN.fullmatch(word) or word in LATIN or _either(_LATIN_BESIDE, before, after):
        return None
    if not word.islower() and _either(_NAME_OF_A_KIND, before, after):
        return None
    if len(word) == 2 and word.istitle() and not (_SENTENCE_BEGINS.search(before) and _LOWER_FOLLOWS.match(after)):
        return None  # He, Co: an element
    certain = word.islower() or in_cyrillic(word) in CYRILLIC
    return Severity.BLOCK if certain else Severity.WARN


def _doubt_in_compound(word: str, before: str, after: str) -> Severity | None:
    """IT-кампанія, e-пошта and T-клетка are right, a-ля and 1990-x aren't; an ending in Latin letters never is."""
    apostrophe = before[-1:] in ("’", "'", "ʼ") or (len(word) == 1 and after[:1] in ("’", "'", "ʼ"))
    if apostrophe:
        return Severity.BLOCK
    if word.isupper() or word in LATIN or (len(word) == 1 and word in "eix" and after[:1] == "-"):
        return None
    return Severity.BLOCK if word.islower() else Severity.WARN


def _doubt_of_one_letter(letter: str, before: str, after: str) -> Severity | None:
    if letter == "I" and _both(_IN_CAPITALS, before, after):
        return Severity.WARN
    return Severity.BLOCK if _is_slip(letter, before, after) else None


def _is_slip(letter: str, before: str, after: str) -> bool:
    if letter in "aiocy":
        is_variable = letter != "i" and _VARIABLE.search(before + " " + after)
        return bool(_WORD_FOLLOWS.match(after)) and not is_variable and not _both(_LATIN_BESIDE, before, after)
    if letter in "AOYIBKC" and _SENTENCE_BEGINS.search(before) and not (letter in "IC" and _COUNTED.match(after)):
        return bool((_LOWER_FOLLOWS if letter == "I" else _WORD_FOLLOWS).match(after))
    return letter in "AOY" and _both(_IN_CAPITALS, before, after)


Sides = tuple[re.Pattern[str], re.Pattern[str]]


def _either(sides: Sides, before: str, after: str) -> bool:
    return bool(sides[0].search(before) or sides[1].match(after))


def _both(sides: Sides, before: str, after: str) -> bool:
    return bool(sides[0].search(before) and sides[1].match(after))
