"""How fast a mailing goes and how long it will take, from how much had been sent when. Pure; times in UTC."""

import datetime as dt
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from typing import NamedTuple

WINDOW = dt.timedelta(seconds=10)
"""Over which "now" is measured, at least: the time between two ticks."""
SLOWEST = 0.05
"""Messages a second below which nothing is foretold."""


class Point(NamedTuple):
    """`sent` by then, from the first message on. `hold` is what was waited for at that moment, if anything."""

    at: dt.datetime
    sent: float
    hold: str = ""


class Share(NamedTuple):
    """Deliveries that wait and may leave only so many a second."""

    waiting: int
    limit: float


def a_second(points: Sequence[Point]) -> float:
    """Messages a second at the last point, measured from the latest one that lies far enough before it."""
    if len(points) < 2:
        return 0.0
    last = points[-1]
    before = next((point for point in reversed(points) if last.at - point.at >= WINDOW), points[0])
    seconds = (last.at - before.at).total_seconds()
    return max(last.sent - before.sent, 0) / seconds if seconds > 0 else 0.0


def seconds_left(waiting: int, rate: float, shares: Iterable[Share] = ()) -> float | None:
    """Until what waits has left; None while it can't be told. The slowest group is the last to be through."""
    if not waiting:
        return 0.0
    if rate < SLOWEST:
        return None
    return max([waiting / rate, *(share.waiting / share.limit for share in shares if share.limit > 0)])


def together(lines: Sequence[Sequence[Point]]) -> list[Point]:
    """Several mailings as one: what they had sent between them at each moment that any of them has a point for."""
    moments = sorted({point.at for line in lines for point in line})
    held = {point.at: point.hold for line in lines for point in line if point.hold}
    return [Point(at, sum(sent_by(line, at) for line in lines), held.get(at, "")) for at in moments]


def sent_by(line: Sequence[Point], at: dt.datetime) -> float:
    """Straight between two points; nothing before the first and nothing more after the last."""
    after = bisect_right(line, at, key=lambda point: point.at)
    if after == 0:
        return 0.0
    before = line[after - 1]
    if after == len(line):
        return before.sent
    nearer = (at - before.at) / (line[after].at - before.at)
    return before.sent + nearer * (line[after].sent - before.sent)
