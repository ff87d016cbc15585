"""How fast each relay takes mails: what there is to halve where one without a limit asks for patience.

In one worker's memory, over all its batches: one that has just begun has measured nothing, and a complaint may come
with its first answers.
"""

import math
import threading
import time
from dataclasses import dataclass

from flask import current_app

IDLE = 1.0
"""Seconds between two notes that count at most: nobody spoke to the relay in the rest."""
MEMORY = 10.0
"""Seconds of speaking to a relay after which most of what was noted before is forgotten."""


@dataclass
class _Measured:
    noted_at: float
    answers: float = 0.0
    seconds: float = 0.0


class Speeds:
    """What the threads of one worker share."""

    def __init__(self) -> None:
        self._measured: dict[int, _Measured] = {}
        self._lock = threading.Lock()

    def note(self, relay_id: int, answers: int) -> None:
        """So many more; of none a batch says that it begins."""
        with self._lock:
            now = time.monotonic()
            found = self._measured.setdefault(relay_id, _Measured(now))
            seconds = min(now - found.noted_at, IDLE)
            kept = math.exp(-seconds / MEMORY)
            found.answers = found.answers * kept + answers
            found.seconds = found.seconds * kept + seconds
            found.noted_at = now

    def a_second(self, relay_id: int) -> float:
        """A few answers of a moment are no measure."""
        with self._lock:
            found = self._measured.get(relay_id)
            return found.answers / max(found.seconds, 1) if found else 0.0


def of_this_worker() -> Speeds:
    found: Speeds = current_app.extensions.setdefault("relay_speeds", Speeds())
    return found
