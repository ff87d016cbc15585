"""Release times: what a person writes in a zone, as a moment, and a moment as the clocks of two places show it."""

import datetime as dt
import zoneinfo
from dataclasses import dataclass
from functools import cache

from babel.dates import format_date, get_timezone_location
from flask_babel import gettext as _

from newsletter.forms import FIRST_DAY, LAST_DAY
from newsletter.issues.refusals import BadTime
from newsletter.languages import Language

READERS_ZONE = "Europe/Minsk"
"""Where most readers are; the newsroom may well be elsewhere."""


_REGIONS = {
    "Africa", "America", "Antarctica", "Arctic", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific",
}  # fmt: skip
"""Where zones are named for a place; the others are kept for old programs."""

_NOWHERE = {"Factory", "localtime"}
"""What machines keep among their zones and is none: it means something else on each, or nothing."""


@dataclass(frozen=True)
class Clock:
    time: str
    date: str
    city: str
    zone: str
    offset: str
    """`UTC+1`."""

    @property
    def is_readers(self) -> bool:
        return self.zone == READERS_ZONE


@cache
def zones(language: Language) -> list[tuple[str, str]]:
    """To choose from: each with the city that it is named for."""
    named = sorted(name for name in zoneinfo.available_timezones() if name.partition("/")[0] in _REGIONS)
    return [(name, _city(name, language)) for name in named]


def moment(local: dt.datetime, zone: str) -> dt.datetime:
    """`local`, which has no zone of its own, as UTC.

    Raises BadTime for an unknown zone, for a year that nobody means, and for the hours that a change of the clocks
    leaves out or gives twice.
    """
    if not FIRST_DAY <= local.date() <= LAST_DAY:
        raise BadTime(_("Choose a day between 1990 and 2199."))
    if zone not in zoneinfo.available_timezones() - _NOWHERE:
        raise BadTime(_("There is no time zone %(zone)s. Write it as in Europe/Warsaw.", zone=zone))
    there = zoneinfo.ZoneInfo(zone)
    first, second = local.replace(tzinfo=there, fold=0), local.replace(tzinfo=there, fold=1)
    if first.utcoffset() == second.utcoffset():
        return first.astimezone(dt.UTC)
    facts = {"time": f"{local:%H:%M}", "zone": zone}
    if first.astimezone(dt.UTC).astimezone(there).replace(tzinfo=None) == local:
        raise BadTime(
            _("That night the clocks in %(zone)s go back, and %(time)s comes twice. Choose another time.", **facts)
        )
    raise BadTime(
        _("That night the clocks in %(zone)s go forward, and there is no %(time)s. Choose another time.", **facts)
    )


def clocks(at: dt.datetime, zone: str, language: Language, *, newsroom: str = "") -> list[Clock]:
    """What the clocks show then: those of `zone`, of the newsroom if it is named, and of the readers, each once."""
    zones = dict.fromkeys([zone, newsroom or zone, READERS_ZONE])
    return [_clock(at.astimezone(zoneinfo.ZoneInfo(name)), name, language) for name in zones]


def _clock(local: dt.datetime, zone: str, language: Language) -> Clock:
    date = format_date(local.date(), "full", locale=language)
    return Clock(f"{local:%H:%M}", date, _city(zone, language), zone, _offset(local))


def _city(zone: str, language: Language) -> str:
    return str(get_timezone_location(zone, locale=language, return_city=True))


def _offset(local: dt.datetime) -> str:
    minutes = int((local.utcoffset() or dt.timedelta()).total_seconds()) // 60
    hours, rest = divmod(abs(minutes), 60)
    return f"UTC{'+' if minutes >= 0 else '−'}{hours}" + (f":{rest:02}" if rest else "")
