"""The ledger: who gets a mailing, who has it in hand, and how each delivery ended. All in sets, none row by row."""

import datetime as dt
import secrets
import uuid
from collections.abc import Iterable
from dataclasses import dataclass

import sqlalchemy as sa

from newsletter.db import UTCDateTime, db, now
from newsletter.issues.models import Edition
from newsletter.mailer.models import Delivery, DeliveryState, Mailing, MailingState
from newsletter.subscribers.models import Status, Subscriber, Suppression

BATCH = 500
"""Deliveries in a job."""
BACKOFF = [dt.timedelta(minutes=m) for m in (5, 15, 60, 240, 720)]
"""Between tries after a temporary refusal; after the last the delivery counts as refused."""
OPEN = (DeliveryState.QUEUED, DeliveryState.SENDING, DeliveryState.DEFERRED)
"""States that still want something to happen."""


@dataclass(frozen=True)
class Claimed:
    """A delivery in hand: to whom, still sealed."""

    id: int
    uid: uuid.UUID
    sealed: bytes


@dataclass(frozen=True)
class Settled:
    """How a delivery in hand ended. `reply` is a code, never the relay's words: they may quote the address."""

    id: int
    state: DeliveryState
    reply: str = ""


def prepare(edition: Edition) -> Mailing:
    """Freeze the audience of an edition: a delivery for each reader who gets it, a count of those who don't.

    The same mailing again if it was prepared before: an edition is sent once.
    """
    if found := db.session.scalar(sa.select(Mailing).where(Mailing.edition_id == edition.id)):
        return found
    mailing = Mailing(edition=edition, candidates=0, prepared=0, excluded={})
    db.session.add(mailing)
    db.session.flush()
    written = db.session.execute(_audience(mailing.id, edition))
    counts = _audience_by_fate(mailing.id, edition)
    mailing.prepared = counts.pop("prepared", 0)
    mailing.excluded = counts
    mailing.candidates = mailing.prepared + sum(counts.values())
    if written.rowcount != mailing.prepared:  # type: ignore[attr-defined]
        raise AssertionError(f"mailing {mailing.id}: {written.rowcount} written, {mailing.prepared} counted")  # type: ignore[attr-defined]
    return mailing


def batches(mailing_id: int) -> list[tuple[int, int]]:
    """The mailing's deliveries in ranges of BATCH, each by its first and last id."""
    chunk = (sa.func.row_number().over(order_by=Delivery.id) - 1) // BATCH
    rows = sa.select(Delivery.id, chunk.label("chunk")).where(Delivery.mailing_id == mailing_id).subquery()
    ends = sa.select(sa.func.min(rows.c.id), sa.func.max(rows.c.id)).group_by(rows.c.chunk).order_by(rows.c.chunk)
    return [(low, high) for low, high in db.session.execute(ends)]


def new_token() -> str:
    """A name for a claim that is about to be made; the journal learns it first."""
    return secrets.token_hex(8)


def claim(token: str, mailing_id: int, low: int, high: int, *, worker: str, most: int) -> list[Claimed]:
    """Take some deliveries in hand, committed before anything is sent. Readers who left meanwhile are withdrawn."""
    due = sa.or_(
        Delivery.state == DeliveryState.QUEUED,
        sa.and_(Delivery.state == DeliveryState.DEFERRED, Delivery.next_attempt_at <= now()),
    )
    chosen = (
        sa.select(Delivery.id)
        .where(Delivery.mailing_id == mailing_id, Delivery.id.between(low, high), due)
        .order_by(Delivery.id)
        .limit(most)
        .with_for_update(skip_locked=True)
    )
    sending = sa.select(Mailing.id).where(Mailing.id == mailing_id, Mailing.state == MailingState.SENDING)
    db.session.execute(
        sa.update(Delivery)
        .where(Delivery.id.in_(chosen), sending.exists())
        .values(state=DeliveryState.SENDING, claim=token, worker=worker, updated_at=now())
    )
    rows = db.session.execute(
        sa.select(Delivery.id, Subscriber.uid, Subscriber.address)
        .join(Subscriber, sa.and_(Subscriber.id == Delivery.subscriber_id, _still_wanted()))
        .where(Delivery.claim == token)
        .order_by(Delivery.id)
    ).all()
    kept = [Claimed(row.id, row.uid, row.address) for row in rows]
    db.session.execute(
        sa.update(Delivery)
        .where(Delivery.claim == token, Delivery.id.not_in([item.id for item in kept]))
        .values(state=DeliveryState.WITHDRAWN, claim=None, updated_at=now())
    )
    db.session.commit()
    return kept


