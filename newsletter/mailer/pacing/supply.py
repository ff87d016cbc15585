"""What a batch has claimed and not sent yet, each delivery at its moment; and when to claim more."""

import heapq
import itertools
import time
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from newsletter.mailer.claiming import Claimed
from newsletter.mailer.smtp import Later

SOON = 0.001
"""Seconds by which a message may be early: a timer isn't more exact."""


@dataclass(frozen=True)
class Turn:
    """What a claim brought. The first may go in `first_in` seconds, each further one `interval` after it.

    `again_in` is when to claim more, where these have a pace; without one they are sent first.
    """

    items: list[Claimed]
    first_in: float = 0.0
    interval: float = 0.0
    again_in: float = 0.0


Source = Callable[[], Turn | None]
"""Claims some deliveries; None once there are no more of its kind."""


class Supply:
    """Iterating gives a delivery whose moment has come, or Later; it ends when its sources have."""

    def __init__(self, sources: list[Source]) -> None:
        self._asked_at = dict.fromkeys(sources, 0.0)
        self._ready: deque[Claimed] = deque()
        self._held: list[tuple[float, int, Claimed]] = []
        self._count = itertools.count()

    def __iter__(self) -> Iterator[Claimed | Later]:
        while True:
            while self._ready:
                yield self._ready.popleft()
            if self._next_moment() <= time.monotonic() + SOON:
                yield heapq.heappop(self._held)[2]
            elif not self._claim_more():
                moment = min([self._next_moment(), *self._asked_at.values()])
                if moment == float("inf"):
                    return
                yield Later(max(moment - time.monotonic(), SOON))

    def hold(self, item: Claimed, seconds: float) -> None:
        """Give it out again after a while; others go first."""
        heapq.heappush(self._held, (time.monotonic() + seconds, next(self._count), item))

    def drain(self, provider: str | None = None) -> list[Claimed]:
        """Take out what wasn't given out: all of it, or what goes to one provider group."""
        waiting = [*self._ready, *(item for _, _, item in self._held)]
        if provider is None:
            self._ready.clear()
            self._held.clear()
            return waiting
        self._ready = deque(item for item in self._ready if item.provider != provider)
        self._held = [entry for entry in self._held if entry[2].provider != provider]
        heapq.heapify(self._held)
        return [item for item in waiting if item.provider == provider]

    def _next_moment(self) -> float:
        return self._held[0][0] if self._held else float("inf")

    def _claim_more(self) -> bool:
        """Ask each source whose moment has come; whether any was asked."""
        due = [source for source, moment in self._asked_at.items() if moment <= time.monotonic() + SOON]
        for source in due:
            if (turn := source()) is None:
                del self._asked_at[source]
                continue
            self._asked_at[source] = time.monotonic() + turn.again_in
            if turn.interval or turn.first_in:
                for place, item in enumerate(turn.items):
                    self.hold(item, turn.first_in + place * turn.interval)
            else:
                self._ready.extend(turn.items)
        return bool(due)
