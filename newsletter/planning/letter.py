"""The letter that tells a colleague what of the plan is new to them."""

import datetime as dt
import zoneinfo
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from babel.dates import format_date, format_datetime, get_timezone_location

from newsletter.languages import Language, week_range
from newsletter.letters.composing import compose
from newsletter.letters.letter import Letter


class Kind(StrEnum):
    NEW = "new"
    CHANGED = "changed"
    GONE = "gone"


@dataclass(frozen=True)
class Line:
    """A change of what is asked of somebody: `section` in their language, `due_at` in UTC."""

    kind: Kind
    week: dt.date
    section: str
    language: Language
    original: bool
    due_at: dt.datetime

    def week_words(self, language: Language) -> str:
        return week_range(self.week, language)

    def due_words(self, language: Language, zone: str) -> str:
        """`Sunday, November 10, 18:00` by the clock of `zone`."""
        there = self.due_at.astimezone(zoneinfo.ZoneInfo(zone)).replace(tzinfo=None)
        day = format_date(there.date(), _DAYS[language], locale=language)
        return f"{day}, {format_datetime(there, 'HH:mm', locale=language)}"


_DAYS = {Language.EN: "EEEE, MMMM d", Language.BE: "EEEE, d MMMM", Language.RU: "EEEE, d MMMM"}


def plan_letter(lines: Sequence[Line], language: Language, *, masthead: str, zone: str, link: str) -> Letter:
    """`zone` is the newsroom's; `link` leads to the plan."""
    city = get_timezone_location(zone, locale=language, return_city=True)
    groups = [(kind, [line for line in lines if line.kind is kind]) for kind in Kind]
    kept = [(kind, found) for kind, found in groups if found]
    return compose("plan", language, masthead=masthead, groups=kept, count=len(lines), zone=zone, city=city, link=link)
