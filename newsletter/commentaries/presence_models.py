"""Who has a text open."""

import datetime as dt

import sqlalchemy as sa
from sqlalchemy import orm
from sqlalchemy.orm import Mapped, mapped_column

from newsletter.db import Model, now
from newsletter.staff.models import Staff


class Presence(Model):
    """A browser tab that has a text open."""

    __tablename__ = "presence"
    __table_args__ = (sa.UniqueConstraint("text_id", "tab"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    text_id: Mapped[int] = mapped_column(sa.ForeignKey("text.id", ondelete="CASCADE"))
    staff_id: Mapped[int] = mapped_column(sa.ForeignKey("staff.id", ondelete="CASCADE"))
    tab: Mapped[str] = mapped_column(sa.String(40))
    """A random name that the tab gave itself."""
    writing: Mapped[bool]
    """Whether it holds the text's lock: at most one tab does."""
    seen_at: Mapped[dt.datetime] = mapped_column(default=now, index=True)

    staff: Mapped[Staff] = orm.relationship(lazy="joined")
