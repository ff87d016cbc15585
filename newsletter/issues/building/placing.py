"""Which issue a commentary stands in, and which stand in none: it has one place at the most, cancelled issues aside."""

import datetime as dt
from collections.abc import Sequence

import sqlalchemy as sa

from newsletter.commentaries.models import Commentary
from newsletter.db import db
from newsletter.issues.models import Box, Entry, Issue, IssueState

FOR_A_SPECIAL_ISSUE = 100
"""Commentaries to choose from."""


def issue_of(commentary: Commentary) -> Issue | None:
    wanted = sa.select(Issue).join(Entry).where(Entry.commentary == commentary, Issue.state != IssueState.CANCELLED)
    return db.session.scalar(wanted.order_by(Issue.number).limit(1))


def is_free(commentary: Commentary) -> bool:
    """Whether it stands in no issue; makes others who want to put it into one wait until we are through."""
    hold(commentary)
    return issue_of(commentary) is None


def hold(commentary: Commentary) -> None:
    """Others who want to put it into an issue wait until we are through. Writing goes on meanwhile."""
    held = sa.select(Commentary.id).where(Commentary.id == commentary.id)
    db.session.execute(held.with_for_update(key_share=True))


def carrying(commentary_ids: Sequence[int]) -> sa.CompoundSelect[int]:
    """The ids of issues that have one of these as an entry, or recommend it as an earlier piece."""
    as_entry = sa.select(Entry.issue_id).where(Entry.commentary_id.in_(commentary_ids))
    return as_entry.union(sa.select(Box.issue_id).where(Box.commentary_id.in_(commentary_ids)))


def free() -> sa.Select[Commentary]:
    """Commentaries that are in no issue, the newest first."""
    placed = sa.select(Entry.commentary_id).join(Issue).where(Issue.state != IssueState.CANCELLED)
    return sa.select(Commentary).where(Commentary.id.not_in(placed)).order_by(Commentary.week.desc(), Commentary.id)


def unplaced(issue: Issue, *, weeks: int = 1) -> Sequence[Commentary]:
    """What could be added: commentaries of the issue's week, or of several up to it, that are in no issue.

    For a special issue, the newest of any week.
    """
    if issue.special:
        return db.session.scalars(free().limit(FOR_A_SPECIAL_ISSUE)).all()
    since = issue.week - dt.timedelta(weeks=weeks - 1)
    return db.session.scalars(free().where(Commentary.week.between(since, issue.week))).all()
