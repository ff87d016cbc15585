"""The week on one page: which texts there are, who has them, and what stands between them and the issue."""

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from flask_babel import gettext as _
from sqlalchemy import orm

from newsletter.commentaries.models import Commentary, Section, Text, TextState
from newsletter.commentaries.presence import writers
from newsletter.commentaries.remarks import open_counts
from newsletter.db import db, now
from newsletter.issues.beginning.skipping import is_held
from newsletter.issues.models import UNSENT, Issue, IssueState
from newsletter.languages import Language, monday_of
from newsletter.planning.models import Assignment
from newsletter.planning.plan import WEEK, Key, WeekPlan
from newsletter.staff.models import Staff
from newsletter.translation.cells import MISSING, STALE, Cell
from newsletter.translation.completeness import Completeness, completeness_of

_ORDER = (MISSING, TextState.WITHDRAWN, STALE, TextState.IN_REVIEW, TextState.DRAFT)


@dataclass(frozen=True)
class Square(Cell):
    """A cell of the board: a commentary in one language, with what is planned and said of it."""

    task: Assignment | None = None
    remarks: int = 0
    """Open ones."""
    writing: str = ""
    """The handle of whoever is writing in it just now."""

    @property
    def owner(self) -> Staff | None:
        return self.text.owner if self.text else None

    @property
    def asked(self) -> Staff | None:
        """Whom the plan names, where somebody else has it or nobody yet."""
        return self.task.staff if self.task and self.task.staff != self.owner else None

    @property
    def due_at(self) -> dt.datetime | None:
        return self.task.due_at if self.task and self.is_open else None

    @property
    def overdue(self) -> bool:
        return bool(self.task and self.is_open and self.task.is_past)

    @property
    def in_hand(self) -> bool:
        """Somebody writes it, in time, and nothing was said against it."""
        return self.state == TextState.DRAFT and bool(self.owner) and not self.overdue and not self.remarks


@dataclass(frozen=True)
class Board:
    plan: WeekPlan
    commentaries: Sequence[Commentary]
    remarks: Mapping[int, int]
    """Open ones, by the text's id."""
    writers: Mapping[int, str]
    """The handle of whoever writes in a text just now, by its id."""
    completeness: Mapping[int, Completeness]
    """Of the translations, by the text's id."""

    @property
    def monday(self) -> dt.date:
        return self.plan.monday

    def rows(self) -> list[tuple[Commentary, list[Square]]]:
        return [(commentary, self._squares(commentary)) for commentary in self.commentaries]

    def _squares(self, commentary: Commentary) -> list[Square]:
        return [self._square(commentary, language) for language in Language]

    def _square(self, commentary: Commentary, language: Language) -> Square:
        text = commentary.texts.get(language)
        return Square(
            commentary,
            language,
            self.completeness.get(text.id) if text else None,
            task=self._tasks_of(commentary).get((commentary.section_id or 0, language)),
            remarks=self.remarks.get(text.id, 0) if text else 0,
            writing=self.writers.get(text.id, "") if text else "",
        )

    def _tasks_of(self, commentary: Commentary) -> dict[Key, Assignment]:
        """The plan means the section's first commentary; another one of the week is beside it."""
        first = next(piece for piece in self.commentaries if piece.section_id == commentary.section_id)
        return dict(self.plan.cells) if first is commentary else {}

    def quiet_rows(self) -> list[Section]:
        """Sections without a commentary: all of them while the week can still have one, else those planned."""
        if self.plan.skipped:
            return []
        begun = {commentary.section_id for commentary in self.commentaries}
        planned = {section_id for section_id, _language in self.plan.cells}
        over = self.monday < monday_of(now().date()) - WEEK
        wanted = [section for section in self.plan.sections if section.id not in begun]
        if over or not (self.commentaries or planned):
            return [section for section in wanted if section.id in planned]
        return wanted

    def squares(self) -> Iterator[Square]:
        return (square for __, squares in self.rows() for square in squares)

    def remaining(self) -> list[Square]:
        """What isn't approved yet, the most urgent first."""
        return sorted(
            (square for square in self.squares() if square.state in _ORDER),
            key=lambda square: (not square.overdue, _ORDER.index(square.state)),
        )

    def incomplete(self) -> list[tuple[Commentary, str]]:
        """The commentaries that lack something besides their texts, and what."""
        lacking = ((commentary, ", ".join(_lacking(commentary))) for commentary in self.commentaries)
        return [(commentary, what) for commentary, what in lacking if what]

    def counts(self) -> list[tuple[str, int]]:
        """How many texts are in each state that there is, and what it is called."""
        counted = Counter((square.state, square.label) for square in self.squares())
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


def board_of(plan: WeekPlan) -> Board:
    """The commentaries of the plan's week in the order of the sections."""
    chosen = (
        sa.select(Commentary)
        .where(Commentary.week == plan.monday)
        .outerjoin(Commentary.section)
        .order_by(Section.position.is_(None), Section.position, Commentary.id)
        .options(orm.selectinload(Commentary.texts).defer(Text.document).joinedload(Text.owner))
    )
    commentaries = db.session.scalars(chosen).all()
    texts = [text for piece in commentaries for text in piece.texts.values()]
    text_ids = [text.id for text in texts]
    return Board(plan, commentaries, open_counts(text_ids), writers(text_ids), completeness_of(texts))


def week_in_hand(today: dt.date) -> dt.date:
    """The week whose issue is still to leave: on a Monday the one before, as a rule.

    Without an issue, the newest week that has a commentary and isn't skipped; the current one as soon as that has been
    sent.
    """
    this_week = monday_of(today)
    current = Issue.week.between(this_week - WEEK, this_week), ~Issue.special, Issue.state.in_(UNSENT)
    if unsent := db.session.scalar(sa.select(sa.func.min(Issue.week)).where(*current)):
        return unsent
    begun = Commentary.week <= this_week, is_held(Commentary.week)
    newest = db.session.scalar(sa.select(sa.func.max(Commentary.week)).where(*begun))
    sent = sa.select(Issue.id).where(Issue.week == newest, ~Issue.special, Issue.state == IssueState.SENT).limit(1)
    return this_week if newest is None or db.session.scalar(sent) else newest


def issue_of_week(monday: dt.date) -> Issue | None:
    """The weekly one that is to leave next, or else the latest that did."""
    chosen = sa.select(Issue).where(Issue.week == monday, ~Issue.special, Issue.state != IssueState.CANCELLED)
    order = (Issue.state == IssueState.SENT, -Issue.number)
    return db.session.scalar(chosen.order_by(*order).limit(1).options(orm.lazyload(Issue.entries)))
