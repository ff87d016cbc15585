"""What jobs found out about the world outside, for the preflight to read: links, and the domains of our senders."""

import datetime as dt
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from newsletter.db import Model


class LinkState(StrEnum):
    ALIVE = "alive"
    DEAD = "dead"
    UNSURE = "unsure"
    """The server didn't answer in time, or not to a program."""
    REFUSED = "refused"
    """It leads to a private address, and nothing was asked there."""


class CheckedLink(Model):
    __tablename__ = "checked_link"

    digest: Mapped[str] = mapped_column(sa.String(64), primary_key=True)
    """SHA-256 of the address."""
    url: Mapped[str] = mapped_column(sa.Text)
    state: Mapped[LinkState | None]
    """What became of it when it was last looked at; None before that."""
    says: Mapped[str] = mapped_column(sa.String(200), default="")
    """Why, in a word or an HTTP status (looking.py)."""
    asked_at: Mapped[dt.datetime]
    """When somebody last wanted to know."""
    checked_at: Mapped[dt.datetime | None]


class RecordState(StrEnum):
    """What the DNS has of a record."""

    FOUND = "found"
    MISSING = "missing"
    BROKEN = "broken"
    """There, but it says nothing, or contradicts itself."""
    UNKNOWN = "unknown"
    """It could not be looked up, or nobody said where to look."""


class CheckedDomain(Model):
    """What the DNS says of a domain that mails come from."""

    __tablename__ = "checked_domain"

    domain: Mapped[str] = mapped_column(sa.String(253), primary_key=True)
    selector: Mapped[str] = mapped_column(sa.String(63))
    """Under which its DKIM key was looked for; may be empty."""
    spf: Mapped[RecordState]
    dkim: Mapped[RecordState]
    dmarc: Mapped[RecordState]
    checked_at: Mapped[dt.datetime]
