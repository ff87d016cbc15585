"""Numbers in digits, as three languages write them."""

import re
from collections.abc import Iterator
from decimal import Decimal

from newsletter.housestyle.said import Kind, Reading, Said, Strength
from newsletter.languages import Language

DIGITS = r"(?<!\d)(?:\d{1,2}:\d{2}|\d{1,3}(?: \d{3})+(?:[.,]\d+)?|\d+(?:[.,]\d+)*)(?!\d)"

_PART_OF_DAY = re.compile(
    r" ?(?:(?P<late>p\.?m\b|(?:гадзін\w* |час\w* )?(?:вечара|вечера|дня)\b)"
    r"|(?P<early>a\.?m\b|(?:гадзін\w* |час\w* )?(?:раніцы|ночы|утра|ночи)\b))",
    re.IGNORECASE,
)
_DECADE = re.compile(r"s\b|-?(?:х|е|я|ых|ыя|ые|м|мі|ми)\b")
_NEXT_CENTURY = 30
"""The nineties were in the last one, the twenties are in this one."""
_ATTACHED = re.compile(r"([mk])\b")
_POWER_OF = {"k": 3, "m": 6}
_IN_A_NAME = re.compile(r"(?:[A-ZА-ЯЁІЎ]\w*-?)$")
_OF_TWO_YEARS = re.compile(r"\d{4}[/–—-]$")
_LONGEST = 30
"""Characters: what is longer is some code, and compared as it is written."""


def read_digits(found: re.Match[str], text: str, language: Language) -> Said:
    written, start, end = found[0], found.start(), found.end()
    if len(written) > _LONGEST:
        return Said(Kind.NUMBER, frozenset({written}), Strength.DIGITS, start, end)
    readings: set[Reading] = set(_read(written, language))
    whole = _whole_hours(written)
    if whole is not None:
        readings.update(_of_the_day(whole, _PART_OF_DAY.match(text, end)))
    if number := next((one for one in readings if isinstance(one, Decimal)), None):
        if number < 100 and (_DECADE.match(text, end) or _OF_TWO_YEARS.search(text, max(start - 5, 0), start)):
            readings.add(number + (2000 if number < _NEXT_CENTURY else 1900))
        if language is Language.EN and (attached := _ATTACHED.match(text, end)):
            readings.add(number.scaleb(_POWER_OF[attached[1]]))
    named = _IN_A_NAME.search(text, max(start - 20, 0), start)
    return Said(Kind.NUMBER, frozenset(readings), Strength.WORDS if named else Strength.DIGITS, start, end)


def _read(written: str, language: Language) -> Iterator[Reading]:
    if ":" in written:
        hours, minutes = written.split(":")
        yield f"{int(hours)}:{minutes}"
        return
    number = written.replace(" ", "")
    *groups, last = re.split("[.,]", number)
    marks = re.sub(r"\d", "", number)
    in_threes = bool(groups) and len(groups[0]) < 4 and all(len(group) == 3 for group in [*groups[1:], last])
    if not groups:
        yield Decimal(number)
    elif len(marks) > 1 or (in_threes and marks == _groups_by(language)):
        yield from _of_many(number, marks, in_threes)
    else:
        yield Decimal(f"{groups[0]}.{last}")
        if in_threes and marks == "." and language is not Language.EN:
            yield Decimal(groups[0] + last)
        if len(last) == 2 and marks == "." and int(groups[0]) < 24 and int(last) < 60:
            yield f"{int(groups[0])}:{last}"


def _groups_by(language: Language) -> str:
    return "," if language is Language.EN else ""


def _of_many(number: str, marks: str, in_threes: bool) -> Iterator[Reading]:
    """1,234,567; 1,234.5; or 1.2.3, which is no number."""
    if in_threes and len(set(marks)) == 1:
        yield Decimal(re.sub("[.,]", "", number))
    elif len(set(marks)) == 2 and marks.count(marks[-1]) == 1:
        whole, _, part = number.rpartition(marks[-1])
        yield Decimal(f"{re.sub('[.,]', '', whole)}.{part}")
    else:
        yield number


def _whole_hours(written: str) -> tuple[int, int] | None:
    """Hours and minutes, where it may be a time of day."""
    hours, _, minutes = written.replace(".", ":").partition(":")
    if not (hours.isdecimal() and (minutes or "0").isdecimal() and len(minutes) in (0, 2)):
        return None
    time = int(hours), int(minutes or 0)
    return time if time[0] <= 24 and time[1] < 60 else None


def _of_the_day(time: tuple[int, int], part: re.Match[str] | None) -> Iterator[Reading]:
    hours, minutes = time
    late = bool(part and part["late"]) and hours < 12
    for hour in {hours, hours + 12} if late else {hours}:
        if part or minutes:
            yield f"{hour}:{minutes:02}"
        if not minutes:
            yield Decimal(hour)
            yield f"{hour}:00"
