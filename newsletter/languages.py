"""The three languages, what readers may ask for, and how a week is written in each."""

import datetime as dt
import unicodedata
from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import NamedTuple

from babel.dates import format_date
from babel.lists import format_list
from slugify import slugify


class Language(StrEnum):
    EN = "en"
    BE = "be"
    RU = "ru"

    @property
    def own_name(self) -> str:
        """The language's name in itself, as its speakers look for it in a list."""
        return {"en": "English", "be": "Беларуская", "ru": "Русский"}[self]


Words = dict[str, str]
"""The same short text in several languages, keyed by language code; a missing key is an empty text."""


class Reading(StrEnum):
    """What a reader asked for: languages in order of preference, the first that exists wins."""

    EN = "en"
    BE_RU = "be-ru"
    RU_BE = "ru-be"

    @property
    def languages(self) -> tuple[Language, ...]:
        return tuple(Language(code) for code in self.split("-"))

    @property
    def first(self) -> Language:
        return self.languages[0]

    @property
    def label(self) -> str:
        """How the desk names it, the same in every interface language: `BE → RU`."""
        return " → ".join(language.upper() for language in self.languages)


class Variant(StrEnum):
    """What a mail looks like to somebody who sees it over its reader's shoulder."""

    STANDARD = "standard"
    DISCREET = "discreet"

    def wording(self, language: Language) -> str:
        """`discreet`, `непрыкметны`, `незаметный`."""
        return _VARIANTS[self][language]


_VARIANTS: dict[Variant, dict[Language, str]] = {
    Variant.STANDARD: {Language.EN: "standard", Language.BE: "звычайны", Language.RU: "обычный"},
    Variant.DISCREET: {Language.EN: "discreet", Language.BE: "непрыкметны", Language.RU: "незаметный"},
}


class EditionKey(NamedTuple):
    """Which of an issue's at most six editions: what its readers asked for."""

    reading: Reading
    variant: Variant = Variant.STANDARD

    @property
    def code(self) -> str:
        """In addresses and file names: `be-ru`, or `be-ru-discreet`."""
        return str(self.reading) if self.variant is Variant.STANDARD else f"{self.reading}-{self.variant}"

    @classmethod
    def of(cls, code: str) -> "EditionKey":
        """Raises ValueError."""
        reading, discreet, rest = code.partition(f"-{Variant.DISCREET}")
        if rest:
            raise ValueError(code)
        return cls(Reading(reading), Variant.DISCREET if discreet else Variant.STANDARD)

    def label(self, language: Language) -> str:
        """`BE → RU`, or `BE → RU, discreet`."""
        if self.variant is Variant.STANDARD:
            return self.reading.label
        return f"{self.reading.label}, {self.variant.wording(language)}"


def first_of(words: Mapping[str, str], *languages: str) -> str:
    """The first of `languages` that `words` has something in, or an empty text."""
    return next((words[language] for language in languages if words.get(language)), "")


def listed(names: Sequence[str], language: Language) -> str:
    """`A, B and C`, `А, Б і В`, `А, Б и В`: British, without a comma before the last."""
    return format_list(names, locale="en_GB" if language is Language.EN else language)


def monday_of(day: dt.date) -> dt.date:
    """The Monday that keys the week of `day`."""
    return day - dt.timedelta(days=day.weekday())


_NBSP = "\N{NO-BREAK SPACE}"


def week_range(monday: dt.date, language: Language) -> str:
    """The week as a reader sees it, with no-break spaces inside each date.

    `November 4 – November 10, 2024`, `4–10 лістапада 2024 г.`, `28 октября – 3 ноября 2024 г.`
    """
    sunday = monday + dt.timedelta(days=6)

    def written(day: dt.date, pattern: str) -> str:
        return format_date(day, pattern, locale=language).replace(" ", _NBSP)

    same_year = monday.year == sunday.year
    if language is Language.EN:
        start = written(monday, "MMMM d" if same_year else "MMMM d, y")
        return f"{start} – {written(sunday, 'MMMM d, y')}"
    end = written(sunday, "d MMMM y 'г'.")
    if monday.month == sunday.month:
        return f"{monday.day}–{end}"
    start = written(monday, "d MMMM" if same_year else "d MMMM y 'г'.")
    return f"{start} – {end}"


_REPLACEMENTS: dict[Language, list[tuple[str, str]]] = {
    Language.EN: [],
    Language.BE: [
        ("г", "h"), ("х", "kh"), ("ў", "u"), ("ё", "io"), ("й", "i"), ("ы", "y"), ("э", "e"),
        ("ю", "iu"), ("я", "ia"), ("і", "i"), ("ц", "ts"), ("ч", "ch"), ("ш", "sh"), ("ж", "zh"),
    ],
    Language.RU: [("х", "kh"), ("ё", "e"), ("й", "i"), ("ы", "y"), ("э", "e"), ("ю", "iu"), ("я", "ia")],
}  # fmt: skip


def slug_of(title: str, language: Language, limit: int = 80) -> str:
    """A readable URL part in Latin letters. python-slugify alone reads Belarusian as Russian."""
    plain = unicodedata.normalize("NFC", title).lower()
    for mark in "’'ʼ":
        plain = plain.replace(mark, "")
    return slugify(plain, replacements=_REPLACEMENTS[language], max_length=limit, word_boundary=True)
