"""Days and times as people read them: the newsroom's zone, the page's language."""

import datetime as dt
import zoneinfo

from babel.dates import format_date, format_datetime, format_time
from flask import Flask

from newsletter.languages import Language, week_range
from newsletter.staff import settings
from newsletter.web import interface_language


def init_app(app: Flask) -> None:
    app.jinja_env.filters.update(day=day, moment=moment, clock=clock, week_range=week_range)


def local(at: dt.datetime) -> dt.datetime:
    return at.astimezone(zoneinfo.ZoneInfo(settings.current().zone))


def day(at: dt.datetime | dt.date, language: Language | None = None) -> str:
    """November 4, 2024"""
    language = language or interface_language()
    return format_date(local(at) if isinstance(at, dt.datetime) else at, _LONG[language], locale=language)


def moment(at: dt.datetime) -> str:
    """November 4, 2024, 10:00"""
    language = interface_language()
    return format_datetime(local(at), f"{_LONG[language]}, HH:mm", locale=language)


def clock(at: dt.datetime) -> str:
    """10:00"""
    return format_time(local(at), "HH:mm", locale=interface_language())


_LONG = {"en": "MMMM\u00a0d, y", "be": "d\u00a0MMMM y\u00a0'г'.", "ru": "d\u00a0MMMM y\u00a0'г'."}
"""A day stays with its month."""
