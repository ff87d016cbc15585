"""Weeks without an issue. Nobody is asked for anything in them.

Nothing here commits.
"""

import datetime as dt
from collections.abc import Iterable, Sequence

import sqlalchemy as sa

from newsletter.commentaries.models import Section
from newsletter.db import db
from newsletter.issues.beginning.models import SkippedWeek
from newsletter.issues.beginning.refusals import NotSkipped, WeekSkipped, WeekTaken
from newsletter.issues.models import Issue, IssueState
from newsletter.staff.models import record


def in_turn() -> None:
    """Whoever else settles what a week brings is waited for: an issue, a plan, nothing. Writing goes on meanwhile."""
    first = sa.select(Section.id).order_by(Section.position, Section.id).limit(1)
    db.session.execute(first.with_for_update(key_share=True))


def skip(monday: dt.date, reason: str, *, by: str) -> SkippedWeek:
    """Raises WeekTaken by an issue that isn't cancelled, or WeekSkipped if it is already."""
    in_turn()
    must_have_no_issue(monday)
    must_not_be_skipped(monday)
    skipped = SkippedWeek(week=monday, reason=reason, by=by)
    db.session.add(skipped)
    db.session.flush()
    record(by, "week.skipped", f"week {monday}", reason=reason)
    return skipped


def unskip(monday: dt.date, *, by: str) -> None:
    """Raises NotSkipped."""
    in_turn()
    skipped = skipped_week(monday)
    if skipped is None:
        raise NotSkipped
    db.session.delete(skipped)
    db.session.flush()
    record(by, "week.unskipped", f"week {monday}")


def skipped_week(monday: dt.date) -> SkippedWeek | None:
    # Whoever waited for their turn may have looked before, and must not go by what there was then.
    return db.session.get(SkippedWeek, monday, populate_existing=True)


def skipped_among(mondays: Iterable[dt.date]) -> dict[dt.date, SkippedWeek]:
    found = db.session.scalars(sa.select(SkippedWeek).where(SkippedWeek.week.in_(list(mondays))))
    return {skipped.week: skipped for skipped in found}


def is_held(week: sa.ColumnExpressionArgument[dt.date]) -> sa.ColumnElement[bool]:
    """For queries: the week isn't skipped."""
    return sa.type_coerce(week, sa.Date).not_in(sa.select(SkippedWeek.week))


def weekly_issues(monday: dt.date) -> Sequence[Issue]:
    """Those of the week that aren't cancelled, the newest first. There is more than one only from before."""
    wanted = sa.select(Issue).where(Issue.week == monday, ~Issue.special, Issue.state != IssueState.CANCELLED)
    return db.session.scalars(wanted.order_by(Issue.number.desc())).all()


def must_have_no_issue(monday: dt.date) -> None:
    """Raises WeekTaken."""
    if there := weekly_issues(monday):
        raise WeekTaken(there[0])


def must_not_be_skipped(monday: dt.date) -> None:
    """Raises WeekSkipped."""
    if skipped := skipped_week(monday):
        raise WeekSkipped(skipped)
