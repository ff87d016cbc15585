"""Heeding answers that ask for patience: a group, a domain or the relay gets slower, and the reader has no fault."""

import time
from collections.abc import Callable

from newsletter.mailer import relays
from newsletter.mailer.claiming import Claimed
from newsletter.mailer.pacing import domains, limits, slowing
from newsletter.mailer.pacing.claims import Claims
from newsletter.mailer.pacing.patience import OTHER
from newsletter.mailer.pacing.slowing import Slowed
from newsletter.mailer.smtp import RelayUnavailable, Reply


class Complaints:
    """What one batch hears. They are noted when its results are written, in the same transaction."""

    def __init__(self, route: relays.Route, claims: Claims, domain: Callable[[Claimed], str]) -> None:
        self._route, self._claims, self._domain = route, claims, domain
        self._began = time.monotonic()
        self._answers = 0
        self._rates: dict[str, float] = {}

    def heed(self, reply: Reply, item: Claimed, *, at_recipient: bool) -> bool:
        """Whether it is one."""
        whom = slowing.asked_by(reply, at_recipient=at_recipient)
        if whom is Slowed.RELAY:
            self._slow_relay()
        elif whom and item.provider == OTHER:
            domains.of_this_worker().slow(self._domain(item))
        elif whom:
            self._rates[limits.of_group(item.provider)] = self._claims.groups.get(item.provider, slowing.CAREFUL)
        return whom is not None

    def heed_relay(self, problem: RelayUnavailable) -> None:
        """It may have gone because there was too much for it."""
        if problem.reply and slowing.asked_by(problem.reply, at_recipient=False):
            self._slow_relay()

    def _slow_relay(self) -> None:
        """From its limit, or else from what this batch measured. The local mailbox takes everything."""
        if self._route.id:
            measured = self._answers / max(time.monotonic() - self._began, 1)
            rate = self._claims.relay_rate or max(measured, slowing.CAREFUL)
            self._rates[limits.of_relay(self._route.id)] = rate

    def write(self, answers: int) -> list[str]:
        """So many results are written. Returns the provider groups that get slower by them."""
        self._answers += answers
        if not self._rates:
            return []
        heard, self._rates = self._rates, {}
        for scope, rate in sorted(heard.items()):
            limits.slow(scope, rate)
        self._claims.read_limits(anew=True)
        return [group for group in self._claims.groups if limits.of_group(group) in heard]
