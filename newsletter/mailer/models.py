"""The ledger: mailings, their deliveries, and the workers that send them."""

import datetime as dt
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l
from sqlalchemy import orm
from sqlalchemy.orm import Mapped, mapped_column

from newsletter.db import Model, now
from newsletter.issues.composing.models import Edition

_WITHOUT_STOP_PRESS: dict[str, Any] = dict.fromkeys(
    ("sqlite_where", "postgresql_where"), sa.text("stop_press_id IS NULL")
)
_UNSENT: dict[str, Any] = dict.fromkeys(("sqlite_where", "postgresql_where"), sa.text("sent_at IS NULL"))
_IN_HAND: dict[str, Any] = dict.fromkeys(("sqlite_where", "postgresql_where"), sa.text("claim IS NOT NULL"))
_WAITS: dict[str, Any] = dict.fromkeys(("sqlite_where", "postgresql_where"), sa.text("next_attempt_at IS NOT NULL"))


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
    MailingState.SENDING: _l("Leaving"),
    MailingState.PAUSED: _l("Paused"),
    MailingState.DONE: _l("Done"),
    MailingState.CANCELLED: _l("Cancelled"),
}


class Hold(StrEnum):
    """Why a mailing that could go on doesn't, or for the paused: why it was stopped."""

    RELAY = "relay"
    """No relay takes anything; `problem` has its words."""
    NO_RELAY = "no_relay"
    """There is none."""
    KEYS = "keys"
    """Those that open addresses, or sign mails, can't be read."""
    DISK = "disk"
    """The journal can't be written: what nobody could account for must not leave."""
    QUIET_HOURS = "quiet_hours"
    WARM_UP = "warm_up"
    """The day's share of a sending domain that is new."""
    FIRST_READERS = "first_readers"
    """Too many of the first readers were refused."""
    STOP_PRESS = "stop_press"
    """An editor stopped every mailing of the issue."""
    PAUSED = "paused"
    """Somebody paused it. Said of a tick only: a mailing has a state for it."""

    @property
    def is_trouble(self) -> bool:
        """Of one worker, maybe: others go on. It is tried again by itself."""
        return self in (Hold.RELAY, Hold.NO_RELAY, Hold.KEYS, Hold.DISK)


class StopPress(Model):
    """What those are told who were served already when an issue was halted; a draft until it is sent.

    The letters that it becomes are frozen with their mailings.
    """

    __tablename__ = "stop_press"
    __table_args__ = (sa.Index("uq_stop_press_draft", "issue_id", unique=True, **_UNSENT),)

    id: Mapped[int] = mapped_column(primary_key=True)
    issue_id: Mapped[int] = mapped_column(sa.ForeignKey("issue.id", ondelete="CASCADE"), index=True)
    subjects: Mapped[dict[str, str]]
    words: Mapped[dict[str, str]]
    editions: Mapped[list[str]] = mapped_column(sa.JSON)
    """To whose readers it goes, by the codes of their editions."""
    version: Mapped[int] = mapped_column(default=1)
    """How often it was saved: what is sent is what was looked at."""
    by: Mapped[str] = mapped_column(sa.String(40))
    at: Mapped[dt.datetime] = mapped_column(default=now)
    sent_at: Mapped[dt.datetime | None]


