"""What readers are told."""

import datetime as dt

import sqlalchemy as sa
from sqlalchemy import orm
from sqlalchemy.orm import Mapped, mapped_column

from newsletter.commentaries.models import Text
from newsletter.db import Model, now

CORRECTION_LENGTH = 600


class Correction(Model):
    """What was changed in a text after its publication, in words for its readers."""

    __tablename__ = "correction"

    id: Mapped[int] = mapped_column(primary_key=True)
    text_id: Mapped[int] = mapped_column(sa.ForeignKey("text.id", ondelete="CASCADE"), index=True)
    revision: Mapped[int]
    """The number of the revision in which it was put right."""
    note: Mapped[str] = mapped_column(sa.String(CORRECTION_LENGTH))
    by: Mapped[str] = mapped_column(sa.String(40))
    at: Mapped[dt.datetime] = mapped_column(default=now)

    text: Mapped[Text] = orm.relationship(lazy="joined")
