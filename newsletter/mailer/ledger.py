"""The ledger: which deliveries are due, how each ended, and what is counted. All in sets, none row by row."""

import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from functools import cache
from typing import Any, NamedTuple

import sqlalchemy as sa

from newsletter.db import UTCDateTime, db, now
from newsletter.mailer.models import Delivery, DeliveryState, Mailing, MailingState
from newsletter.mailer.spans import ALL, Span

BATCH = 10_000
"""Deliveries in a job: seconds of work, beside which the fifth of a second until the engine begins it is little."""
BACKOFF = [dt.timedelta(minutes=m) for m in (5, 15, 60, 240, 720)]
"""Between tries after a temporary refusal; after the last the delivery counts as refused."""
OPEN = (DeliveryState.QUEUED, DeliveryState.SENDING, DeliveryState.DEFERRED)
"""States that still want something to happen."""
WAITING = (DeliveryState.QUEUED, DeliveryState.DEFERRED)
"""Those that nobody has in hand."""


class Settled(NamedTuple):
    """How a delivery in hand ended. `reply` is a code, never the relay's words: they may quote the address."""

    id: int
    state: DeliveryState
    reply: str = ""
    patient: bool = False
    """Deferred for no fault of the reader: the server wants to hear less of us. It is no try."""


def due_batches(mailing_id: int, within: Span = ALL, *, without: Collection[str] = ()) -> list[Span]:
    """The mailing's deliveries that can be sent now in ranges of BATCH.

    What was set aside of provider groups in `without` is let alone.
    """
    chunk = (sa.func.row_number().over(order_by=Delivery.id) - 1) // BATCH
    aside = sa.and_(Delivery.next_attempt_at.is_not(None), Delivery.provider.in_(without)) if without else sa.false()
    ours = sa.and_(Delivery.mailing_id == mailing_id, due(now()), ~aside, Delivery.id.between(*within))
    rows = sa.select(Delivery.id, chunk.label("chunk")).where(ours).subquery()
    ends = sa.select(sa.func.min(rows.c.id), sa.func.max(rows.c.id)).group_by(rows.c.chunk).order_by(rows.c.chunk)
    return [(low, high) for low, high in db.session.execute(ends)]


def settle(token: str, results: Iterable[Settled]) -> None:
    """Write how deliveries of a claim ended, in sets, only where the claim still holds."""
    groups: dict[tuple[DeliveryState, str, bool], list[int]] = {}
    for result in results:
        groups.setdefault((result.state, result.reply, result.patient), []).append(result.id)
    for (state, reply, patient), ids in groups.items():
        values = {"ids": ids, "token": token, "said": reply or None, "at": now(), **_tries(state, patient=patient)}
        written(_settling(state, patient=patient), values)


def held_by(worker: str, token: str | None = None) -> sa.ColumnElement[bool]:
    """What a worker has in hand, at all or of one claim. There is an index on the worker, and none on the claim."""
    return sa.and_(Delivery.worker == worker, Delivery.claim == token if token else Delivery.claim.is_not(None))


def doubt(held: sa.ColumnElement[bool]) -> list[int]:
    """Of deliveries in hand those that nobody can answer for; returns their mailings, each as often as it has some.

    They keep their claim: a journal that turns up later still settles them, unless somebody took them up again.
    """
    found = db.session.scalars(
        sa.update(Delivery)
        .where(held, Delivery.state == DeliveryState.SENDING)
        .values(state=DeliveryState.UNCERTAIN, updated_at=now())
        .returning(Delivery.mailing_id),
        execution_options={"synchronize_session": False},
    )
    return list(found)


def give_back(held: sa.ColumnElement[bool], *, handed: Iterable[int]) -> None:
    """What a claim holds was never handed over, but for `handed`."""
    unsettled = Delivery.state.in_([DeliveryState.SENDING, DeliveryState.UNCERTAIN])
    written(
        sa.update(Delivery)
        .where(held, unsettled, Delivery.id.not_in(list(handed)))
        .values(state=DeliveryState.QUEUED, claim=None, updated_at=now())
    )


def withdraw(mailing_id: int) -> None:
    """What waits to be sent isn't sent any more. What is uncertain stays so: it may have arrived."""
    written(
        sa.update(Delivery)
        .where(Delivery.mailing_id == mailing_id, Delivery.state.in_(WAITING))
        .values(state=DeliveryState.WITHDRAWN, claim=None, updated_at=now())
    )


