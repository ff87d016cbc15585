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
