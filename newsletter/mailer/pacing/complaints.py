"""Heeding answers that ask for patience: a group, a domain or the relay gets slower, and the reader has no fault."""

from collections.abc import Callable

from newsletter.mailer import relays
from newsletter.mailer.claiming import Claimed
from newsletter.mailer.pacing import domains, limits, slowing, speeds
from newsletter.mailer.pacing.claims import Claims
from newsletter.mailer.pacing.patience import OTHER
from newsletter.mailer.pacing.slowing import Slowed
from newsletter.mailer.smtp import Reply
from newsletter.mailer.smtp.connection import CLOSING


class Complaints:
    """What one batch hears. They are noted when its results are written, in the same transaction."""

    def __init__(self, route: relays.Route, claims: Claims, domain: Callable[[Claimed], str]) -> None:
        self._route, self._claims, self._domain = route, claims, domain
        self._speeds = speeds.of_this_worker()
        self._speeds.note(route.id, 0)
        self._relay_asked = False
        self._rates: dict[str, float] = {}

    def heed(self, reply: Reply, item: Claimed, *, at_recipient: bool) -> bool:
        """Whether the reader has no fault: it is one, or the relay closed a connection on all."""
        whom = slowing.asked_by(reply, at_recipient=at_recipient)
        if whom is Slowed.RELAY:
            self._relay_asked = True
        elif whom and item.provider == OTHER:
            domains.of_this_worker().slow(self._domain(item))
        elif whom:
            self._rates[limits.of_group(item.provider)] = self._claims.groups.get(item.provider, slowing.CAREFUL)
        return whom is not None or (reply.code == CLOSING and not at_recipient)

    def heed_relay(self, reply: Reply) -> None:
        """One that closed a connection, or could not be had."""
        self._relay_asked |= slowing.asked_by(reply, at_recipient=False) is not None

    def write(self, answers: int) -> list[str]:
        """So many results are written. Returns the provider groups that get slower by them."""
        self._speeds.note(self._route.id, answers)
        if self._relay_asked:
            self._slow_relay()
        if not self._rates:
            return []
        heard, self._rates = self._rates, {}
        for scope, rate in sorted(heard.items()):
            limits.slow(scope, rate)
        self._claims.read_limits(anew=True)
        return [group for group in self._claims.groups if limits.of_group(group) in heard]

    def _slow_relay(self) -> None:
        """From its limit, or else from what this worker measured. The local mailbox takes everything."""
        self._relay_asked = False
        if self._route.id:
            measured = self._speeds.a_second(self._route.id)
            self._rates[limits.of_relay(self._route.id)] = self._claims.relay_rate or max(measured, slowing.CAREFUL)
