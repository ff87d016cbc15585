"""The ledger: mailings, their deliveries, and the workers that send them."""

import datetime as dt
from enum import StrEnum

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l
from sqlalchemy import orm
from sqlalchemy.orm import Mapped, mapped_column

from newsletter.db import Model, now
from newsletter.issues.composing.models import Edition


class MailingState(StrEnum):
    PREPARED = "prepared"
    SENDING = "sending"
    PAUSED = "paused"
    DONE = "done"
    CANCELLED = "cancelled"

    @property
    def label(self) -> str:
        return str(_MAILING_STATES[self])


_MAILING_STATES = {
    MailingState.PREPARED: _l("Prepared"),
    MailingState.SENDING: _l("Sending"),
    MailingState.PAUSED: _l("Paused"),
    MailingState.DONE: _l("Done"),
    MailingState.CANCELLED: _l("Cancelled"),
}


class Mailing(Model):
    """The sending of one edition to the audience that was frozen for it."""

    __tablename__ = "mailing"

    id: Mapped[int] = mapped_column(primary_key=True)
    edition_id: Mapped[int] = mapped_column(sa.ForeignKey("edition.id"), unique=True)
    state: Mapped[MailingState] = mapped_column(default=MailingState.PREPARED)
    candidates: Mapped[int]
    prepared: Mapped[int]
    excluded: Mapped[dict[str, int]]
    """How many readers of this reading were left out, by reason. candidates = prepared + their sum."""
    created_at: Mapped[dt.datetime] = mapped_column(default=now)
    finished_at: Mapped[dt.datetime | None]
    in_doubt: Mapped[int] = mapped_column(default=0)
    """Deliveries that were handed over and never answered for, over the mailing's life."""
    problem: Mapped[str | None] = mapped_column(sa.String(200))
    """Why the relay takes nothing at the moment."""
    retry_at: Mapped[dt.datetime | None]

    edition: Mapped[Edition] = orm.relationship(lazy="joined")


class DeliveryState(StrEnum):
    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    DEFERRED = "deferred"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    UNCERTAIN = "uncertain"

    @property
    def label(self) -> str:
        return str(_DELIVERY_STATES[self])


_DELIVERY_STATES = {
    DeliveryState.QUEUED: _l("queued"),
    DeliveryState.SENDING: _l("sending"),
    DeliveryState.SENT: _l("sent"),
    DeliveryState.DEFERRED: _l("deferred"),
    DeliveryState.REFUSED: _l("refused"),
    DeliveryState.WITHDRAWN: _l("withdrawn"),
    DeliveryState.UNCERTAIN: _l("uncertain"),
}


class Delivery(Model):
    """One recipient of a mailing. The subscriber may be gone by the time it is looked at."""

    __tablename__ = "delivery"
    __table_args__ = (
        sa.UniqueConstraint("mailing_id", "subscriber_id"),
        sa.Index("ix_delivery_claim", "mailing_id", "state", "id"),
        sa.Index("ix_delivery_worker", "worker", "state"),
    )

    id: Mapped[int] = mapped_column(sa.BigInteger().with_variant(sa.Integer, "sqlite"), primary_key=True)
    mailing_id: Mapped[int] = mapped_column(sa.ForeignKey("mailing.id", ondelete="CASCADE"))
    subscriber_id: Mapped[int | None] = mapped_column(sa.ForeignKey("subscriber.id", ondelete="SET NULL"), index=True)
    state: Mapped[DeliveryState] = mapped_column(default=DeliveryState.QUEUED)
    claim: Mapped[str | None] = mapped_column(sa.String(32))
    worker: Mapped[str | None] = mapped_column(sa.String(60))
    attempts: Mapped[int] = mapped_column(default=0)
    next_attempt_at: Mapped[dt.datetime | None]
    reply: Mapped[str | None] = mapped_column(sa.String(200))
    """The relay's last answer: its code and enhanced code, never its text, which may quote the address."""
    updated_at: Mapped[dt.datetime] = mapped_column(default=now)


class Worker(Model):
    """A process that sends. It beats by the database's clock; one that stopped is swept up after."""

    __tablename__ = "worker"

    name: Mapped[str] = mapped_column(sa.String(60), primary_key=True)
    beat_at: Mapped[dt.datetime]
