"""Pieces that have come out before, of which an issue may recommend one again."""

import datetime as dt
from dataclasses import dataclass
from itertools import groupby

import sqlalchemy as sa

from newsletter.commentaries.models import Commentary, Text, TextState
from newsletter.db import db, now
from newsletter.issues.models import RELEASED, BoxKind, Entry, Issue
from newsletter.languages import Language, first_of
from newsletter.web import interface_language

OFFERED = 200
"""The newest, which is a year and more of a weekly with four pieces."""


@dataclass(frozen=True)
class EarlierPiece:
    id: int
    title: str
    week: dt.date


def earlier_pieces(issue: Issue) -> list[EarlierPiece]:
    """What the public can read and isn't in `issue`, newest first; and what the issue recommends now."""
    out = sa.select(Entry.commentary_id).join(Issue).where(Issue.state.in_(RELEASED))
    public = sa.and_(
        Commentary.id.in_(out.where(Issue.id != issue.id)),
        sa.or_(Commentary.embargo.is_(None), Commentary.embargo <= now()),
        Commentary.texts.any(Text.state == TextState.APPROVED),
    )
    offered = sa.select(Commentary.id).where(public).order_by(Commentary.week.desc(), Commentary.id.desc())
    recommended = [box.commentary_id for box in issue.boxes if box.kind is BoxKind.EARLIER]
    wanted = sa.or_(Commentary.id.in_(offered.limit(OFFERED)), Commentary.id.in_(recommended))
    titles = (
        sa.select(Commentary.id, Commentary.week, Commentary.original, Text.language, Text.title)
        .join(Text, sa.and_(Text.commentary_id == Commentary.id, Text.state == TextState.APPROVED))
        .where(wanted)
        .order_by(Commentary.week.desc(), Commentary.id.desc())
    )
    language = interface_language()
    return [
        EarlierPiece(id, first_of({row.language: row.title for row in rows}, language, original, *Language), week)
        for (id, week, original), rows in groupby(db.session.execute(titles), lambda row: row[:3])
    ]
