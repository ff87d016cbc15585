"""The translation memory."""

import datetime as dt

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from newsletter.db import Model, now
from newsletter.languages import Language


class MemoryPair(Model):
    """Words and their translation, as they stood when the translation was approved last."""

    __tablename__ = "memory_pair"
    # SQLite would give the ids of deleted rows again, and memory_matches.py tells rows by them.
    __table_args__ = (
        sa.Index("ix_memory_pair_languages", "source_language", "target_language", "id"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    text_id: Mapped[int] = mapped_column(sa.ForeignKey("text.id", ondelete="CASCADE"), index=True)
    """The translation."""
    part: Mapped[str] = mapped_column(sa.String(40))
    """`title`, `standfirst`, or the id of its block."""
    source_language: Mapped[Language]
    target_language: Mapped[Language]
    source: Mapped[str] = mapped_column(sa.Text)
    target: Mapped[str] = mapped_column(sa.Text)
    created_at: Mapped[dt.datetime] = mapped_column(default=now)
