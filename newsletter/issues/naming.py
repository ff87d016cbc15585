"""What an issue is called, and which days it stands for: its week, or a special one its day."""

import datetime as dt
import zoneinfo

from flask import Flask
from flask_babel import gettext as _

from newsletter.db import now
from newsletter.issues.models import Issue
from newsletter.languages import Language, week_range
from newsletter.staff.moments import day


def init_app(app: Flask) -> None:
    app.jinja_env.filters.update(issue_name=issue_name, issue_days=issue_days)


def issue_line(issue: Issue, language: Language) -> str:
    """`Issue 12 · November 4 – November 10, 2024`, or `Special issue · November 12, 2024`."""
    return f"{issue_name(issue)} · {issue_days(issue, language)}"


def issue_name(issue: Issue) -> str:
    return str(_("Special issue") if issue.special else _("Issue %(number)s", number=issue.number))


def issue_days(issue: Issue, language: Language) -> str:
    return day(day_of(issue), language) if issue.special else week_range(issue.week, language)


def day_of(issue: Issue) -> dt.date:
    """On which it leaves, by its own clocks; today, as long as that is open."""
    at = issue.released_at or issue.release_at or now()
    return at.astimezone(zoneinfo.ZoneInfo(issue.zone)).date()
