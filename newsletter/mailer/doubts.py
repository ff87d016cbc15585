"""Deliveries in doubt: handed over, or perhaps so, and never answered for. A policy decides, or an editor."""

import datetime as dt

import sqlalchemy as sa

from newsletter.db import db, now
from newsletter.mailer import ledger, telling
from newsletter.mailer.ledger import written
from newsletter.mailer.models import Delivery, DeliveryState, Mailing, MailingState
from newsletter.staff import settings


def count(mailing_id: int, number: int) -> None:
    """Note that so many have come up, and do with them what the newsroom decided for all."""
    written(sa.update(Mailing).where(Mailing.id == mailing_id).values(in_doubt=Mailing.in_doubt + number))
    if settings.current().resend_in_doubt:
        resend(mailing_id)
    else:
        telling.uncertain(mailing_id, number)


def resend(mailing_id: int, *, until: dt.datetime | None = None) -> int:
    """Queue them again, under the same Message-ID; the next sweep sends them. Returns how many.

    With `until` only those that somebody can have seen when deciding: they had come up by then.
    """
    again = written(
        sa.update(Delivery)
        .where(Delivery.mailing_id == mailing_id, undecided(until or now()))
        .values(state=DeliveryState.QUEUED, updated_at=now())
    )
    ledger.reopen()
    return again


def leave(mailing_id: int, *, until: dt.datetime) -> int:
    """They stay uncertain, for good; a journal that turns up later still settles them. Returns how many."""
    chosen = sa.select(sa.func.count()).where(Delivery.mailing_id == mailing_id, undecided(until))
    if number := db.session.scalars(chosen).one():
        written(sa.update(Mailing).where(Mailing.id == mailing_id).values(doubts_left_at=until))
    return number


def undecided(until: dt.datetime) -> sa.ColumnElement[bool]:
    """Of deliveries: uncertain, come up by then, nobody has left them, and their mailing goes on."""
    open_for_it = sa.select(Mailing.id).where(
        Mailing.id == Delivery.mailing_id,
        Mailing.state != MailingState.CANCELLED,
        sa.or_(Mailing.doubts_left_at.is_(None), Delivery.updated_at > Mailing.doubts_left_at),
    )
    return sa.and_(Delivery.state == DeliveryState.UNCERTAIN, Delivery.updated_at <= until, open_for_it.exists())
