"""How an issue begins: its number, its week, and what it takes up."""

import datetime as dt

import sqlalchemy as sa

from newsletter.commentaries.models import Commentary
from newsletter.db import db
from newsletter.issues import builder
from newsletter.issues.models import Box, BoxKind, Issue, IssueState
from newsletter.languages import Language, monday_of
from newsletter.staff import settings


def start(week: dt.date) -> Issue:
    """The next number, with what is approved for the week of the day `week` and in no issue yet."""
    issue = _new(week)
    for piece in builder.unplaced(issue):
        if piece.approved(*Language):
            builder.add(issue, piece)
    return issue


def add_imported(commentary: Commentary) -> Issue:
    """Put a commentary into its week's issue, which is made if there is none to put it into."""
    issue = in_progress_for(commentary.week) or _new(commentary.week)
    builder.add(issue, commentary)
    return issue


def in_progress_for(week: dt.date) -> Issue | None:
    """The latest issue of the week of the day `week` that still takes entries."""
    wanted = sa.select(Issue).where(Issue.week == monday_of(week), Issue.state == IssueState.ASSEMBLING)
    return db.session.scalar(wanted.order_by(Issue.number.desc()).limit(1).with_for_update())


def _new(week: dt.date) -> Issue:
    # The row lock makes two who start an issue at once take different numbers.
    db.session.execute(sa.select(Issue.id).order_by(Issue.number.desc()).limit(1).with_for_update())
    last = db.session.scalar(sa.select(sa.func.max(Issue.number))) or 0
    issue = Issue(number=last + 1, week=monday_of(week), zone=settings.current().zone, state=IssueState.ASSEMBLING)
    issue.subjects, issue.preheaders, issue.openings, issue.closings = {}, {}, {}, {}
    issue.boxes.append(Box(kind=BoxKind.SITUATION, position=0, words={}))
    db.session.add(issue)
    db.session.flush()
    return issue