def counts(mailing_ids: Iterable[int]) -> dict[int, dict[DeliveryState, int]]:
    """How many deliveries of each mailing are in which state, counted from the rows and from what was folded."""
    found = {mailing_id: dict.fromkeys(DeliveryState, 0) for mailing_id in mailing_ids}
    for mailing_id, folded in db.session.execute(sa.select(Mailing.id, Mailing.folded).where(Mailing.id.in_(found))):
        found[mailing_id] |= {DeliveryState(state): number for state, number in folded.items()}
    rows = db.session.execute(
        sa.select(Delivery.mailing_id, Delivery.state, sa.func.count())
        .where(Delivery.mailing_id.in_(list(found)))
        .group_by(Delivery.mailing_id, Delivery.state)
    )
    for mailing_id, state, number in rows:
        found[mailing_id][state] += number
    return found


def finish_if_complete(mailing_id: int) -> bool:
    """Call the mailing done once nothing of it is open any more."""
    return bool(
        written(
            sa.update(Mailing)
            .where(Mailing.id == mailing_id, Mailing.state == MailingState.SENDING, ~_open().exists())
            .values(state=MailingState.DONE, finished_at=now(), problem=None, problem_at=None, retry_at=None)
        )
    )


def reopen() -> None:
    """Mailings that were done until something of them was queued again."""
    written(
        sa.update(Mailing)
        .where(Mailing.state == MailingState.DONE, _open().exists())
        .values(state=MailingState.SENDING, finished_at=None)
    )


def unfinished() -> list[int]:
    """Mailings that are to begin or to go on, and those of which something came back after they were cancelled."""
    going = Mailing.state.in_([MailingState.PREPARED, MailingState.SENDING])
    waits = sa.select(Delivery.id).where(Delivery.mailing_id == Mailing.id, Delivery.state.in_(WAITING)).exists()
    late = sa.and_(Mailing.state == MailingState.CANCELLED, waits)
    return list(db.session.scalars(sa.select(Mailing.id).where(sa.or_(going, late)).order_by(Mailing.id)))


def _open() -> sa.Select[int]:
    return sa.select(Delivery.id).where(Delivery.mailing_id == Mailing.id, Delivery.state.in_(OPEN))


def due(at: dt.datetime | sa.BindParameter[dt.datetime]) -> sa.ColumnElement[bool]:
    """Written so that the index on mailing, state and id serves it."""
    its_time = sa.or_(Delivery.next_attempt_at.is_(None), Delivery.next_attempt_at <= at)
    return sa.and_(Delivery.state.in_(WAITING), its_time)


@cache
def _settling(state: DeliveryState, *, patient: bool) -> sa.Update:
    """Put together once: it is carried out for every 200 deliveries, and to build it takes longer than that."""
    return (
        sa.update(Delivery)
        .where(Delivery.id.in_(sa.bindparam("ids", expanding=True)), Delivery.claim == sa.bindparam("token"))
        .values(claim=None, reply=sa.bindparam("said"), updated_at=_moment("at"), **_ended(state, patient=patient))
    )


def _ended(state: DeliveryState, *, patient: bool) -> dict[str, Any]:
    """Each deferral by the number of its tries: later and later, then refused."""
    if patient:
        return {"state": state, "next_attempt_at": _moment("try_0")}
    if state is not DeliveryState.DEFERRED:
        return {"state": state, "attempts": Delivery.attempts + 1}
    waits = {number: _moment(f"try_{number}") for number in range(len(BACKOFF))}
    tried_enough = Delivery.attempts >= len(BACKOFF)
    return {
        "state": sa.case((tried_enough, DeliveryState.REFUSED.value), else_=DeliveryState.DEFERRED.value),
        "next_attempt_at": sa.case(waits, value=Delivery.attempts, else_=None),
        "attempts": Delivery.attempts + 1,
    }


def _tries(state: DeliveryState, *, patient: bool) -> dict[str, dt.datetime]:
    """When what was deferred is tried again, by how often it was before."""
    waits = BACKOFF if state is DeliveryState.DEFERRED else []
    return {f"try_{number}": now() + wait for number, wait in enumerate(waits[: 1 if patient else None])}


def _moment(name: str) -> sa.BindParameter[dt.datetime]:
    return sa.bindparam(name, type_=UTCDateTime())


def written(statement: sa.Update | sa.Insert | sa.Delete, values: Mapping[str, object] | None = None) -> int:
    """How many rows a statement wrote, with `values` for what it leaves open."""
    db.session.flush()
    return db.session.connection().execute(statement, values).rowcount
