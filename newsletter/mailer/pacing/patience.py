"""For one batch: deliveries whose domain can't take more at the moment. Others go first."""

import datetime as dt
import math

from newsletter.db import now
from newsletter.mailer.claiming import Claimed
from newsletter.mailer.pacing import domains
from newsletter.mailer.pacing.supply import Supply
from newsletter.staff import settings

OTHER = "other"
"""The provider group of all who have no large provider; single domains are told apart there."""
AT_ONCE = 10
"""Seconds: what is put off comes back in such steps, so that it is written in sets."""


class Patience:
    """`put_off` is what waits for too long to be kept in hand, by the moment when it shall be looked at again."""

    def __init__(self, supply: Supply) -> None:
        self.put_off: dict[dt.datetime, list[Claimed]] = {}
        self._supply = supply
        self._domains, self._limit = domains.of_this_worker(), settings.current().domain_limit
        self._has_waited: set[int] = set()

    def makes_wait(self, item: Claimed, address: str) -> bool:
        if item.provider != OTHER or not (self._limit or self._domains.any_slowed):
            return False
        if item.id in self._has_waited:
            self._has_waited.remove(item.id)
            return False
        seconds = self._domains.wait(domain_of(address), self._limit)
        if seconds > domains.HELD:
            step = math.ceil((now().timestamp() + seconds) / AT_ONCE) * AT_ONCE
            self.put_off.setdefault(dt.datetime.fromtimestamp(step, dt.UTC), []).append(item)
        elif seconds:
            self._has_waited.add(item.id)
            self._supply.hold(item, seconds)
        return seconds > 0


def domain_of(address: str) -> str:
    return address.rpartition("@")[2]
