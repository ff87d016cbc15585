"""What an issue is called beside its masthead: after its week, or a special one after its day."""

import datetime as dt
import zoneinfo

from flask_babel import gettext as _

from newsletter.db import now
from newsletter.issues.models import Issue
from newsletter.languages import Language, week_range
from newsletter.staff.moments import day


def issue_line(issue: Issue, language: Language) -> str:
    """`Issue 12 · November 4 – November 10, 2024`, or `Special issue · November 12, 2024`."""
    if issue.special:
        return str(_("Special issue · %(day)s", day=day(_day(issue), language)))
    return str(_("Issue %(number)s · %(week)s", number=issue.number, week=week_range(issue.week, language)))


def _day(issue: Issue) -> dt.date:
    """On which it leaves; today, as long as that is open."""
    at = issue.released_at or issue.release_at or now()
    return at.astimezone(zoneinfo.ZoneInfo(issue.zone)).date()
