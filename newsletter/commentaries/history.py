"""The past of a text."""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy import orm

from newsletter.commentaries.models import Revision, Text
from newsletter.db import db


def revisions_of(text: Text) -> Sequence[Revision]:
    """Newest first, without their documents."""
    chosen = sa.select(Revision).where(Revision.text_id == text.id).order_by(Revision.number.desc())
    return db.session.scalars(chosen.options(orm.defer(Revision.document), orm.joinedload(Revision.author))).all()


def revision_of(text: Text, number: int) -> Revision | None:
    return db.session.scalar(sa.select(Revision).where(Revision.text_id == text.id, Revision.number == number))


def has_author(text: Text) -> bool:
    """Whether somebody on the desk saved any of its revisions."""
    written = sa.select(Revision.id).where(Revision.text_id == text.id, Revision.staff_id.is_not(None))
    return db.session.scalar(sa.select(written.exists())) or False
