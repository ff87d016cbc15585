"""The week on one page: which texts there are, and what stands between them and the issue."""

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from flask_babel import gettext as _
from sqlalchemy import orm

from newsletter.commentaries.cells import MISSING, Cell, cells_of
from newsletter.commentaries.models import Commentary, Section, Text, TextState
from newsletter.db import db
from newsletter.languages import monday_of

_ORDER = (MISSING, TextState.WITHDRAWN, TextState.IN_REVIEW, TextState.DRAFT)


@dataclass(frozen=True)
class Board:
    monday: dt.date
    commentaries: Sequence[Commentary]

    def rows(self) -> list[tuple[Commentary, list[Cell]]]:
        return [(commentary, cells_of(commentary)) for commentary in self.commentaries]

    def cells(self) -> Iterator[Cell]:
        return (cell for __, cells in self.rows() for cell in cells)

    def remaining(self) -> list[Cell]:
        """What isn't approved yet, the most urgent first."""
        return sorted(
            (cell for cell in self.cells() if cell.state in _ORDER), key=lambda cell: _ORDER.index(cell.state)
        )

    def incomplete(self) -> list[tuple[Commentary, str]]:
        """The commentaries that lack something besides their texts, and what."""
        lacking = ((commentary, ", ".join(_lacking(commentary))) for commentary in self.commentaries)
        return [(commentary, what) for commentary, what in lacking if what]

    def counts(self) -> list[tuple[str, int]]:
        """How many texts are in each state that there is, and what it is called."""
        counted = Counter((cell.state, cell.label) for cell in self.cells())
        return [(label, count) for (_state, label), count in sorted(counted.items())]


def _lacking(commentary: Commentary) -> Iterator[str]:
    if commentary.section is None:
        yield _("section")
    if commentary.verdict is None:
        yield _("verdict")
    if not commentary.authors:
        yield _("byline")
    if commentary.photo is None:
        yield _("photo")
    elif any(not commentary.alts.get(language) for language in commentary.texts):
        yield _("description of the photo")
    elif any(not commentary.credits.get(language) for language in commentary.texts):
        yield _("credit of the photo")


def board_of(monday: dt.date) -> Board:
    """The commentaries of a week in the order of the sections."""
    chosen = (
        sa.select(Commentary)
        .where(Commentary.week == monday)
        .outerjoin(Commentary.section)
        .order_by(Section.position.is_(None), Section.position, Commentary.id)
        .options(orm.selectinload(Commentary.texts).defer(Text.document).joinedload(Text.owner))
    )
    return Board(monday, db.session.scalars(chosen).all())


def week_in_hand(today: dt.date) -> dt.date:
    """The newest week that has a commentary: on a Monday, that is the one whose issue is still to leave."""
    this_week = monday_of(today)
    newest = db.session.scalar(sa.select(sa.func.max(Commentary.week)).where(Commentary.week <= this_week))
    return newest or this_week
