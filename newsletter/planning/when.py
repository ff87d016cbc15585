"""Moments of the desk in few words, and how long it is until one."""

import datetime as dt

from babel.dates import format_date, format_datetime
from flask_babel import gettext as _

from newsletter.db import now
from newsletter.languages import Language
from newsletter.planning.models import Absence
from newsletter.staff.moments import local
from newsletter.web import interface_language

_NEAR = dt.timedelta(days=6)
_DATES = {Language.EN: "MMM d", Language.BE: "d MMMM", Language.RU: "d MMM"}


def short_moment(at: dt.datetime) -> str:
    """`14:20` today, `Sun 14:20` around it, else `Nov 10, 14:20`, by the newsroom's clock."""
    there, today = local(at), local(now())
    if there.date() == today.date():
        pattern = "HH:mm"
    elif abs(there.date() - today.date()) <= _NEAR:
        pattern = "EEE HH:mm"
    else:
        year = "" if there.year == today.year else " y"
        pattern = f"{_DATES[interface_language()]}{year}, HH:mm"
    return format_datetime(there.replace(tzinfo=None), pattern, locale=interface_language())


def short_day(day: dt.date) -> str:
    """`Fri, Nov 8`"""
    language = interface_language()
    return format_date(day, f"EEE, {_DATES[language]}", locale=language)


def away_words(absence: Absence) -> str:
    """When somebody is away who is, or is about to be."""
    first, last = absence.first_day, absence.last_day
    if first <= local(now()).date():
        return str(_("away until %(day)s", day=short_day(last)))
    if first == last:
        return str(_("away on %(day)s", day=short_day(first)))
    return str(_("away %(first)s – %(last)s", first=short_day(first), last=short_day(last)))


def countdown(left: dt.timedelta) -> str:
    """`18 h 46 min`; from two days on `3 d 4 h`. static/js/countdown.js says the same each minute."""
    minutes = max(int(left.total_seconds()), 0) // 60
    hours, minutes = divmod(minutes, 60)
    if hours >= 48:
        return str(_("%(days)s d %(hours)s h", days=hours // 24, hours=hours % 24))
    return str(_("%(hours)s h %(minutes)s min", hours=hours, minutes=minutes))
