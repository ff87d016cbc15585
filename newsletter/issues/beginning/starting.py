"""How an issue begins: its number, its week, and what it takes up.

Nothing here commits.
"""

import datetime as dt
from collections.abc import Iterable

import sqlalchemy as sa
from sqlalchemy import orm

from newsletter.commentaries.models import Commentary, Text
from newsletter.db import db
from newsletter.issues.beginning import patterns
from newsletter.issues.beginning.patterns import Pattern
from newsletter.issues.beginning.skipping import (
    in_turn,
    must_have_no_issue,
    must_not_be_skipped,
    skipped_week,
    weekly_issues,
)
from newsletter.issues.building import builder, placing
from newsletter.issues.building.acts import Act
from newsletter.issues.building.steps import step
from newsletter.issues.models import Issue, IssueState
from newsletter.languages import Language, monday_of
from newsletter.staff import settings
from newsletter.staff.models import record


def start(day: dt.date, *, by: str, like: Issue | None = None) -> Issue:
    """The issue of a week: what is approved for it and in no issue yet, with last week's issue as the pattern.

    `like` is another one to copy. Raises WeekTaken or WeekSkipped.
    """
    week = monday_of(day)
    in_turn()
    must_have_no_issue(week)
    must_not_be_skipped(week)
    issue = _new(week)
    pattern = Pattern(like, copied=True) if like else patterns.of_last_week(issue)
    approved = [piece for piece in placing.unplaced(issue) if piece.approved(*Language)]
    return _filled(issue, approved, pattern, by=by)


def start_special(day: dt.date, pieces: Iterable[Commentary], *, by: str, like: Issue | None = None) -> Issue:
    """One beside the weekly issues, with any commentaries that are in no issue yet. Raises AlreadyPlaced."""
    in_turn()
    issue = _new(monday_of(day), special=True)
    return _filled(issue, pieces, Pattern(like, copied=True) if like else None, by=by)


def for_a_special_issue() -> list[Commentary]:
    """What one may be made of: approved commentaries that are in no issue, the newest of any week first."""
    light = orm.selectinload(Commentary.texts).defer(Text.document)
    newest = db.session.scalars(placing.free().limit(placing.FOR_A_SPECIAL_ISSUE).options(light))
    return [piece for piece in newest if piece.approved(*Language)]


def add_imported(commentary: Commentary, *, by: str) -> Issue | None:
    """Put a commentary into its week's issue, which begins if there is none.

    None where that issue takes no entries any more, or the week is skipped.
    """
    in_turn()
    issue = _in_progress_for(commentary.week)
    if issue is None:
        if weekly_issues(commentary.week) or skipped_week(commentary.week):
            return None
        issue = _new(commentary.week)
        return _filled(issue, [commentary], patterns.of_last_week(issue), by=by)
    with step(issue, Act.ADDED, commentary.title, by=by):
        builder.add(issue, commentary)
    return issue


def _in_progress_for(week: dt.date) -> Issue | None:
    wanted = sa.select(Issue).where(Issue.week == week, ~Issue.special, Issue.state == IssueState.ASSEMBLING)
    return db.session.scalar(wanted.order_by(Issue.number.desc()).limit(1).with_for_update())


def _new(week: dt.date, *, special: bool = False) -> Issue:
    last = db.session.scalar(sa.select(sa.func.max(Issue.number))) or 0
    issue = Issue(number=last + 1, week=week, zone=settings.current().zone, state=IssueState.ASSEMBLING)
    issue.subjects, issue.preheaders, issue.openings, issue.closings = {}, {}, {}, {}
    issue.special = special
    db.session.add(issue)
    db.session.flush()
    return issue


def _filled(issue: Issue, pieces: Iterable[Commentary], pattern: Pattern | None, *, by: str) -> Issue:
    """A cancelled issue's own entries come first, in their order; the others find their places among them."""
    taken = pattern.free_entries() if pattern else []
    for piece in taken:
        builder.add(issue, piece)
    places = {piece.id: place for place, piece in enumerate(taken)}
    entries = sorted(issue.entries, key=lambda entry: places[entry.commentary.id])
    builder.reorder(issue, [entry.key for entry in entries])
    for piece in pieces:
        if piece not in taken:
            builder.add(issue, piece)
    if pattern or not issue.special:
        patterns.follow(issue, pattern)
    like = pattern.issue.number if pattern and pattern.copied else None
    # Last: whoever changes a commentary takes that first and the audit log after it.
    record(by, "issue.started", str(issue.number), special=issue.special, like=like)
    return issue
