"""Whose turn it is, and how many connections a relay has from this worker."""

import contextlib
import threading
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import cast

from flask import current_app
from werkzeug.local import LocalProxy


class Turns:
    """What the threads of one worker share."""

    def __init__(self) -> None:
        self._credit: Counter[int] = Counter()
        self._open: Counter[int] = Counter()
        self._taken: set[int] = set()
        self._changed = threading.Condition()

    def next(self, weights: Mapping[int, int]) -> int:
        """By smooth weighted round robin: of weights 3 and 1 the second has every fourth turn."""
        with self._changed:
            self._credit.update(weights)
            chosen = max(weights, key=lambda relay: self._credit[relay])
            self._credit[chosen] -= sum(weights.values())
            return chosen

    @contextlib.contextmanager
    def connections(self, relay: int, most: int, *, wanted: int, alone: bool) -> Iterator[int]:
        """So many of a relay's connections as are wanted and there; waits while there are none.

        Of those who want to be `alone` one at a time is let in. Not to be asked for within a transaction: the others
        may need one to come to their end.
        """
        with self._changed:
            self._changed.wait_for(lambda: self._open[relay] < most and not (alone and relay in self._taken))
            share = min(wanted, most - self._open[relay])
            self._open[relay] += share
            if alone:
                self._taken.add(relay)
        try:
            yield share
        finally:
            with self._changed:
                self._open[relay] -= share
                if alone:
                    self._taken.remove(relay)
                self._changed.notify_all()


turns = cast(Turns, LocalProxy(lambda: current_app.extensions.setdefault("relay_turns", Turns())))
