"""The mail servers that take our mails, as the newsroom sets them."""

import datetime as dt
import uuid
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Mapped, mapped_column

from newsletter.db import Model, now
from newsletter.staff import sealed_settings

BACKOFF = [dt.timedelta(minutes=m) for m in (1, 2, 5, 15)]
"""Until a relay that could not be had is tried again; the last again and again."""


class Purpose(StrEnum):
    PRODUCTION = "production"
    TEST = "test"
    """Takes test mails, so that they can go to a server that delivers nothing."""

    @property
    def label(self) -> str:
        return str(_PURPOSES[self])


_PURPOSES = {Purpose.PRODUCTION: _l("for readers"), Purpose.TEST: _l("for test mails")}


class Relay(Model):
    """A mail server, with its share of the mails and its limits. The password is sealed; only the mailer reads it."""

    __tablename__ = "relay"

    id: Mapped[int] = mapped_column(primary_key=True)
    uid: Mapped[uuid.UUID] = mapped_column(unique=True)
    """What the sealed password is bound to."""
    name: Mapped[str] = mapped_column(sa.String(40), unique=True)
    purpose: Mapped[Purpose] = mapped_column(default=Purpose.PRODUCTION)
    active: Mapped[bool] = mapped_column(default=True)
    host: Mapped[str] = mapped_column(sa.String(253))
    port: Mapped[int] = mapped_column(default=587)
    security: Mapped[str] = mapped_column(sa.String(10), default="starttls")
    username: Mapped[str] = mapped_column(sa.String(200), default="")
    password: Mapped[str] = mapped_column(sa.Text, default="")
    weight: Mapped[int] = mapped_column(default=1)
    """Its share beside the others; 0 is a reserve, used while none of the others takes anything."""
    connections: Mapped[int] = mapped_column(default=4)
    """Open at once from one worker."""
    per_connection: Mapped[int] = mapped_column(default=500)
    """Messages until a connection is closed and another opened."""
    per_second: Mapped[float | None]
    """Messages from all workers together; None is as many as it takes."""
    problem: Mapped[str | None] = mapped_column(sa.String(200))
    """Why it takes nothing at the moment."""
    retry_at: Mapped[dt.datetime | None]
    """When it is tried again; None beside a problem: once somebody has looked at it."""
    failing_since: Mapped[dt.datetime | None]
    failures: Mapped[int] = mapped_column(default=0)
    """How often it could not be had, one after the other."""
    tried_at: Mapped[dt.datetime | None]
    """When somebody asked last to try it."""
    answer: Mapped[str] = mapped_column(sa.String(200), default="")
    """What it said then; empty as long as nothing has come back."""

    def __init__(self, **facts: Any) -> None:
        super().__init__(**{"uid": uuid.uuid4(), **facts})

    def seal_password(self, password: str) -> None:
        self.password = sealed_settings.sealed_for(self.uid, password)

    def opened_password(self) -> str:
        """For the mailer. Raises vault.CannotOpen elsewhere."""
        return sealed_settings.opened_for(self.uid, self.password)

    @property
    def may_be_tried(self) -> bool:
        return not self.problem or (self.retry_at is not None and self.retry_at <= now())

    def fail(self, problem: str, *, lasting: bool) -> None:
        """It couldn't be had. `lasting`: it isn't tried again until somebody has looked at it."""
        wait = BACKOFF[min(self.failures, len(BACKOFF) - 1)]
        self.problem, self.failures = problem[:200], self.failures + 1
        self.failing_since = self.failing_since or now()
        self.retry_at = None if lasting else now() + wait

    def recover(self) -> None:
        """It takes mails, or shall be tried at once."""
        self.problem = self.retry_at = self.failing_since = None
        self.failures = 0
