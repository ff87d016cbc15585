"""The generic cell rate algorithm (ITU-T I.371): a steady rate, with one moment to remember for all who share it.

Moments are POSIX seconds, rates are messages a second. There is no burst: any window of t seconds holds at most
rate · t + 1 moments. No message is early; those of a worker that stood still may be late, by as long as it did.
"""

import math
from dataclasses import dataclass

AHEAD = 1.0
"""Seconds for which one claim may reserve; what is reserved and given back is lost to the rate."""
FAR = 60.0
"""A next moment further ahead than any reservation can have put it: the clock was set back."""


@dataclass(frozen=True)
class Room:
    """For `number` messages, the first at `start`, each `interval` after the one before; if none, ask `again`."""

    number: int
    start: float
    interval: float
    again: float

    def after(self, taken: int) -> float:
        """The next moment to remember, once so many of the messages have been taken."""
        return self.start + taken * self.interval


def room(next_at: float | None, now: float, rate: float) -> Room:
    """Never a few at a time where many would fit: whoever is early comes again once half of AHEAD is free."""
    interval = 1 / rate
    if next_at is None or next_at > now + FAR + 2 * interval:
        next_at = now
    start = max(next_at, now)
    wanted = max(1, int(AHEAD * rate / 2))
    again = start - AHEAD + (wanted - 1) * interval
    if start > now and again > now:
        return Room(0, start, interval, again)
    return Room(math.floor((now + AHEAD - start) * rate) + 1, start, interval, start)


def narrowest(rooms: list[Room]) -> Room:
    """What all of them allow at once."""
    return Room(
        min(one.number for one in rooms),
        max(one.start for one in rooms),
        max(one.interval for one in rooms),
        max(one.again for one in rooms),
    )
