"""What follows from a report, once the signature in it has said whose it is."""

import datetime as dt
import uuid

import sqlalchemy as sa

from newsletter import tokens
from newsletter.db import db, now
from newsletter.mailer import personal
from newsletter.mailer.models import Delivery, DeliveryState, Mailing
from newsletter.mailer.progress.reasons import reason_of
from newsletter.mailer.reports import unread
from newsletter.mailer.reports.judging import Verdict, is_for_good
from newsletter.mailer.reports.models import Report
from newsletter.mailer.reports.reading import Heard, Kind
from newsletter.subscribers import subscription
from newsletter.subscribers.models import Subscriber
from newsletter.tokens import BadToken, Purpose

KEPT = dt.timedelta(days=14)
COUNTED = dt.timedelta(days=10)
"""How long after its start a mailing's refusals are looked at: for less time than it is known which have been."""
AT_ONCE = 100
"""Refusals in a transaction; on SQLite whoever sends waits for it."""


def take(found: Heard) -> bool:
    """Whether it was genuine and spoke of somebody we know. In the caller's transaction; safe to repeat."""
    if found.kind is Kind.LEAVING:
        return any([_leave(token) for token in found.tokens])
    return any([_note(delivery, found) for token in found.tokens if (delivery := _delivery(token))])


def count_refusals() -> bool:
    """What readers' servers refused while we talked to them counts as if it had come back. Whether there was any.

    Some at once: to be called again, in a transaction of its own, until there is none.
    """
    reported = sa.exists().where(Report.delivery_id == Delivery.id)
    recent = sa.select(Mailing.id).where(Mailing.created_at > now() - COUNTED)
    refused = sa.select(Delivery).where(
        Delivery.mailing_id.in_(recent), Delivery.state == DeliveryState.REFUSED, Delivery.reply.is_not(None), ~reported
    )
    found = db.session.scalars(refused.limit(AT_ONCE)).all()
    for delivery in found:
        _, _, status = (delivery.reply or "").partition(" ")
        reason = reason_of(delivery.reply or "")
        _note(delivery, Heard(Kind.REFUSAL, (), reason, status, is_for_good(status, reason)))
    return bool(found)


def purge(at: dt.datetime) -> None:
    db.session.execute(sa.delete(Report).where(Report.at <= at - KEPT))
    unread.forget(at - KEPT)


def is_signed(found: Heard) -> bool:
    """Whether it names what only our mails name; not whether that is still known. Raises keys.KeyFault."""
    purpose = Purpose.UNSUBSCRIBE if found.kind is Kind.LEAVING else Purpose.RETURN_PATH
    return any(_is_genuine(purpose, token) for token in found.tokens)


def _is_genuine(purpose: Purpose, token: str) -> bool:
    try:
        tokens.read(purpose, token)
    except BadToken:
        return False
    return True


def _leave(token: str) -> bool:
    try:
        uid = uuid.UUID(bytes=tokens.read(Purpose.UNSUBSCRIBE, token))
    except BadToken:
        return False
    if subscriber := db.session.scalar(sa.select(Subscriber).where(Subscriber.uid == uid)):
        subscription.unsubscribe(subscriber)
    return subscriber is not None


def _delivery(token: str) -> Delivery | None:
    try:
        mailing_id, delivery_id = personal.named_by(token)
    except BadToken:
        return None
    chosen = sa.select(Delivery).where(Delivery.id == delivery_id, Delivery.mailing_id == mailing_id)
    return db.session.scalar(chosen.with_for_update())


def _note(delivery: Delivery, found: Heard) -> bool:
    known = sa.select(Report.id).where(Report.delivery_id == delivery.id, Report.kind == found.kind)
    if db.session.scalar(known) is None:
        facts = {"mailing_id": delivery.mailing_id, "delivery_id": delivery.id, "provider": delivery.provider}
        db.session.add(Report(kind=found.kind, reason=found.reason, status=found.status, **facts))
        if subscriber := db.session.get(Subscriber, delivery.subscriber_id or 0, with_for_update=True):
            _draw_consequences(subscriber, delivery, found)
    return True


def _draw_consequences(subscriber: Subscriber, delivery: Delivery, found: Heard) -> None:
    """None where a server took exception to us: that is not the reader's doing."""
    if found.verdict is Verdict.COMPLAINT:
        subscription.complain(subscriber)
    elif found.verdict in (Verdict.HARD, Verdict.SOFT):
        issue = db.session.get_one(Mailing, delivery.mailing_id).edition.issue
        hard = found.verdict is Verdict.HARD
        subscription.bounce(subscriber, (issue.released_at or now()).date(), hard=hard)
