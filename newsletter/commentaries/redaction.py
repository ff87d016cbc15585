"""A byline taken back everywhere at once: because a name has become dangerous to whoever bears it."""

import json
from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from blinker import Signal
from sqlalchemy import orm

from newsletter.commentaries.author_models import Author, Byline
from newsletter.commentaries.models import Commentary, Text
from newsletter.commentaries.retraction import retract
from newsletter.db import db, now
from newsletter.staff.models import record

forgotten = Signal("Sent with the ids of commentaries and `names`, which are no more: nobody is to keep them.")


def redact(author: Author, *, by: str) -> None:
    """Erase the names for good: pages and letters have none from here on, and the log never had. Doesn't commit."""
    names = names_of(author)
    ids = db.session.scalars(sa.select(Byline.commentary_id).where(Byline.author_id == author.id)).all()
    author.names, author.former, author.staff_id, author.redacted_at = {}, [], None, now()
    db.session.flush()
    forgotten.send(tuple(ids), names=names)
    retract(ids, by=by)
    # After the issues were waited for, as everywhere: the audit log is held to the end.
    record(by, "author.redacted", f"author {author.id}", commentaries=len(ids))


def names_of(author: Author) -> list[str]:
    """Former ones too; the longest first, so that none is taken for a part of itself."""
    return sorted(
        {name for name in (*author.names.values(), *author.former) if name}, key=lambda name: (-len(name), name)
    )


def mentions(author: Author) -> Sequence[Commentary]:
    """The commentaries that have one of the names elsewhere: in a text, or in what is said of a photo."""
    in_texts = (Text.title, Text.standfirst, Text.document, Text.withdrawal_note)
    of_photo = (Commentary.alts, Commentary.captions, Commentary.credits)
    found = [_holds(column, name) for name in names_of(author) for column in (*in_texts, *of_photo)]
    if not found:
        return []
    ids = sa.select(Commentary.id).outerjoin(Commentary.texts).where(sa.or_(*found))
    chosen = sa.select(Commentary).where(Commentary.id.in_(ids)).order_by(Commentary.week.desc(), Commentary.id.desc())
    return db.session.scalars(chosen.options(orm.selectinload(Commentary.texts).defer(Text.document))).all()


def _holds(column: orm.InstrumentedAttribute[Any], name: str) -> sa.ColumnElement[bool]:
    """JSON is stored with escapes in the place of letters that aren't Latin ones."""
    if isinstance(column.type, sa.JSON):
        return sa.cast(column, sa.Text).contains(json.dumps(name)[1:-1], autoescape=True)
    return column.contains(name, autoescape=True)
