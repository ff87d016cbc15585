"""Authors, and the commentaries that they are named above."""

import datetime as dt

import sqlalchemy as sa
from sqlalchemy import orm
from sqlalchemy.orm import Mapped, mapped_column

from newsletter.db import Model, now
from newsletter.languages import Language, first_of
from newsletter.staff.models import Staff

NAME_LENGTH = 80
"""Characters of a section's or an author's name."""


class Author(Model):
    """Whom a byline names: a colleague, a guest or a pen name. The public knows the names and nothing else."""

    __tablename__ = "author"

    id: Mapped[int] = mapped_column(primary_key=True)
    names: Mapped[dict[str, str]]
    former: Mapped[list[str]] = mapped_column(sa.JSON, default=list, server_default=sa.text("'[]'"))
    """Names that letters of the past may have, to be found there if the author is redacted."""
    staff_id: Mapped[int | None] = mapped_column(sa.ForeignKey("staff.id", ondelete="SET NULL"), index=True)
    redacted_at: Mapped[dt.datetime | None]
    """From then on no page and no letter names them, and `names` is empty."""
    created_at: Mapped[dt.datetime] = mapped_column(default=now)

    staff: Mapped[Staff | None] = orm.relationship()

    def name(self, language: Language) -> str:
        return first_of(self.names, language, *Language)


class Byline(Model):
    """An author's place above a commentary."""

    __tablename__ = "byline"

    commentary_id: Mapped[int] = mapped_column(sa.ForeignKey("commentary.id", ondelete="CASCADE"), primary_key=True)
    author_id: Mapped[int] = mapped_column(sa.ForeignKey("author.id"), primary_key=True, index=True)
    position: Mapped[int]

    author: Mapped[Author] = orm.relationship(lazy="joined")
