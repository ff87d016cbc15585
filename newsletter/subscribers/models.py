"""The reader list: sealed addresses, what each reader asked for, and who must never be mailed again."""

import datetime as dt
import uuid
from enum import StrEnum

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l
from sqlalchemy import orm
from sqlalchemy.orm import Mapped, mapped_column

from newsletter.db import Model, now
from newsletter.languages import EditionKey, Language, Reading, Variant
from newsletter.vault import SealedAddress


class SignUp(Model):
    """What came in by the form, sealed, until the mailer has looked at it.

    The web process only ever adds a row here, whether the address is known or not: that is why its answer can't tell.
    """

    __tablename__ = "sign_up"

    id: Mapped[int] = mapped_column(primary_key=True)
    uid: Mapped[uuid.UUID] = mapped_column(unique=True, default=uuid.uuid4)
    address: Mapped[bytes]
    address_index: Mapped[bytes] = mapped_column(sa.LargeBinary(32), index=True)
    reading: Mapped[Reading]
    variant: Mapped[Variant] = mapped_column(default=Variant.STANDARD)
    language: Mapped[Language]
    consent: Mapped[str] = mapped_column(sa.String(20))
    """Which wording of the form the reader agreed to; the wordings are in consent.py."""
    answered: Mapped[bool] = mapped_column(default=False)
    """Whether it was given the one letter that its address may get today; a retry gives the same one again."""
    created_at: Mapped[dt.datetime] = mapped_column(default=now)


class Status(StrEnum):
    """Editions go to active readers only. An unsubscribed one is kept for a few days, in which it can be undone."""

    PENDING = "pending"
    ACTIVE = "active"
    PAUSED = "paused"
    UNSUBSCRIBED = "unsubscribed"

    @property
    def label(self) -> str:
        return str(_STATUSES[self])


_STATUSES = {
    Status.PENDING: _l("not confirmed yet"),
    Status.ACTIVE: _l("subscribed"),
    Status.PAUSED: _l("paused"),
    Status.UNSUBSCRIBED: _l("unsubscribed"),
}


class Subscriber(SealedAddress, Model):
    """No name, no network address. `language` is that of the pages and letters around the editions."""

    __tablename__ = "subscriber"

    id: Mapped[int] = mapped_column(primary_key=True)
    provider: Mapped[str] = mapped_column(sa.String(10))
    reading: Mapped[Reading]
    variant: Mapped[Variant] = mapped_column(default=Variant.STANDARD)
    language: Mapped[Language]
    status: Mapped[Status] = mapped_column(default=Status.PENDING)
    status_until: Mapped[dt.datetime | None]
    """When a pause ends by itself, or when the row of an unsubscribed reader is deleted."""
    created_at: Mapped[dt.datetime] = mapped_column(default=now)
    confirmed_at: Mapped[dt.datetime | None]
    letter_sent_at: Mapped[dt.datetime | None]
    """When we last sent a confirmation or its like: one a day at the most."""
    hard_bounces: Mapped[int] = mapped_column(default=0)
    soft_bounces: Mapped[int] = mapped_column(default=0)
    bounced_on: Mapped[dt.date | None]
    """With the two numbers before it, what tally.py counts by."""

    consents: Mapped[list["Consent"]] = orm.relationship(cascade="all, delete-orphan", order_by="Consent.id")

    __table_args__ = (sa.Index("ix_subscriber_audience", "reading", "variant", "status", "id"),)


class ConsentAct(StrEnum):
    SIGNED_UP = "signed_up"
    CONFIRMED = "confirmed"
    CHANGED = "changed"
    PAUSED = "paused"
    RESUMED = "resumed"
    UNSUBSCRIBED = "unsubscribed"
    BOUNCED = "bounced"
    """Not what they did: their server gave our mails back too often."""
    COMPLAINED = "complained"

    @property
    def label(self) -> str:
        return str(_ACTS[self])


_ACTS = {
    ConsentAct.SIGNED_UP: _l("signed up"),
    ConsentAct.CONFIRMED: _l("confirmed"),
    ConsentAct.CHANGED: _l("changed the language or the kind of letter"),
    ConsentAct.PAUSED: _l("paused"),
    ConsentAct.RESUMED: _l("resumed"),
    ConsentAct.UNSUBSCRIBED: _l("unsubscribed"),
    ConsentAct.BOUNCED: _l("letters came back too often"),
    ConsentAct.COMPLAINED: _l("reported as spam"),
}


class Consent(Model):
    """What a reader agreed to and when; kept as long as the subscriber is."""

    __tablename__ = "consent"

    id: Mapped[int] = mapped_column(primary_key=True)
    subscriber_id: Mapped[int] = mapped_column(sa.ForeignKey("subscriber.id", ondelete="CASCADE"), index=True)
    act: Mapped[ConsentAct]
    reading: Mapped[Reading]
    variant: Mapped[Variant] = mapped_column(default=Variant.STANDARD)
    wording: Mapped[str] = mapped_column(sa.String(20))
    at: Mapped[dt.datetime] = mapped_column(default=now)

    @property
    def key(self) -> EditionKey:
        """What they asked for."""
        return EditionKey(self.reading, self.variant)


class SuppressionReason(StrEnum):
    UNSUBSCRIBED = "unsubscribed"
    ERASED = "erased"
    BOUNCED = "bounced"
    COMPLAINED = "complained"


class Suppression(Model):
    """A keyed hash of an address that must not be mailed again unless its owner signs up anew.

    While there is one, no subscriber of that address is active or paused: suppression.py keeps it so.
    """

    __tablename__ = "suppression"

    address_index: Mapped[bytes] = mapped_column(sa.LargeBinary(32), primary_key=True)
    key_version: Mapped[int]
    reason: Mapped[SuppressionReason]
    at: Mapped[dt.datetime] = mapped_column(default=now)
