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
        self._changed = threading.Condition()

    def next(self, weights: Mapping[int, int]) -> int:
        """By smooth weighted round robin: of weights 3 and 1 the second has every fourth turn."""
        with self._changed:
            self._credit.update(weights)
            chosen = max(weights, key=lambda relay: self._credit[relay])
            self._credit[chosen] -= sum(weights.values())
            return chosen

    @contextlib.contextmanager
    def connections(self, relay: int, most: int, *, among: int) -> Iterator[int]:
        """An even share of a relay's connections for one of so many; waits while the others have them all.

        Not to be asked for within a transaction: the others may need one to come to their end.
        """
        with self._changed:
            self._changed.wait_for(lambda: self._open[relay] < most)
            share = min(-(-most // among), most - self._open[relay])
            self._open[relay] += share
        try:
            yield share
        finally:
            with self._changed:
                self._open[relay] -= share
                self._changed.notify_all()


turns = cast(Turns, LocalProxy(lambda: current_app.extensions.setdefault("relay_turns", Turns())))
