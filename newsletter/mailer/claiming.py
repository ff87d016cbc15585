"""Taking deliveries in hand before anything of them is sent, and giving back what never was."""

import datetime as dt
import secrets
from collections.abc import Callable, Collection, Mapping
from functools import cache
from operator import attrgetter
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy.sql.dml import ReturningUpdate

from newsletter.db import UTCDateTime, db, now
from newsletter.issues.composing.models import Edition
from newsletter.languages import Variant
from newsletter.mailer.audience import still_wanted
from newsletter.mailer.ledger import WAITING, due, written
from newsletter.mailer.models import Delivery, DeliveryState, Mailing, MailingState
from newsletter.subscribers.models import Subscriber


class Claimed(NamedTuple):
    """A delivery in hand: to whom, still sealed; `uid` is the reader's."""

    id: int
    uid: bytes
    sealed: bytes
    provider: str = "other"


class _Uid(sa.types.UserDefinedType[bytes]):
    """As bytes: to make a UUID of each reader's takes longer than to open the address."""

    cache_ok = True

    def result_processor(self, dialect: sa.Dialect, coltype: object) -> Callable[..., bytes]:
        return attrgetter("bytes") if dialect.supports_native_uuid else bytes.fromhex


def new_token() -> str:
    """A name for a claim that is about to be made; the journal learns it first."""
    return secrets.token_hex(8)


def claim(
    token: str, mailing_id: int, low: int, high: int, *, worker: str, most: int, without: Collection[str] = ()
) -> list[Claimed] | None:
    """Take some deliveries in hand; None once nothing of the range is due. To be committed before anything is sent.

    Readers who left meanwhile, or became discreet, are withdrawn, so the list may be empty. Provider groups in
    `without` are let alone.
    """
    wanted = {"mailing": mailing_id, "low": low, "high": high, "without": list(without), "most": most}
    return _take(_OF_A_RANGE, wanted, _MINE_OF_A_RANGE, {"token": token, "by": worker})


def claim_group(token: str, mailing_id: int, group: str, *, worker: str, most: int) -> list[Claimed] | None:
    """The same of what was set aside of one provider group, and of its second tries."""
    wanted = {"mailing": mailing_id, "group": group, "most": most}
    return _take(_OF_A_GROUP, wanted, _MINE_OF_A_GROUP, {"token": token, "by": worker})


def _take(
    taking: ReturningUpdate[int],
    wanted: Mapping[str, object],
    mine: sa.ColumnElement[bool],
    holder: Mapping[str, object],
) -> list[Claimed] | None:
    """`mine`: how what was taken is found again, by an index."""
    db.session.flush()
    connection = db.session.connection()
    taken = connection.execute(taking, {**wanted, **holder, "at": now()}).scalars().all()
    if not taken:
        return None
    held = {**holder, "first": min(taken), "last": max(taken)}
    found = connection.execute(_readers(mine), {**held, "mailing": wanted["mailing"]})
    kept = [Claimed._make(row) for row in found]
    if len(kept) < len(taken):
        written(
            sa.update(Delivery)
            .where(mine, Delivery.id.not_in([item.id for item in kept]))
            .values(state=DeliveryState.WITHDRAWN, claim=None, updated_at=now()),
            held,
        )
    return kept


def _may_be_seen() -> sa.ColumnElement[bool]:
    """Whoever has become discreet since the audience was frozen must get no mail with our name in it."""
    variant = sa.select(Edition.variant).join(Mailing).where(Mailing.id == sa.bindparam("mailing")).scalar_subquery()
    return sa.or_(Subscriber.variant == Variant.STANDARD, variant == Variant.DISCREET)


@cache
def _readers(mine: sa.ColumnElement[bool]) -> sa.Select[int, bytes, bytes | None, str]:
    return (
        sa.select(Delivery.id, sa.type_coerce(Subscriber.uid, _Uid()), Subscriber.address, Delivery.provider)
        .join(Subscriber, sa.and_(Subscriber.id == Delivery.subscriber_id, still_wanted(), _may_be_seen()))
        .where(mine)
        .order_by(Delivery.id)
    )


def _taking(due: sa.Select[int]) -> ReturningUpdate[int]:
    limited = due.where(Delivery.mailing_id == sa.bindparam("mailing")).limit(sa.bindparam("most"))
    chosen = limited.with_for_update(skip_locked=True).cte(nesting=True)
    sending = sa.select(Mailing.id).where(Mailing.id == sa.bindparam("mailing"), Mailing.state == MailingState.SENDING)
    return (
        sa.update(Delivery)
        .where(Delivery.id.in_(sa.select(chosen.c.id)), sending.exists())
        .values(
            state=DeliveryState.SENDING,
            claim=sa.bindparam("token"),
            worker=sa.bindparam("by"),
            next_attempt_at=None,
            updated_at=_AT,
        )
        .returning(Delivery.id)
    )


# Put together once: each is carried out for every 200 deliveries, and to build one takes longer than to carry it out.
_AT = sa.bindparam("at", type_=UTCDateTime())
_IN_RANGE = Delivery.id.between(sa.bindparam("low"), sa.bindparam("high"))
_MINE_OF_A_RANGE = sa.and_(
    Delivery.id.between(sa.bindparam("first"), sa.bindparam("last")), Delivery.claim == sa.bindparam("token")
)
_OF_A_RANGE = _taking(
    sa.select(Delivery.id)
    .where(_IN_RANGE, due(_AT), Delivery.provider.not_in(sa.bindparam("without", expanding=True)))
    .order_by(Delivery.id)
)
_MINE_OF_A_GROUP = sa.and_(
    Delivery.worker == sa.bindparam("by"),
    Delivery.claim == sa.bindparam("token"),
    Delivery.state == DeliveryState.SENDING,
)
_OF_A_GROUP = _taking(
    sa.select(Delivery.id)
    .where(Delivery.provider == sa.bindparam("group"), Delivery.next_attempt_at <= _AT, Delivery.state.in_(WAITING))
    .order_by(Delivery.next_attempt_at)
)


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
