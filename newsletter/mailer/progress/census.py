"""Where every delivery of some mailings is: counted by one statement, so that the numbers add up at any moment."""

import datetime as dt
import time
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from flask import current_app

from newsletter.addresses import GROUPS
from newsletter.db import UTCDateTime, db, now
from newsletter.mailer.models import Delivery, DeliveryState, Mailing

MANY = 50_000
"""Deliveries from which on a count is kept for whoever asks next, ten times as long as it took: a million of them take
a tenth of a core, however many people look on."""

_ON_THE_WAY = (DeliveryState.QUEUED, DeliveryState.SENDING, DeliveryState.SENT, DeliveryState.WITHDRAWN)
_ANSWERED_NO = (DeliveryState.REFUSED, DeliveryState.DEFERRED)
_NO_TIME = sa.literal(None, UTCDateTime())
_GROUPED = [sa.func.count().filter(Delivery.provider == group).label(group) for group in GROUPS]


@dataclass(frozen=True)
class Row:
    """Deliveries that stand alike. `reply` is a code, for those refused or deferred; `left` for the uncertain."""

    mailing_id: int
    state: DeliveryState
    groups: dict[str, int]
    reply: str = ""
    left: bool = False
    """Whether somebody decided to leave them uncertain."""
    first_at: dt.datetime | None = None
    last_at: dt.datetime | None = None
    """When the first and the last of the uncertain came up."""
    next_at: dt.datetime | None = None
    """When the first of the deferred is tried again."""

    @property
    def number(self) -> int:
        return sum(self.groups.values())


@dataclass(frozen=True)
class Census:
    at: dt.datetime
    rows: tuple[Row, ...]


def census(mailing_ids: Collection[int]) -> Census:
    """Counted now, or a moment ago for somebody else."""
    kept: dict[frozenset[int], tuple[float, Census]] = current_app.extensions.setdefault("mailer_census", {})
    key, started = frozenset(mailing_ids), time.monotonic()
    if key in kept and kept[key][0] > started:
        return kept[key][1]
    taken = _taken(key)
    kept.clear()
    if sum(row.number for row in taken.rows) >= MANY:
        kept[key] = (started + 10 * (time.monotonic() - started), taken)
    return taken


def _taken(mailing_ids: Collection[int]) -> Census:
    parts = (_on_the_way(mailing_ids), _answered_no(mailing_ids), _uncertain(mailing_ids))
    return Census(now(), tuple(_row(facts) for facts in db.session.execute(sa.union_all(*parts))))


def _row(facts: Sequence[Any]) -> Row:
    mailing_id, state, reply, left, first_at, last_at, next_at, *numbers = facts
    groups = dict(zip(GROUPS, numbers, strict=True))
    return Row(mailing_id, state, groups, reply or "", bool(left), first_at, last_at, next_at)


def _on_the_way(mailing_ids: Collection[int]) -> sa.Select[Any]:
    """The bulk; touches nothing but the index on mailing, state, id and provider."""
    nothing = sa.literal(None, sa.String), sa.literal(0), _NO_TIME, _NO_TIME, _NO_TIME
    return _of(mailing_ids, _ON_THE_WAY, *nothing).group_by(Delivery.mailing_id, Delivery.state)


def _answered_no(mailing_ids: Collection[int]) -> sa.Select[Any]:
    again = sa.func.min(Delivery.next_attempt_at)
    chosen = _of(mailing_ids, _ANSWERED_NO, Delivery.reply, sa.literal(0), _NO_TIME, _NO_TIME, again)
    return chosen.group_by(Delivery.mailing_id, Delivery.state, Delivery.reply)


def _uncertain(mailing_ids: Collection[int]) -> sa.Select[Any]:
    left = sa.case((Delivery.updated_at <= Mailing.doubts_left_at, 1), else_=0)
    times = sa.func.min(Delivery.updated_at), sa.func.max(Delivery.updated_at)
    chosen = _of(mailing_ids, (DeliveryState.UNCERTAIN,), sa.literal(None, sa.String), left, *times, _NO_TIME)
    return chosen.join(Mailing, Mailing.id == Delivery.mailing_id).group_by(Delivery.mailing_id, Delivery.state, left)


def _of(mailing_ids: Collection[int], states: Collection[DeliveryState], *columns: Any) -> sa.Select[Any]:
    chosen = sa.select(Delivery.mailing_id, Delivery.state, *columns, *_GROUPED)
    return chosen.where(Delivery.mailing_id.in_(mailing_ids), Delivery.state.in_(states))
