"""Words that the dictionaries lack and editors have added."""

import datetime as dt

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from newsletter.db import Model, now
from newsletter.languages import Language

WORD_LENGTH = 60


class KnownWord(Model):
    __tablename__ = "known_word"
    __table_args__ = (sa.UniqueConstraint("language", "word"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    language: Mapped[Language]
    word: Mapped[str] = mapped_column(sa.String(WORD_LENGTH))
    added_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("staff.id", ondelete="SET NULL"))
    created_at: Mapped[dt.datetime] = mapped_column(default=now)
