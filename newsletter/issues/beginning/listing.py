"""The list of all issues, with the weeks that were skipped."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from newsletter.db import db
from newsletter.issues.beginning.models import SkippedWeek
from newsletter.issues.beginning.skipping import skipped_among
from newsletter.issues.composing.models import Edition
from newsletter.issues.leaving.clocks import Clock, clocks
from newsletter.issues.models import Entry, Issue, IssueState
from newsletter.languages import Language, first_of
from newsletter.web import interface_language

LISTED = 50
CANDIDATES = 20
"""Issues to start another one from."""
_SKIPPED = 0
"""In the place of a number, in the list's order."""


@dataclass(frozen=True)
class IssueRow:
    """An issue in the list of all."""

    number: int
    subject: str
    week: dt.date
    special: bool
    state: IssueState
    entries: int
    editions: int
    clock: Clock | None
    """When it is or was released, in its own zone."""


@dataclass(frozen=True)
class Page:
    rows: Sequence[IssueRow | SkippedWeek]
    number: int
    has_more: bool


@dataclass(frozen=True)
class Candidate:
    number: int
    subject: str


def page_of_issues(number: int = 1) -> Page:
    """By their weeks, the newest first; in as many statements for one row as for fifty."""
    places = sa.union_all(
        sa.select(Issue.week, Issue.number), sa.select(SkippedWeek.week, sa.literal(_SKIPPED))
    ).subquery()
    ordered = sa.select(places).order_by(places.c.week.desc(), places.c.number.desc())
    found = db.session.execute(ordered.offset((number - 1) * LISTED).limit(LISTED + 1)).all()
    listed = found[:LISTED]
    issues = _issue_rows([place.number for place in listed])
    skipped = skipped_among(place.week for place in listed)
    rows = [skipped[week] if place == _SKIPPED else issues[place] for week, place in listed]
    return Page(rows, number, has_more=len(found) > LISTED)


def list_of_issues() -> list[IssueRow]:
    """The issues of the first page, without the skipped weeks."""
    return [row for row in page_of_issues().rows if isinstance(row, IssueRow)]


def candidates() -> list[Candidate]:
    """The newest issues, to start another one from."""
    newest = sa.select(Issue.number, Issue.subjects).order_by(Issue.number.desc()).limit(CANDIDATES)
    return [Candidate(row.number, _subject(row.subjects)) for row in db.session.execute(newest)]


def _issue_rows(numbers: Sequence[int]) -> dict[int, IssueRow]:
    language = interface_language()
    entries = sa.select(sa.func.count()).where(Entry.issue_id == Issue.id).scalar_subquery()
    editions = sa.select(sa.func.count()).where(Edition.issue_id == Issue.id).scalar_subquery()
    chosen = sa.select(
        Issue.number, Issue.subjects, Issue.week, Issue.special, Issue.state, Issue.release_at, Issue.released_at,
        Issue.zone, entries.label("entries"), editions.label("editions"),
    )  # fmt: skip
    rows = {}
    for row in db.session.execute(chosen.where(Issue.number.in_(numbers))):
        at = row.released_at or row.release_at
        clock = clocks(at, row.zone, language)[0] if at else None
        rows[row.number] = IssueRow(
            row.number, _subject(row.subjects), row.week, row.special, row.state, row.entries, row.editions, clock
        )
    return rows


def _subject(subjects: dict[str, str]) -> str:
    return first_of(subjects, interface_language(), *Language)
