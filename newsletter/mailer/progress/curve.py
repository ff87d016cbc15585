"""The line of the rate since the start: where its points lie, and what is written under it. Pure."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from newsletter.mailer.progress.rate import Point, sent_by

COLUMNS = 120
"""The line has no more points than a screen can show."""
QUIET = 0.02
"""Of the highest rate: what comes after the last stretch above it is the tail of late tries, and isn't drawn."""
_ROOM = 18.0
"""Percent of the width that a label needs to itself."""


@dataclass(frozen=True)
class Dip:
    """A wait: when it began, what for, and the middle of it in percent of the width."""

    at: dt.datetime
    hold: str
    place: float


@dataclass(frozen=True)
class Curve:
    """Coordinates in percent, downwards as in SVG. `highest` and `last_rate` in messages a second."""

    first: dt.datetime
    last: dt.datetime
    points: tuple[tuple[float, float], ...]
    limit: float | None
    """How far down the dashed line of the limit lies."""
    highest: float
    last_rate: float
    dips: tuple[Dip, ...]

    @property
    def labels(self) -> list[Dip]:
        """The dips that have room between the first and the last moment and beside one another."""
        found: list[Dip] = []
        for dip in self.dips:
            begins = found[-1].place if found else 0.0
            if dip.place - begins >= _ROOM and dip.place <= 100 - _ROOM:
                found.append(dip)
        return found


def curve(line: Sequence[Point], limit: float | None = None) -> Curve | None:
    """None while there is too little to see."""
    drawn = _without_the_tail(line)
    if len(drawn) < 3:
        return None
    columns = min(len(drawn) - 1, COLUMNS)
    step = (drawn[-1].at - drawn[0].at) / columns
    moments = [drawn[0].at + step * number for number in range(columns)] + [drawn[-1].at]
    rates = [_between(drawn, *pair) for pair in pairwise(moments)]
    highest = max(rates)
    top = max(highest, limit or 0.0)
    if not top:
        return None
    heights = [rates[0], *((one + other) / 2 for one, other in pairwise(rates)), rates[-1]]
    points = tuple((_percent(n, columns), _percent(top - height, top)) for n, height in enumerate(heights))
    limited = _percent(top - limit, top) if limit else None
    return Curve(drawn[0].at, drawn[-1].at, points, limited, highest, rates[-1], tuple(_dips(drawn)))


def _between(line: Sequence[Point], begin: dt.datetime, end: dt.datetime) -> float:
    return max(sent_by(line, end) - sent_by(line, begin), 0.0) / (end - begin).total_seconds()


def _without_the_tail(line: Sequence[Point]) -> Sequence[Point]:
    rates = [_between(line, one.at, other.at) for one, other in pairwise(line)]
    busy = [number for number, rate in enumerate(rates) if rate > QUIET * max(rates)]
    return line[: busy[-1] + 3] if busy else []


def _dips(line: Sequence[Point]) -> Iterator[Dip]:
    whole = line[-1].at - line[0].at
    for hold, points in groupby(line, key=lambda point: point.hold):
        if hold:
            first, *rest = points
            middle = first.at + ([first, *rest][-1].at - first.at) / 2
            yield Dip(first.at, hold, round(100 * ((middle - line[0].at) / whole), 2))


def _percent(part: float, whole: float) -> float:
    return round(100 * part / whole, 2)
