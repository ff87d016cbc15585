"""What colleagues say of a text."""

import datetime as dt
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy import orm
from sqlalchemy.orm import Mapped, mapped_column

from newsletter.db import Model, now
from newsletter.staff.models import Staff

REMARK_LENGTH = 2000
QUOTE_LENGTH = 1000


class Settlement(StrEnum):
    """How a remark was dealt with."""

    DONE = "done"
    ACCEPTED = "accepted"
    DECLINED = "declined"


class Remark(Model):
    """What somebody says about a text in review: of the whole, of a block, or of a passage within one."""

    __tablename__ = "remark"

    id: Mapped[int] = mapped_column(primary_key=True)
    text_id: Mapped[int] = mapped_column(sa.ForeignKey("text.id", ondelete="CASCADE"), index=True)
    answers_id: Mapped[int | None] = mapped_column(sa.ForeignKey("remark.id", ondelete="CASCADE"), index=True)
    staff_id: Mapped[int | None] = mapped_column(sa.ForeignKey("staff.id", ondelete="SET NULL"))
    revision: Mapped[int]
    block: Mapped[str | None] = mapped_column(sa.String(40))
    """The id of the block, or `title` or `standfirst`; nothing for the whole text, `changes` to ask for some there."""
    quote: Mapped[str] = mapped_column(sa.String(QUOTE_LENGTH), default="")
    """The passage, as it stood in `revision`; empty for the whole block."""
    words: Mapped[str] = mapped_column(sa.String(REMARK_LENGTH))
    suggestion: Mapped[str | None] = mapped_column(sa.String(QUOTE_LENGTH))
    """What to write in the place of the quote; empty to delete it."""
    settled: Mapped[Settlement | None]
    settled_at: Mapped[dt.datetime | None]
    settled_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("staff.id", ondelete="SET NULL"))
    created_at: Mapped[dt.datetime] = mapped_column(default=now)

    author: Mapped[Staff | None] = orm.relationship(foreign_keys=[staff_id], lazy="joined")
