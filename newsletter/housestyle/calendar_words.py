"""The months that a text names, and dates that are written in digits alone."""

import re
from collections.abc import Iterator
from decimal import Decimal

from newsletter.housestyle.said import Kind, Said, Strength, plain
from newsletter.languages import Language

_MONTHS = {
    Language.EN: (
        "Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?"
        "|Nov(?:ember)?|Dec(?:ember)?"
    ),
    Language.BE: (
        r"студзен\w*|лют(?:ы|ага|ым|аму)|сакавік\w*|красавік\w*|ма(?:й|я|і|ем)|чэрвен\w*|ліпен\w*|жні(?:вень|ўн\w+)"
        r"|верас(?:ень|н\w+)|кастрычнік\w*|лістапад\w*|снеж(?:ань|н\w+)"
    ),
    Language.RU: (
        r"январ\w*|феврал\w*|март(?:а|е|ом|у)?|апрел\w*|ма(?:й|я|е|ем)|июн\w*|июл\w*|август(?:а|е|ом)?|сентябр\w*"
        r"|октябр\w*|ноябр\w*|декабр\w*"
    ),
}
_OTHER_MAY = "травен[ья]|траўн\\w+"
_MAY_IS_A_MONTH = re.compile(
    r"(?:\d(?:st|nd|rd|th)?(?: of)?|\b(?:in|since|until|till|by|of|last|this|next|early|late|mid-?|from|and|every)) $",
    re.IGNORECASE,
)
_DAY_BEFORE = re.compile(r"\d[^\d.;!?]{0,4}$")
_NUMBER_AFTER = re.compile(r" \d")
_DATES = re.compile(r"(?<![\d.])(?P<day>\d{1,2})\.(?P<month>\d{1,2})(?:\.(?P<year>\d{4}|\d{2}))?(?![\d.]\d|\d)")
_ISO = re.compile(r"\b(?P<year>\d{4})-(?P<month>\d{2})-(?P<day>\d{2})\b")


def _compiled(language: Language) -> re.Pattern[str]:
    groups = "|".join(f"(?P<m{number}>{pattern})" for number, pattern in enumerate(_split(_MONTHS[language]), 1))
    other = f"|(?P<may>{_OTHER_MAY})" if language is Language.BE else ""
    return re.compile(rf"\b(?:{groups}{other})\b", re.NOFLAG if language is Language.EN else re.IGNORECASE)


def _split(patterns: str) -> list[str]:
    """At the bars that stand in no parentheses."""
    return re.findall(r"(?:[^|(]|\([^)]*\))+", patterns)


_NAMED = {language: _compiled(language) for language in Language}


def months(words: str, language: Language) -> Iterator[Said]:
    text = plain(words)
    for found in _NAMED[language].finditer(text):
        number = 5 if found.lastgroup == "may" else int((found.lastgroup or "m0")[1:])
        start, end = found.span()
        dated = _DAY_BEFORE.search(text, max(start - 5, 0), start) or _NUMBER_AFTER.match(text, end)
        if found[0] == "May" and not (dated or _MAY_IS_A_MONTH.search(text, max(start - 12, 0), start)):
            continue
        strength = Strength.DIGITS if dated else Strength.WORDS
        yield Said(Kind.MONTH, frozenset({Decimal(number)}), strength, start, end)


def dates_in_digits(words: str) -> Iterator[tuple[int, int, list[Said]]]:
    """Where they begin and end, and day, month and year of each. Without a year it may be a number as well."""
    for pattern in (_DATES, _ISO):
        for found in pattern.finditer(plain(words)):
            if int(found["month"]) <= 12 and 1 <= int(found["day"]) <= 31:
                yield found.start(), found.end(), list(_parts(found))


def _parts(found: re.Match[str]) -> Iterator[Said]:
    strength = Strength.DIGITS if found["year"] else Strength.IMPLIED
    for name in ("day", "month", "year"):
        if found[name]:
            number, kind = Decimal(found[name]), Kind.MONTH if name == "month" else Kind.NUMBER
            readings = {number, number + 2000} if name == "year" and number < 100 else {number}
            yield Said(kind, frozenset(readings), strength, found.start(), found.end())