class Mailing(Model):
    """The sending of one edition to the audience that was frozen for it, or of a stop-press to those served by then."""

    __tablename__ = "mailing"
    __table_args__ = (
        sa.Index("uq_mailing_of_an_edition", "edition_id", unique=True, **_WITHOUT_STOP_PRESS),
        sa.UniqueConstraint("edition_id", "stop_press_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    edition_id: Mapped[int] = mapped_column(sa.ForeignKey("edition.id"))
    stop_press_id: Mapped[int | None] = mapped_column(sa.ForeignKey("stop_press.id"))
    template: Mapped[bytes | None] = mapped_column(sa.LargeBinary, deferred=True)
    """The bytes of a stop-press; those of an edition are with the edition."""
    state: Mapped[MailingState] = mapped_column(default=MailingState.PREPARED)
    candidates: Mapped[int]
    prepared: Mapped[int]
    excluded: Mapped[dict[str, int]]
    """How many readers of this reading were left out, by reason. candidates = prepared + their sum."""
    created_at: Mapped[dt.datetime] = mapped_column(default=now)
    finished_at: Mapped[dt.datetime | None]
    in_doubt: Mapped[int] = mapped_column(default=0)
    """Deliveries that were handed over and never answered for, over the mailing's life."""
    doubts_left_at: Mapped[dt.datetime | None]
    """Deliveries that had become uncertain by then are left as they are: somebody decided so."""
    first_to: Mapped[int | None] = mapped_column(sa.BigInteger)
    """The last delivery of the first readers, whose answers the others wait for."""
    first_passed_at: Mapped[dt.datetime | None]
    refusals_accepted_at: Mapped[dt.datetime | None]
    """When somebody let it go on in spite of its refusals: it isn't stopped for them again."""
    recent_since: Mapped[dt.datetime | None]
    recent_answered: Mapped[int] = mapped_column(default=0)
    recent_refused: Mapped[int] = mapped_column(default=0)
    """The answers since then, looked at when there are many or a while is over, and counted anew."""
    started_at: Mapped[dt.datetime | None]
    folded: Mapped[dict[str, int]] = mapped_column(default=dict)
    """How many deliveries ended in which state, once their rows are gone."""
    hold: Mapped[Hold | None]
    problem: Mapped[str | None] = mapped_column(sa.String(200))
    """Why the relay takes nothing at the moment."""
    problem_at: Mapped[dt.datetime | None]
    """Since when it takes nothing."""
    retry_at: Mapped[dt.datetime | None]

    edition: Mapped[Edition] = orm.relationship(lazy="joined")

    @property
    def message(self) -> bytes:
        """What each of its readers gets, for ByteTemplate.of."""
        return self.edition.template if self.template is None else self.template


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
        sa.UniqueConstraint("subscriber_id", "mailing_id"),
        sa.Index("ix_delivery_claim", "mailing_id", "state", "id", "provider"),
        sa.Index("ix_delivery_in_hand", "worker", **_IN_HAND),
        sa.Index("ix_delivery_waiting", "mailing_id", "provider", "next_attempt_at", **_WAITS),
    )

    id: Mapped[int] = mapped_column(sa.BigInteger().with_variant(sa.Integer, "sqlite"), primary_key=True)
    mailing_id: Mapped[int] = mapped_column(sa.ForeignKey("mailing.id", ondelete="CASCADE"))
    subscriber_id: Mapped[int | None] = mapped_column(sa.ForeignKey("subscriber.id", ondelete="SET NULL"))
    provider: Mapped[str] = mapped_column(sa.String(10), default="other")
    """The coarse group of its address, for pacing and for reasons; nothing finer is kept."""
    state: Mapped[DeliveryState] = mapped_column(default=DeliveryState.QUEUED)
    claim: Mapped[str | None] = mapped_column(sa.String(32))
    worker: Mapped[str | None] = mapped_column(sa.String(60))
    attempts: Mapped[int] = mapped_column(default=0)
    next_attempt_at: Mapped[dt.datetime | None]
    """Before then nobody looks at it; for what was queued and set aside for its group's pace: since when."""
    reply: Mapped[str | None] = mapped_column(sa.String(200))
    """The relay's last answer: its code and enhanced code, never its text, which may quote the address."""
    updated_at: Mapped[dt.datetime] = mapped_column(default=now)


class Pace(Model):
    """How fast something may be spoken to, shared by all workers: a relay ("relay:3") or a group ("provider:yahoo")."""

    __tablename__ = "pace"

    scope: Mapped[str] = mapped_column(sa.String(80), primary_key=True)
    next_at: Mapped[dt.datetime | None]
    """When the next message has its turn (the theoretical arrival time of GCRA)."""
    slowed_to: Mapped[float | None]
    """Messages a second, after answers that asked for patience."""
    slowed_until: Mapped[dt.datetime | None]


class WarmUpDay(Model):
    """How much a new sending domain has sent on a day, of the share that its plan allows."""

    __tablename__ = "warm_up_day"

    domain: Mapped[str] = mapped_column(sa.String(253), primary_key=True)
    day: Mapped[dt.date] = mapped_column(primary_key=True)
    sent: Mapped[int] = mapped_column(default=0)


class Tick(Model):
    """How far a mailing was at a moment, every ten seconds while it is under way: the line on the sending screen."""

    __tablename__ = "mailing_tick"

    mailing_id: Mapped[int] = mapped_column(sa.ForeignKey("mailing.id", ondelete="CASCADE"), primary_key=True)
    at: Mapped[dt.datetime] = mapped_column(primary_key=True)
    sent: Mapped[int]
    """Answered by the relay with yes, from the first to this moment."""
    hold: Mapped[Hold | None]
    """What it waited for at that moment."""


class Worker(Model):
    """A process that sends. It beats by the database's clock; one that stopped is swept up after."""

    __tablename__ = "worker"

    name: Mapped[str] = mapped_column(sa.String(60), primary_key=True)
    beat_at: Mapped[dt.datetime]
