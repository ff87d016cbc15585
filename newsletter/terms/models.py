"""The entries of the term base."""

import datetime as dt
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from newsletter.db import Model, now

NOTE_LENGTH = 300


class Term(Model):
    """How something is called here. In which way a form is written down, written.py says."""

    __tablename__ = "term"

    id: Mapped[int] = mapped_column(primary_key=True)
    forms: Mapped[dict[str, str]]
    """The preferred one in each language."""
    avoid: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """Lists of the forms to avoid, by language."""
    note: Mapped[str] = mapped_column(sa.String(NOTE_LENGTH), default="")
    created_at: Mapped[dt.datetime] = mapped_column(default=now)
    updated_at: Mapped[dt.datetime] = mapped_column(default=now, onupdate=now)
