"""What a reader can do with a subscription: confirm, change, pause, resume, leave, be erased; each safe to repeat."""

import datetime as dt

import sqlalchemy as sa

from newsletter.db import db, now
from newsletter.languages import Language, Reading, Variant
from newsletter.subscribers import consent
from newsletter.subscribers.models import (
    Consent,
    ConsentAct,
    SignUp,
    Status,
    Subscriber,
    SuppressionReason,
)
from newsletter.subscribers.suppression import lift, suppress
from newsletter.subscribers.tally import Tally, Verdict
from newsletter.vault import vault

PAUSE = dt.timedelta(weeks=4)
UNDO = dt.timedelta(days=7)
"""How long leaving can be undone; docs/decisions/leaving-can-be-undone-for-a-week.md says why."""
SUBSCRIBED = (Status.ACTIVE, Status.PAUSED)


def confirm(subscriber: Subscriber) -> None:
    if subscriber.status in SUBSCRIBED:
        return
    _become(subscriber, Status.ACTIVE, ConsentAct.CONFIRMED)
    subscriber.confirmed_at = now()
    _begin_anew(subscriber)


def change(subscriber: Subscriber, *, reading: Reading, variant: Variant, language: Language) -> None:
    subscriber.language = language
    if (subscriber.reading, subscriber.variant) != (reading, variant):
        subscriber.reading, subscriber.variant = reading, variant
        note(subscriber, ConsentAct.CHANGED)


def pause(subscriber: Subscriber) -> None:
    if subscriber.status is Status.ACTIVE:
        _become(subscriber, Status.PAUSED, ConsentAct.PAUSED, until=now() + PAUSE)


def resume(subscriber: Subscriber) -> None:
    """End a pause, or undo having left."""
    if subscriber.status in (Status.PAUSED, Status.UNSUBSCRIBED):
        _become(subscriber, Status.ACTIVE, ConsentAct.RESUMED)
        _begin_anew(subscriber)


def unsubscribe(subscriber: Subscriber) -> None:
    _take_off(subscriber, ConsentAct.UNSUBSCRIBED, SuppressionReason.UNSUBSCRIBED)


def complain(subscriber: Subscriber) -> None:
    """They told their mail service that it is spam; they need not say it twice."""
    _take_off(subscriber, ConsentAct.COMPLAINED, SuppressionReason.COMPLAINED)


def bounce(subscriber: Subscriber, issue: dt.date, *, hard: bool) -> None:
    """The issue of that day came back. `hard`: there is nobody of that address."""
    if subscriber.status not in SUBSCRIBED:
        return
    tally = Tally(subscriber.hard_bounces, subscriber.soft_bounces, subscriber.bounced_on).after(issue, hard=hard)
    if tally.verdict is Verdict.SUPPRESS:
        _take_off(subscriber, ConsentAct.BOUNCED, SuppressionReason.BOUNCED)
    elif tally.verdict is Verdict.PAUSE:
        _become(subscriber, Status.PAUSED, ConsentAct.BOUNCED, until=now() + PAUSE)
        tally = Tally()
    _count(subscriber, tally)


def erase(subscriber: Subscriber) -> None:
    """Nothing is kept but a keyed hash, and no farewell is sent: a letter now could be found."""
    if subscriber.address_index:
        suppress(subscriber.address_index, SuppressionReason.ERASED)
        db.session.execute(sa.delete(SignUp).where(SignUp.address_index == subscriber.address_index))
    db.session.delete(subscriber)
    db.session.flush()


def erase_address(address: str) -> None:
    """As erase(), for a normalised address that may be known or not; it needs no opening keys."""
    indexes = dict(vault.every_index(address))
    db.session.execute(sa.delete(SignUp).where(SignUp.address_index.in_(indexes.values())))
    db.session.execute(sa.delete(Subscriber).where(Subscriber.address_index.in_(indexes.values())))
    suppress(indexes[max(indexes)], SuppressionReason.ERASED)


def note(subscriber: Subscriber, act: ConsentAct, wording: str = "") -> None:
    """Keep what they did, under the wording that they last agreed to."""
    known = subscriber.consents[-1].wording if subscriber.consents else consent.CURRENT
    asked_for = {"reading": subscriber.reading, "variant": subscriber.variant}
    subscriber.consents.append(Consent(act=act, **asked_for, wording=wording or known, at=now()))


def _become(subscriber: Subscriber, status: Status, act: ConsentAct, until: dt.datetime | None = None) -> None:
    subscriber.status, subscriber.status_until = status, until
    note(subscriber, act)


def _take_off(subscriber: Subscriber, act: ConsentAct, reason: SuppressionReason) -> None:
    if subscriber.status is Status.UNSUBSCRIBED:
        return
    _become(subscriber, Status.UNSUBSCRIBED, act, until=now() + UNDO)
    if subscriber.address_index:
        suppress(subscriber.address_index, reason)


def _begin_anew(subscriber: Subscriber) -> None:
    _count(subscriber, Tally())
    if subscriber.address_index:
        lift(subscriber.address_index)


def _count(subscriber: Subscriber, tally: Tally) -> None:
    subscriber.hard_bounces, subscriber.soft_bounces, subscriber.bounced_on = tally.hard, tally.soft, tally.on
