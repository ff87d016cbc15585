"""Taking deliveries in hand before anything of them is sent, and giving back what never was."""

import datetime as dt
import secrets
import uuid
from collections.abc import Collection
from dataclasses import dataclass

import sqlalchemy as sa

from newsletter.db import db, now
from newsletter.mailer.audience import still_wanted
from newsletter.mailer.ledger import WAITING, due, held_by, written
from newsletter.mailer.models import Delivery, DeliveryState, Mailing, MailingState
from newsletter.subscribers.models import Subscriber


@dataclass(frozen=True)
class Claimed:
    """A delivery in hand: to whom, still sealed."""

    id: int
    uid: uuid.UUID
    sealed: bytes
    provider: str = "other"


def new_token() -> str:
    """A name for a claim that is about to be made; the journal learns it first."""
    return secrets.token_hex(8)


def claim(
    token: str, mailing_id: int, low: int, high: int, *, worker: str, most: int, without: Collection[str] = ()
) -> list[Claimed] | None:
    """Take some deliveries in hand; None once nothing of the range is due. To be committed before anything is sent.

    Readers who left meanwhile are withdrawn, so the list may be empty. Provider groups in `without` are let alone.
    """
    in_range = Delivery.id.between(low, high)
    chosen = sa.and_(in_range, due(), Delivery.provider.not_in(without) if without else sa.true())
    mine = sa.and_(in_range, Delivery.claim == token)
    return _take(token, mailing_id, sa.select(Delivery.id).where(chosen).order_by(Delivery.id), mine, worker, most)


def claim_group(token: str, mailing_id: int, group: str, *, worker: str, most: int) -> list[Claimed] | None:
    """The same of what was set aside of one provider group, and of its second tries."""
    due = sa.and_(Delivery.provider == group, Delivery.next_attempt_at <= now(), Delivery.state.in_(WAITING))
    mine = sa.and_(held_by(worker, token), Delivery.state == DeliveryState.SENDING)
    in_turn = sa.select(Delivery.id).where(due).order_by(Delivery.next_attempt_at)
    return _take(token, mailing_id, in_turn, mine, worker, most)


def _take(
    token: str, mailing_id: int, due: sa.Select[int], mine: sa.ColumnElement[bool], worker: str, most: int
) -> list[Claimed] | None:
    """`mine`: how what was taken is found again, by an index."""
    limited = due.where(Delivery.mailing_id == mailing_id).limit(most).with_for_update(skip_locked=True)
    chosen = limited.cte(nesting=True)
    sending = sa.select(Mailing.id).where(Mailing.id == mailing_id, Mailing.state == MailingState.SENDING)
    taken = written(
        sa.update(Delivery)
        .where(Delivery.id.in_(sa.select(chosen.c.id)), sending.exists())
        .values(state=DeliveryState.SENDING, claim=token, worker=worker, next_attempt_at=None, updated_at=now())
    )
    kept = _readers(mine) if taken else []
    if len(kept) < taken:
        written(
            sa.update(Delivery)
            .where(mine, Delivery.id.not_in([item.id for item in kept]))
            .values(state=DeliveryState.WITHDRAWN, claim=None, updated_at=now())
        )
    return kept if taken else None


def _readers(mine: sa.ColumnElement[bool]) -> list[Claimed]:
    rows = db.session.execute(
        sa.select(Delivery.id, Subscriber.uid, Subscriber.address, Delivery.provider)
        .join(Subscriber, sa.and_(Subscriber.id == Delivery.subscriber_id, still_wanted()))
        .where(mine)
        .order_by(Delivery.id)
    )
    return [Claimed(row.id, row.uid, row.address, row.provider) for row in rows]


def set_aside(mailing_id: int, low: int, high: int, groups: Collection[str]) -> int:
    """Leave what is queued of some provider groups in a range to whoever keeps their pace. Returns how many."""
    queued = sa.and_(Delivery.state == DeliveryState.QUEUED, Delivery.next_attempt_at.is_(None))
    in_range = sa.and_(Delivery.mailing_id == mailing_id, Delivery.id.between(low, high))
    return written(
        sa.update(Delivery).where(in_range, queued, Delivery.provider.in_(groups)).values(next_attempt_at=now())
    )


def has_set_aside(mailing_id: int, groups: Collection[str]) -> bool:
    """Whether anything of some provider groups can be sent now that was set aside, or is to be tried again."""
    due = sa.and_(Delivery.mailing_id == mailing_id, Delivery.next_attempt_at <= now(), Delivery.state.in_(WAITING))
    return db.session.scalar(sa.select(Delivery.id).where(due, Delivery.provider.in_(groups)).limit(1)) is not None


def put_off(token: str, ids: Collection[int], until: dt.datetime | None) -> None:
    """Of a claim what was never handed over: it waits until then, as if it had never been claimed."""
    written(
        sa.update(Delivery)
        .where(Delivery.id.in_(ids), Delivery.claim == token)
        .values(state=DeliveryState.QUEUED, claim=None, next_attempt_at=until, updated_at=now())
    )
