"""Whether a mailing may go on, from how its readers' servers have answered. Pure: numbers in, a verdict out."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

FEW = 5
"""Fewer refusals stop nothing, whatever their share: three of fifty are 6 %, and a list that is well kept has them."""


class Verdict(StrEnum):
    WAIT = "wait"
    GO_ON = "go_on"
    STOP = "stop"


class Kind(StrEnum):
    """How far a delivery is, as far as it matters here."""

    ON_ITS_WAY = "on_its_way"
    """An answer is due in seconds."""
    DEFERRED = "deferred"
    """It is asked again in minutes or hours."""
    SENT = "sent"
    REFUSED = "refused"
    GONE = "gone"
    """Nobody answers any more: the reader left, or the answer was lost."""


@dataclass(frozen=True)
class Answered:
    """So many deliveries of a provider group that stand alike.

    `against_us`: the answer is about the sender or the mail (spam, policy, authentication), not about the reader.
    """

    kind: Kind
    group: str
    against_us: bool
    number: int


@dataclass(frozen=True)
class Tally:
    """How deliveries were answered, and which groups mostly refused us rather than the reader."""

    total: int
    on_its_way: int
    deferred: int
    sent: int
    refused: int
    blocked: tuple[str, ...] = ()

    @property
    def answered(self) -> int:
        return self.sent + self.refused


def tally(found: Iterable[Answered]) -> Tally:
    rows = list(found)

    def number(*kinds: Kind) -> int:
        return sum(row.number for row in rows if row.kind in kinds)

    return Tally(
        total=number(*Kind),
        on_its_way=number(Kind.ON_ITS_WAY),
        deferred=number(Kind.DEFERRED),
        sent=number(Kind.SENT),
        refused=number(Kind.REFUSED),
        blocked=tuple(sorted({row.group for row in rows if _is_blocked(row.group, rows)})),
    )


def _is_blocked(group: str, rows: list[Answered]) -> bool:
    refusals = [row for row in rows if row.group == group and row.kind is Kind.REFUSED]
    against_us = sum(row.number for row in refusals if row.against_us)
    answered = sum(row.number for row in rows if row.group == group and row.kind in (Kind.SENT, Kind.REFUSED))
    return against_us >= FEW and 2 * against_us > answered


def is_too_much(refused: int, answered: int, limit: float) -> bool:
    """`limit` in percent of the answers."""
    return refused >= FEW and 100 * refused > limit * answered


def judge(first: Tally, limit: float) -> Verdict:
    """Of the first readers. What is deferred counts as not answered, and is waited for while answers are few.

    So many refusals that no answer still to come can outweigh them stop it without waiting.
    """
    if is_too_much(first.refused, first.total, limit):
        return Verdict.STOP
    if first.on_its_way or (first.deferred and 2 * first.answered < first.total):
        return Verdict.WAIT
    too_much = bool(first.blocked) or is_too_much(first.refused, first.answered, limit)
    return Verdict.STOP if too_much else Verdict.GO_ON
