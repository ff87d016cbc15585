"""What a batch has in hand: claimed, and not accounted for in the ledger yet. The journal knows of each step first."""

import datetime as dt
from collections.abc import Callable, Collection, Iterable
from typing import TypeVar

from newsletter.mailer import claiming, ledger
from newsletter.mailer.claiming import Claimed
from newsletter.mailer.journal import Journal
from newsletter.mailer.ledger import Settled
from newsletter.mailer.pacing.claims import Take

T = TypeVar("T", Claimed, Settled)


class Hand:
    """Nothing here commits."""

    def __init__(self, journal: Journal) -> None:
        self.claiming = ""
        """A claim of which the database hasn't said that it holds: a connection may be lost just then."""
        self.results: list[Settled] = []
        """How deliveries ended, not yet in the ledger."""
        self._journal = journal
        self._held: dict[int, tuple[str, Claimed]] = {}

    def __bool__(self) -> bool:
        return bool(self._held or self.claiming)

    def __getitem__(self, delivery_id: int) -> Claimed:
        return self._held[delivery_id][1]

    def noting(self, take: Callable[..., list[Claimed] | None]) -> Take:
        """`take` under a token of its own each time."""

        def noted(most: int) -> list[Claimed] | None:
            self.claiming = token = claiming.new_token()
            self._journal.claimed(token)
            items = take(token, most=most)
            self._held |= {item.id: (token, item) for item in items or []}
            return items

        return noted

    def claim_holds(self) -> None:
        """The database has said so."""
        self.claiming = ""

    def handed(self, delivery_id: int) -> None:
        self._journal.handed(self._held[delivery_id][0], delivery_id)

    def settled(self, settled: Settled) -> None:
        self.results.append(settled)  # First: where the journal's disk is full, the ledger may still hear of it.
        self._journal.settled(self._held[settled.id][0], settled)

    def write(self) -> None:
        """The results to the ledger."""
        for token, results in self._by_claim(self.results).items():
            ledger.settle(token, results)

    def is_written(self) -> None:
        """And committed."""
        for settled in self.results:
            del self._held[settled.id]
        self.results = []

    def put_off(self, items: Collection[Claimed], until: dt.datetime | None) -> None:
        """What was never handed over goes back, to be taken up at once or later."""
        for token, some in self._by_claim(items).items():
            claiming.put_off(token, [item.id for item in some], until)
        for item in items:
            del self._held[item.id]

    def _by_claim(self, things: Iterable[T]) -> dict[str, list[T]]:
        found: dict[str, list[T]] = {}
        for thing in things:
            found.setdefault(self._held[thing.id][0], []).append(thing)
        return found
