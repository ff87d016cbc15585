"""Claiming under every limit that there is at the moment, reserved in the transaction of the claim itself."""

import datetime as dt
import time
from collections.abc import Callable

from newsletter.db import db, now
from newsletter.mailer import relays
from newsletter.mailer.claiming import Claimed
from newsletter.mailer.models import Pace
from newsletter.mailer.pacing import gcra, limits, warming
from newsletter.mailer.pacing.supply import Turn
from newsletter.staff import settings

FRESH = 5.0
"""Seconds for which limits are believed before they are read again."""

Take = Callable[[int], list[Claimed] | None]
"""Takes up to so many deliveries in hand, in our transaction; None once nothing is left."""


class Claims:
    """Those of one batch: to one relay, from one sending domain. `urgent` ones are counted, but wait for no day."""

    def __init__(self, route: relays.Route, domain: str, *, most: int, urgent: bool) -> None:
        self.groups: dict[str, float] = {}
        """Messages a second to each provider group that has a limit."""
        self.relay_rate: float | None = None
        self.warm_up_is_over_for_today = False
        self._route, self._domain, self._most, self._urgent = route, domain, most, urgent
        self._share: int | None = None
        self._read_at = float("-inf")

    def read_limits(self, *, anew: bool = False) -> None:
        """Settings and answers of others may have changed them since; `anew` where ours have."""
        if not anew and time.monotonic() - self._read_at < FRESH:
            return
        settings.reread()
        self.groups = limits.groups()
        self.relay_rate = limits.relay(self._route.id, self._route.per_second)
        self._share = warming.share(self._domain)
        self._read_at = time.monotonic()

    def take(self, take: Take, group: str = "") -> Turn | None:
        """Of one limited group, or of what has no limit of its own; None once nothing is left. Commits."""
        self.read_limits()
        rates = {limits.of_group(group): self.groups[group]} if group in self.groups else {}
        if self.relay_rate:
            rates[limits.of_relay(self._route.id)] = self.relay_rate
        if rates:
            turn = self._take_paced(take, rates)
        else:
            items = self._take_warmed(take, self._most)
            turn = None if items is None else Turn(items)
        db.session.commit()
        return turn

    def _take_paced(self, take: Take, rates: dict[str, float]) -> Turn | None:
        moment = now().timestamp()
        rooms = {pace: _room(pace, moment, rates[pace.scope]) for pace in limits.locked(rates)}
        room = gcra.narrowest(list(rooms.values()))
        if not room.number:
            return Turn([], again_in=room.again - moment)
        items = self._take_warmed(take, min(room.number, self._most))
        if items is None:
            return None
        for pace, own in rooms.items():
            # A relay goes on with others at once where its group makes a message wait: its rate is kept on average.
            start = own.start if pace.scope == limits.of_relay(self._route.id) else room.start
            pace.next_at = dt.datetime.fromtimestamp(start + len(items) * own.interval, dt.UTC)
        first_in = room.start - moment
        return Turn(items, first_in, room.interval, again_in=first_in + max(len(items) - 1, 0) * room.interval)

    def _take_warmed(self, take: Take, most: int) -> list[Claimed] | None:
        if self._share is None:
            return take(most)
        day = warming.locked(self._domain)
        left = most if self._urgent else min(most, self._share - day.sent)
        if left <= 0:
            self.warm_up_is_over_for_today = True
            return None
        items = take(left)
        day.sent += len(items or [])
        return items

    def give_back(self, number: int) -> None:
        """So many of those that were taken never left. In the caller's transaction."""
        if self._share is not None and number:
            warming.give_back(self._domain, number)


def _room(pace: Pace, moment: float, rate: float) -> gcra.Room:
    return gcra.room(pace.next_at.timestamp() if pace.next_at else None, moment, rate)
