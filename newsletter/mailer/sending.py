"""Sending a batch: claim, open, splice, hand over, record."""

import logging
import time
from collections.abc import Callable, Iterator

from flask import current_app

from newsletter.background import MAILINGS, QUEUES
from newsletter.db import db
from newsletter.keys import KeyFault
from newsletter.letters.bytetemplate import ByteTemplate, UnfitValueError
from newsletter.mailer import dkim, ledger, mailings, recovery, relays, smtp
from newsletter.mailer.heartbeat import Heartbeat
from newsletter.mailer.journal import CannotWrite, Journal
from newsletter.mailer.ledger import Claimed, Settled
from newsletter.mailer.models import DeliveryState, Mailing
from newsletter.mailer.personal import Personal
from newsletter.mailer.refusals.recent import Recent
from newsletter.mailer.smtp import Outcome, Result
from newsletter.vault import CannotOpen, NotOfThisRow, vault

CONNECTIONS = 4
CHUNK = 50 * CONNECTIONS
"""Deliveries claimed at once, for as many connections as a relay usually gets."""
RESULTS, SECONDS = 200, 0.2
"""Results are written when there are this many, or when the first has waited this long."""

_STATES = {
    Outcome.ACCEPTED: DeliveryState.SENT,
    Outcome.REFUSED: DeliveryState.REFUSED,
    Outcome.DEFERRED: DeliveryState.DEFERRED,
}
log = logging.getLogger(__name__)


class ClaimLost(Exception):
    """This process was frozen for so long that another may have taken its claims: it must hand nothing over."""


def send_batch(mailing_id: int, low: int, high: int) -> None:
    """Send what is due of a range of deliveries. Where no relay can be had, the rest waits and the screen says why."""
    mailing = db.session.get_one(Mailing, mailing_id)
    if not mailings.takes_deliveries(mailing):
        return
    problem: Exception | None = None
    try:
        relays.by_turns(lambda route: _send_through(route, mailing, low, high))
    except (relays.NoRelay, CannotOpen, CannotWrite, KeyFault) as found:
        problem = found
    except ClaimLost:
        log.warning("A batch of mailing %s was left: this process stood still for too long", mailing_id)
    mailings.note_problem(mailing_id, problem)
    mailings.conclude(mailing_id)
    db.session.commit()


def _send_through(route: relays.Route, mailing: Mailing, low: int, high: int) -> bool:
    """Returns whether the relay had anything to answer. Raises smtp.RelayUnavailable or ClaimLost.

    Whatever ended it, what it had in hand is settled from its journal, as after a crash: of what a relay leaves
    behind, the next one gets only what was never handed over.
    """
    heart: Heartbeat = current_app.extensions["heartbeat"]
    journal = Journal(recovery.journals() / heart.worker)
    batch = Batch(mailing, low, high, heart, journal)
    try:
        with relays.turns.connections(route.id, route.connections, among=QUEUES[MAILINGS]) as number:
            batch.send(route, connections=number)
    finally:
        journal.close()
        _settle(batch, journal)
    batch.recent.put_together()
    return batch.was_answered


def _settle(batch: "Batch", journal: Journal) -> None:
    try:
        if batch.in_hand or batch.claiming:
            db.session.rollback()
            recovery.settle_journal(journal.path)
        journal.drop()
    finally:
        journal.leave_behind()


class Batch:
    """One range of a mailing's deliveries on its way."""

    def __init__(self, mailing: Mailing, low: int, high: int, heart: Heartbeat, journal: Journal) -> None:
        self.mailing_id, self.low, self.high = mailing.id, low, high
        self.template = ByteTemplate.of(mailing.message)
        self.personal = Personal.of(mailing.id, mailing.edition.variant)
        self.heart, self.journal = heart, journal
        self.recent = Recent(mailing.id)
        self.in_hand: dict[int, str] = {}
        """The claim of each delivery whose end isn't in the ledger yet."""
        self.claiming = ""
        """A claim of which the database hasn't said that it holds: a connection may be lost just then."""
        self.was_answered = False
        self._opened = vault.open  # Looked up here: the way to the app's own vault costs as much as opening.
        self._began = self._written = time.monotonic()
        self._results: list[Settled] = []

    def send(self, route: relays.Route, *, connections: int) -> None:
        """Until nothing of the range is due. Raises smtp.RelayUnavailable or ClaimLost."""
        try:
            smtp.deliver(route.server, self._envelopes(), connections=connections, handed=self._handed, done=self._done)
        except Exception:
            db.session.rollback()  # A session that lost its connection takes nothing until it is told so.
            raise
        finally:
            self._write()

    def _envelopes(self) -> Iterator[smtp.Envelope]:
        signed = dkim.signing(self.template)
        while (claimed := self._claim()) is not None:
            for item in claimed:
                if envelope := self._envelope(item, signed):
                    yield envelope

    def _claim(self) -> list[Claimed] | None:
        token = ledger.new_token()
        self.journal.claimed(token)
        self.claiming = token
        claimed = ledger.claim(token, self.mailing_id, self.low, self.high, worker=self.heart.worker, most=CHUNK)
        self.in_hand |= {item.id: token for item in claimed or []}
        self.claiming = ""
        return claimed

    def _envelope(self, item: Claimed, signed: Callable[[bytes], bytes]) -> smtp.Envelope | None:
        try:
            address = self._opened("subscriber", item.uid, item.sealed)
            message = signed(self.template.splice(self.personal.values(item, address)))
        except (NotOfThisRow, UnfitValueError):
            self._record(Settled(item.id, DeliveryState.REFUSED, "unreadable"))
            return None
        return smtp.Envelope(item.id, self.personal.return_path(item.id), address, message)

    def _handed(self, delivery_id: int) -> None:
        """Asked again once it is noted down: frozen in between, we would hand over what another may have by now."""
        self._still_ours()
        self.journal.handed(self.in_hand[delivery_id], delivery_id)
        self._still_ours()

    def _still_ours(self) -> None:
        if not self.heart.unbroken_since(self._began):
            raise ClaimLost

    def _done(self, result: Result) -> None:
        """What came back unsent, or was handed over and not answered for, is left to the journal."""
        if result.outcome in _STATES:
            self.was_answered = True
            reply = f"{result.reply.code} {result.reply.enhanced}".strip() if result.reply else ""
            self._record(Settled(result.key, _STATES[result.outcome], reply))

    def _record(self, settled: Settled) -> None:
        self._results.append(settled)  # First: where the journal's disk is full, the ledger may still hear of it.
        self.journal.settled(self.in_hand[settled.id], settled)
        if len(self._results) >= RESULTS or time.monotonic() - self._written >= SECONDS:
            self._write()

    def _write(self) -> None:
        by_claim: dict[str, list[Settled]] = {}
        for settled in self._results:
            by_claim.setdefault(self.in_hand[settled.id], []).append(settled)
        for token, results in by_claim.items():
            ledger.settle(token, results)
        self.recent.note(self._results)
        db.session.commit()
        for settled in self._results:
            del self.in_hand[settled.id]
        self._results, self._written = [], time.monotonic()
