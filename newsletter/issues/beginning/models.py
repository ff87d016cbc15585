"""Weeks in which no issue begins."""

import datetime as dt

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from newsletter.db import Model, now


class SkippedWeek(Model):
    """A week without an issue."""

    __tablename__ = "skipped_week"

    week: Mapped[dt.date] = mapped_column(primary_key=True)
    reason: Mapped[str] = mapped_column(sa.String(300), default="")
    by: Mapped[str] = mapped_column(sa.String(40))
    at: Mapped[dt.datetime] = mapped_column(default=now)
