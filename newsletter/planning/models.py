"""Who is asked for what by when, and who is away."""

import datetime as dt

import sqlalchemy as sa
from sqlalchemy import orm
from sqlalchemy.orm import Mapped, mapped_column

from newsletter.commentaries.models import Section
from newsletter.db import Model, now
from newsletter.languages import Language
from newsletter.staff.models import Staff


class Assignment(Model):
    """Somebody is asked for a section's text of a week in one language, whether the commentary exists yet or not."""

    __tablename__ = "assignment"
    __table_args__ = (sa.UniqueConstraint("week", "section_id", "language"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    week: Mapped[dt.date]
    """Its Monday."""
    section_id: Mapped[int] = mapped_column(sa.ForeignKey("section.id", ondelete="CASCADE"), index=True)
    language: Mapped[Language]
    original: Mapped[bool]
    """To be written, not translated."""
    staff_id: Mapped[int] = mapped_column(sa.ForeignKey("staff.id", ondelete="CASCADE"), index=True)
    due_at: Mapped[dt.datetime]
    told_at: Mapped[dt.datetime | None]
    """When the mail about it, as it is now, was asked for."""

    section: Mapped[Section] = orm.relationship(lazy="joined")
    staff: Mapped[Staff] = orm.relationship(lazy="joined")

    @property
    def is_past(self) -> bool:
        return self.due_at < now()


class Absence(Model):
    """Days on which a colleague can't be asked, the last one included."""

    __tablename__ = "absence"

    id: Mapped[int] = mapped_column(primary_key=True)
    staff_id: Mapped[int] = mapped_column(sa.ForeignKey("staff.id", ondelete="CASCADE"), index=True)
    first_day: Mapped[dt.date]
    last_day: Mapped[dt.date]
    created_at: Mapped[dt.datetime] = mapped_column(default=now)

    staff: Mapped[Staff] = orm.relationship(lazy="joined")
