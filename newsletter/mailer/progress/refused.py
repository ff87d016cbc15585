"""Deliveries that were refused or deferred, put together by what was answered."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from newsletter.mailer.models import DeliveryState
from newsletter.mailer.progress.census import Row
from newsletter.mailer.progress.reasons import Reason, reason_of


@dataclass(frozen=True)
class Refusals:
    """Deliveries refused or deferred for one reason, by one answer."""

    reason: Reason
    state: DeliveryState
    reply: str
    groups: dict[str, int]
    next_at: dt.datetime | None

    @property
    def number(self) -> int:
        return sum(self.groups.values())

    @property
    def status(self) -> str:
        """The enhanced one; empty where the server gave none."""
        return self.reply.partition(" ")[2]


def by_answer(rows: Iterable[Row]) -> list[Refusals]:
    """The commonest first."""
    found: dict[tuple[str, str], list[Row]] = {}
    for row in rows:
        if row.state in (DeliveryState.REFUSED, DeliveryState.DEFERRED):
            found.setdefault((row.state, row.reply), []).append(row)
    return sorted((_refusals(alike) for alike in found.values()), key=lambda each: -each.number)


def _refusals(rows: Sequence[Row]) -> Refusals:
    groups = sum((Counter(row.groups) for row in rows), Counter[str]())
    next_at = min((row.next_at for row in rows if row.next_at), default=None)
    reply = rows[0].reply
    return Refusals(reason_of(reply), rows[0].state, reply, dict(groups.most_common()), next_at)
