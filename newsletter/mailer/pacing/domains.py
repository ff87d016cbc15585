"""The pace of single domains outside the provider groups.

In one worker's memory only: a domain of somebody's own would tell who reads us.
"""

import threading
import time
from dataclasses import dataclass

from flask import current_app

from newsletter.mailer.pacing.slowing import STAYS

HELD = 5.0
"""Seconds that a claimed delivery may wait for its domain; what would wait longer is put off."""
SLOWED = 0.5
"""Messages a second to a domain that asked for patience, for as long as a provider group would stay slow."""
MANY = 10_000
"""Domains remembered until those are forgotten that nobody waits for."""


@dataclass
class _Clock:
    next_at: float = 0.0
    """When the next may go."""
    tail: float = 0.0
    """When the last of those that were put off will come."""
    slowed_until: float = 0.0

    def is_over(self, now: float) -> bool:
        return max(self.next_at, self.tail, self.slowed_until) < now


class Domains:
    """What the threads of one worker share. Moments are monotonic seconds."""

    def __init__(self) -> None:
        self.any_slowed = False
        self._clocks: dict[str, _Clock] = {}
        self._lock = threading.Lock()

    def wait(self, domain: str, limit: float) -> float:
        """Seconds until a message's turn, which is kept for it only if that is no more than HELD. `limit` 0 is none."""
        with self._lock:
            now = time.monotonic()
            clock = self._clocks.get(domain)
            rate = self._rate(clock, limit, now)
            if not rate:
                return 0.0
            clock = clock or self._remember(domain, now)
            start = max(clock.next_at, now)
            if start - now <= HELD:
                clock.next_at = start + 1 / rate
                return start - now
            clock.tail = max(clock.tail, start) + 1 / rate
            return clock.tail - now

    def slow(self, domain: str) -> None:
        with self._lock:
            now = time.monotonic()
            clock = self._clocks.get(domain) or self._remember(domain, now)
            clock.slowed_until = now + STAYS.total_seconds()
            clock.next_at = max(clock.next_at, now + 1 / SLOWED)
            self.any_slowed = True

    def _rate(self, clock: _Clock | None, limit: float, now: float) -> float:
        if clock is None or clock.slowed_until < now:
            return limit
        return min(limit or SLOWED, SLOWED)

    def _remember(self, domain: str, now: float) -> _Clock:
        if len(self._clocks) >= MANY:
            self._clocks = {name: clock for name, clock in self._clocks.items() if not clock.is_over(now)}
            self.any_slowed = any(clock.slowed_until > now for clock in self._clocks.values())
        return self._clocks.setdefault(domain, _Clock())


def of_this_worker() -> Domains:
    found: Domains = current_app.extensions.setdefault("domain_paces", Domains())
    return found
