"""The list of all issues."""

import datetime as dt
from dataclasses import dataclass

import sqlalchemy as sa

from newsletter.db import db
from newsletter.issues.clocks import Clock, clocks
from newsletter.issues.models import Entry, Issue, IssueState
from newsletter.languages import Language, first_of
from newsletter.web import interface_language

LISTED = 50


@dataclass(frozen=True)
class IssueRow:
    """An issue in the list of all."""

    number: int
    subject: str
    week: dt.date
    state: IssueState
    entries: int
    clock: Clock | None
    """When it is or was released, in its own zone."""


def list_of_issues(before: int | None = None) -> list[IssueRow]:
    """The newest first, at most fifty; those with smaller numbers than `before`."""
    language = interface_language()
    entries = sa.select(sa.func.count()).where(Entry.issue_id == Issue.id).scalar_subquery()
    chosen = sa.select(
        Issue.number, Issue.subjects, Issue.week, Issue.state, Issue.release_at, Issue.released_at, Issue.zone,
        entries.label("entries"),
    )  # fmt: skip
    if before is not None:
        chosen = chosen.where(Issue.number < before)
    found = db.session.execute(chosen.order_by(Issue.number.desc()).limit(LISTED)).all()
    rows = []
    for row in found:
        at = row.released_at or row.release_at
        subject = first_of(row.subjects, language, *Language)
        clock = clocks(at, row.zone, language)[0] if at else None
        rows.append(IssueRow(row.number, subject, row.week, row.state, row.entries, clock))
    return rows
