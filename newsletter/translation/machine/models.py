"""What was asked of the machine, and what came of it."""

import datetime as dt
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy import orm
from sqlalchemy.orm import Mapped, mapped_column

from newsletter.commentaries.models import Text
from newsletter.db import Model, now
from newsletter.staff.models import Staff


class DraftState(StrEnum):
    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    """Nothing more comes of it; what it drafted before stays."""
    CANCELLED = "cancelled"


OPEN = (DraftState.QUEUED, DraftState.RUNNING)


class DraftRequest(Model):
    """Somebody asked for a draft of a text; or, where there is none, whether the machine works."""

    __tablename__ = "draft_request"

    id: Mapped[int] = mapped_column(primary_key=True)
    text_id: Mapped[int | None] = mapped_column(sa.ForeignKey("text.id", ondelete="CASCADE"), index=True)
    staff_id: Mapped[int | None] = mapped_column(sa.ForeignKey("staff.id", ondelete="SET NULL"))
    parts: Mapped[list[str]] = mapped_column(sa.JSON, default=list)
    """Of the source, those that are wanted; all that nothing renders yet, where none is named."""
    state: Mapped[DraftState] = mapped_column(default=DraftState.QUEUED)
    wanted: Mapped[int] = mapped_column(default=0)
    drafted: Mapped[int] = mapped_column(default=0)
    failures: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """By part of the source, why there is no draft of it (failures.stored)."""
    problem: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """What ended it before its time."""
    asked_at: Mapped[dt.datetime] = mapped_column(default=now, index=True)
    finished_at: Mapped[dt.datetime | None]

    text: Mapped[Text | None] = orm.relationship()
    staff: Mapped[Staff | None] = orm.relationship()

    @property
    def is_open(self) -> bool:
        return self.state in OPEN
