"""What one line of a commentary's page says where it isn't part of the text; None where it says nothing."""

import datetime as dt
import re

from babel.dates import get_month_names

from newsletter.languages import Language, monday_of

_PHOTO = re.compile(r"(?:photo(?: credit)?|image|фота|фото)\s*(?:[:：]|\bby\b)\s*(\S.*)", re.IGNORECASE)
_BYLINE = re.compile(r"(?:by|аўтар(?:ка)?:?|автор:?)\s+(\S.*)", re.IGNORECASE)
_YEAR_WORDS = r"(?:г|года|год)\b\.?"


def _months() -> dict[str, int]:
    numbers: dict[str, int] = {}
    for language in Language:
        for width in ("wide", "abbreviated"):
            for form in ("format", "stand-alone"):
                names = get_month_names(width, form, language)
                numbers |= {name.rstrip(".").lower(): number for number, name in names.items()}
    return numbers


_MONTHS = _months()
_TOKEN = re.compile(r"\d{4}|\d{1,2}|[^\W\d_]+")
_DASH = re.compile(r"\s*[-‐‑‒–—―−]\s*")


def week_in(line: str) -> dt.date | None:
    """The Monday of a line that is a range of dates within one week: `November 4 – 10, 2024`, `4–10 лістапада 2024 г.`

    None without a year, or where the two days are of different weeks.
    """
    sides = _DASH.split(re.sub(_YEAR_WORDS, "", " ".join(line.lower().split())))
    if len(line) > 80 or len(sides) != 2:
        return None
    first, last = (_parts(side) for side in sides)
    if first is None or last is None or not (last["year"] and first["day"] and last["day"]):
        return None
    month = first["month"] or last["month"]
    last_month = last["month"] or first["month"]
    year = first["year"] or last["year"] - (month > last_month)
    try:
        start, end = dt.date(year, month, first["day"]), dt.date(last["year"], last_month, last["day"])
    except ValueError:
        return None
    same_week = start <= end and monday_of(start) == monday_of(end)
    return monday_of(start) if same_week else None


def _parts(side: str) -> dict[str, int] | None:
    """Day, month and year of one side of the dash, 0 for what it doesn't say; None if it says anything else."""
    parts = {"day": 0, "month": 0, "year": 0}
    for token in _TOKEN.findall(side):
        kind, value = _part(token)
        if kind is None or parts[kind]:
            return None
        parts[kind] = value
    return parts


def _part(token: str) -> tuple[str | None, int]:
    if token.isdecimal():
        return ("year" if len(token) == 4 else "day"), int(token)
    return ("month", _MONTHS[token]) if token in _MONTHS else (None, 0)


def credit_in(line: str) -> str | None:
    """Who made the photo, without the word `photo`."""
    said = _PHOTO.fullmatch(line)
    return said[1] if said and len(said[1]) <= 200 else None


def byline_in(line: str) -> str | None:
    """The author's name or names."""
    said = _BYLINE.fullmatch(line)
    if said is None or len(said[1]) > 80 or said[1].endswith((".", "?", "!")):
        return None
    return said[1] if said[1][0].isupper() else None


_ENGLISH = re.compile("[a-z]", re.IGNORECASE)
_CYRILLIC = re.compile("[а-яёіў]", re.IGNORECASE)
_BELARUSIAN = re.compile("[іў]", re.IGNORECASE)
_RUSSIAN = re.compile("[ищъ]", re.IGNORECASE)


def language_of(text: str) -> Language:
    """By the letters that only one of the three has."""
    if len(_ENGLISH.findall(text)) >= len(_CYRILLIC.findall(text)):
        return Language.EN
    return Language.BE if len(_BELARUSIAN.findall(text)) > len(_RUSSIAN.findall(text)) else Language.RU
