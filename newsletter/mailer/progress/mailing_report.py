"""How one mailing stands: every number that is said of it, in a value."""

import datetime as dt
from collections import Counter
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from newsletter.mailer import ledger
from newsletter.mailer.holding import holding
from newsletter.mailer.models import DeliveryState, Hold, Mailing, MailingState
from newsletter.mailer.progress.census import Row
from newsletter.mailer.progress.limits import Limits
from newsletter.mailer.progress.rate import Point, Share, a_second, seconds_left
from newsletter.mailer.progress.ticks import hold

Counts = dict[DeliveryState, int]
UNDER_WAY = (MailingState.PREPARED, MailingState.SENDING, MailingState.PAUSED)


@dataclass(frozen=True)
class Doubts:
    """Uncertain deliveries that somebody is to decide about, and when the first and the last of them came up."""

    number: int
    first_at: dt.datetime
    last_at: dt.datetime


@dataclass(frozen=True)
class Answers:
    """What the first readers' servers have answered so far."""

    sent: int
    refused: int

    @property
    def percent(self) -> float:
        return 100 * self.refused / answered if (answered := self.sent + self.refused) else 0.0


class FirstReaders(StrEnum):
    """Whether the others may follow them. In the order in which somebody wants to hear of it."""

    FAILED = "failed"
    """Their servers refused too much: the mailing was stopped, and nobody has let it go on."""
    AWAITED = "awaited"
    PASSED = "passed"


@dataclass(frozen=True)
class MailingReport:
    """One mailing. Every prepared delivery is in exactly one state; `rate` in messages a second."""

    mailing: Mailing
    at: dt.datetime
    rows: tuple[Row, ...]
    line: tuple[Point, ...]
    first: Answers | None
    limits: Limits

    @cached_property
    def counts(self) -> Counts:
        found = Counter({DeliveryState(state): number for state, number in self.mailing.folded.items()})
        for row in self.rows:
            found[row.state] += row.number
        return {state: found[state] for state in DeliveryState}

    @property
    def waiting(self) -> int:
        """What has never been tried, or is on the wire."""
        return self.counts[DeliveryState.QUEUED] + self.counts[DeliveryState.SENDING]

    @property
    def done(self) -> int:
        return sum(number for state, number in self.counts.items() if state not in ledger.OPEN)

    @property
    def unserved(self) -> int:
        """Who would not get it if it were cancelled now; what is on the wire arrives."""
        return self.counts[DeliveryState.QUEUED] + self.counts[DeliveryState.DEFERRED]

    @property
    def is_under_way(self) -> bool:
        return self.mailing.state in UNDER_WAY

    @property
    def hold(self) -> Hold | None:
        return hold(self.mailing) if self.is_under_way else None

    @property
    def waits_for_mending(self) -> bool:
        """No relay is left that doesn't refuse us for good: it goes on once one was mended and somebody resumes it."""
        return self.mailing.state is MailingState.PAUSED and self.hold is Hold.RELAY

    @property
    def held_until(self) -> dt.datetime | None:
        """When it goes on by itself; None where somebody has to do something about it, or it isn't held."""
        found = holding(self.mailing) if self.is_under_way else None
        return found.until if found else None

    @property
    def rate(self) -> float:
        return a_second(self.line) if self.mailing.state is MailingState.SENDING else 0.0

    @property
    def seconds_left(self) -> float | None:
        """As if it had the groups' limits to itself."""
        return seconds_left(self.waiting, self.rate, self.shares)

    @property
    def shares(self) -> list[Share]:
        """What waits for the groups that have a limit."""
        queued = [row.groups for row in self.rows if row.state is DeliveryState.QUEUED]
        limits = self.limits.groups.items()
        return [Share(sum(groups[name] for groups in queued), limit.a_second) for name, limit in limits]

    @property
    def first_readers(self) -> FirstReaders | None:
        """None where it has none, or was cancelled before their servers had answered."""
        if self.first is None:
            return None
        if self.mailing.first_passed_at or self.mailing.state is MailingState.DONE:
            return FirstReaders.PASSED
        if self.mailing.hold is Hold.FIRST_READERS:
            return FirstReaders.FAILED
        return FirstReaders.AWAITED if self.is_under_way else None

    @property
    def next_at(self) -> dt.datetime | None:
        """When the first of the deferred is tried again."""
        return min((row.next_at for row in self.rows if row.next_at), default=None)

    @property
    def doubts(self) -> Doubts | None:
        if self.mailing.state is MailingState.CANCELLED:
            return None
        for row in self.rows:
            if row.state is DeliveryState.UNCERTAIN and not row.left and row.first_at and row.last_at:
                return Doubts(row.number, row.first_at, row.last_at)
        return None
