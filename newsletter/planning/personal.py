"""What one person has in hand, and what waits for them."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import sqlalchemy as sa
from flask_babel import gettext as _
from sqlalchemy import orm

from newsletter.commentaries.models import Commentary, Text, TextState
from newsletter.commentaries.remark_models import Remark
from newsletter.commentaries.remarks import sent_back, unsettled
from newsletter.db import db, now
from newsletter.issues.beginning.skipping import is_held
from newsletter.languages import monday_of
from newsletter.planning import lagging
from newsletter.planning.models import Assignment
from newsletter.staff.guards import EDITORS
from newsletter.staff.models import Staff
from newsletter.staff.moments import local
from newsletter.translation.completeness import Completeness

DRAFTS = 20
ALL_DRAFTS = 500
WAITING = 30
AHEAD = dt.timedelta(days=7)
_REACH = dt.timedelta(weeks=8)
"""What was due in weeks before that, nobody waits for any more."""

_UNFINISHED = (TextState.DRAFT, TextState.IN_REVIEW)


class Wait(StrEnum):
    OVERDUE = "overdue"
    CHANGES = "changes"
    STALE = "stale"
    REVIEW = "review"
    REMARKS = "remarks"
    DUE = "due"

    @property
    def label(self) -> str:
        return str(
            {
                Wait.OVERDUE: _("overdue"),
                Wait.CHANGES: _("changes asked for"),
                Wait.STALE: _("its source has changed"),
                Wait.REVIEW: _("waits for review"),
                Wait.REMARKS: _("remarks"),
                Wait.DUE: _("due"),
            }[self]
        )


@dataclass(frozen=True)
class Waiting:
    """`text` is missing where it isn't begun, `commentary` where not even that is."""

    why: Wait
    text: Text | None
    commentary: Commentary | None
    task: Assignment | None = None
    completeness: Completeness | None = None
    """Of a translation that is stale."""


def drafts_of(staff: Staff, limit: int = DRAFTS) -> Sequence[Text]:
    """What they own, or are asked for and nobody owns, and isn't approved: the newest first."""
    asked = (
        sa.select(Text.id)
        .join(Commentary, Text.commentary_id == Commentary.id)
        .join(Assignment, _of_the_text())
        .where(Assignment.staff_id == staff.id, Text.owner_id.is_(None), is_held(Assignment.week))
    )
    theirs = (Text.owner_id == staff.id) | Text.id.in_(asked)
    chosen = sa.select(Text).where(theirs, Text.state.in_(_UNFINISHED)).order_by(Text.updated_at.desc())
    return db.session.scalars(chosen.limit(limit).options(*_light())).all()


def waiting_for(staff: Staff) -> list[Waiting]:
    """The most pressing first."""
    reviews = _reviews_for(staff) if staff.role in EDITORS else []
    found = [*_tasks_of(staff), *_commented(staff), *_behind(staff), *reviews]
    order = list(Wait)
    return sorted(found, key=lambda waiting: order.index(waiting.why))[:WAITING]


def _tasks_of(staff: Staff) -> list[Waiting]:
    """What is due within a week, or was, and is neither in review nor approved."""
    since = monday_of(local(now()).date()) - _REACH
    chosen = (
        sa.select(Assignment, Text, Commentary)
        .outerjoin(Commentary, _same_piece())
        .outerjoin(Text, (Text.commentary_id == Commentary.id) & (Text.language == Assignment.language))
        .where(Assignment.staff_id == staff.id, Assignment.due_at < now() + AHEAD)
        .where(Assignment.week >= since, is_held(Assignment.week))
        .order_by(Assignment.due_at, Commentary.id)
        .options(*_light(), orm.selectinload(Commentary.texts).defer(Text.document))
    )
    first: dict[int, Waiting] = {}
    for task, text, commentary in db.session.execute(chosen):
        why = Wait.OVERDUE if task.due_at < now() else Wait.DUE
        first.setdefault(task.id, Waiting(why, text, commentary, task))
    return [each for each in first.values() if each.text is None or each.text.state is TextState.DRAFT]


def _commented(staff: Staff) -> list[Waiting]:
    """Their texts of which somebody else said something that isn't settled."""
    of_others = unsettled().where(Remark.staff_id.is_distinct_from(staff.id)).with_only_columns(Remark.text_id)
    chosen = sa.select(Text).where(Text.id.in_(of_others), Text.owner_id == staff.id, Text.state.in_(_UNFINISHED))
    texts = db.session.scalars(chosen.order_by(Text.updated_at.desc()).limit(WAITING).options(*_light())).all()
    returned = sent_back([text.id for text in texts])
    return [Waiting(Wait.CHANGES if text.id in returned else Wait.REMARKS, text, text.commentary) for text in texts]


def _behind(staff: Staff) -> list[Waiting]:
    found = lagging.lags(lagging.translations(staff, now()))
    return [Waiting(Wait.STALE, lag.text, lag.text.commentary, completeness=lag.completeness) for lag in found]


def _reviews_for(staff: Staff) -> list[Waiting]:
    """In review and not theirs, of the last weeks: the older ones are in the list of commentaries."""
    since = monday_of(local(now()).date()) - _REACH
    chosen = (
        sa.select(Text)
        .join(Text.commentary)
        .where(Commentary.week >= since, Text.state == TextState.IN_REVIEW)
        .where(Text.owner_id.is_distinct_from(staff.id))
        .order_by(Text.updated_at)
        .limit(WAITING)
    )
    return [Waiting(Wait.REVIEW, text, text.commentary) for text in db.session.scalars(chosen.options(*_light()))]


def _same_piece() -> sa.ColumnElement[bool]:
    return (Commentary.week == Assignment.week) & (Commentary.section_id == Assignment.section_id)


def _of_the_text() -> sa.ColumnElement[bool]:
    return _same_piece() & (Assignment.language == Text.language)


def _light() -> list[orm.interfaces.ORMOption]:
    """With the other languages' titles, for texts that have none yet; without any document."""
    texts = orm.joinedload(Text.commentary).selectinload(Commentary.texts)
    return [orm.defer(Text.document), texts.defer(Text.document)]