def settle(token: str, results: Iterable[Settled]) -> None:
    """Write how deliveries of a claim ended, in sets, only where the claim still holds. Commits."""
    groups: dict[tuple[DeliveryState, str], list[int]] = {}
    for result in results:
        groups.setdefault((result.state, result.reply), []).append(result.id)
    for (state, reply), ids in groups.items():
        mine = sa.update(Delivery).where(Delivery.id.in_(ids), Delivery.claim == token)
        if state is DeliveryState.DEFERRED:
            _defer(mine, reply)
        else:
            counted = 0 if state is DeliveryState.QUEUED else 1
            db.session.execute(
                mine.values(
                    state=state,
                    claim=None,
                    reply=reply or None,
                    attempts=Delivery.attempts + counted,
                    updated_at=now(),
                )
            )
    db.session.commit()


def counts(mailing_ids: Iterable[int]) -> dict[int, dict[DeliveryState, int]]:
    """How many deliveries of each mailing are in which state, counted from the rows."""
    found: dict[int, dict[DeliveryState, int]] = {mailing_id: {} for mailing_id in mailing_ids}
    rows = db.session.execute(
        sa.select(Delivery.mailing_id, Delivery.state, sa.func.count())
        .where(Delivery.mailing_id.in_(list(found)))
        .group_by(Delivery.mailing_id, Delivery.state)
    )
    for mailing_id, state, number in rows:
        found[mailing_id][state] = number
    return found


def finish_if_complete(mailing_id: int) -> bool:
    """Call the mailing done once nothing of it is open any more."""
    still_open = sa.select(Delivery.id).where(Delivery.mailing_id == mailing_id, Delivery.state.in_(OPEN))
    done = db.session.execute(
        sa.update(Mailing)
        .where(Mailing.id == mailing_id, Mailing.state == MailingState.SENDING, ~still_open.exists())
        .values(state=MailingState.DONE, finished_at=now(), problem=None, retry_at=None)
    )
    return bool(done.rowcount)  # type: ignore[attr-defined]


def _defer(mine: sa.Update, reply: str) -> None:
    """Each by the number of its tries: later and later, then refused."""
    waits = {number: sa.literal(now() + wait, UTCDateTime()) for number, wait in enumerate(BACKOFF)}
    later = sa.case(waits, value=Delivery.attempts, else_=None)
    tried_enough = Delivery.attempts >= len(BACKOFF)
    db.session.execute(
        mine.values(
            state=sa.case((tried_enough, DeliveryState.REFUSED.value), else_=DeliveryState.DEFERRED.value),
            claim=None,
            reply=reply or None,
            attempts=Delivery.attempts + 1,
            next_attempt_at=later,
            updated_at=now(),
        )
    )


def _suppressed() -> sa.ColumnElement[bool]:
    return sa.exists().where(Suppression.address_index == Subscriber.address_index)


def _still_wanted() -> sa.ColumnElement[bool]:
    return sa.and_(Subscriber.status == Status.ACTIVE, ~_suppressed())


def _audience(mailing_id: int, edition: Edition) -> sa.Insert:
    readers = sa.select(
        sa.literal(mailing_id), Subscriber.id, sa.literal(DeliveryState.QUEUED.value), sa.literal(0), sa.literal(now(), UTCDateTime())
    ).where(Subscriber.reading == edition.reading, _still_wanted())
    columns = ["mailing_id", "subscriber_id", "state", "attempts", "updated_at"]
    return sa.insert(Delivery).from_select(columns, readers, include_defaults=False)


def _audience_by_fate(mailing_id: int, edition: Edition) -> dict[str, int]:
    """In one statement, so that the numbers add up whatever happens meanwhile; `late` signed up during it."""
    fate = sa.case(
        (Delivery.id.is_not(None), "prepared"),
        (_suppressed(), "suppressed"),
        (Subscriber.status == Status.ACTIVE, "late"),
        else_=sa.cast(Subscriber.status, sa.String),
    )
    rows = db.session.execute(
        sa.select(fate, sa.func.count())
        .select_from(Subscriber)
        .outerjoin(Delivery, sa.and_(Delivery.subscriber_id == Subscriber.id, Delivery.mailing_id == mailing_id))
        .where(Subscriber.reading == edition.reading)
        .group_by(fate)
    )
    return {str(name): number for name, number in rows}
