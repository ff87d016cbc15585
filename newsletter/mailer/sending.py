"""Sending a batch: claim, open, splice, hand over, record. One process does this with one relay at a time."""

import hmac
import struct
import time
from collections.abc import Iterator
from dataclasses import dataclass
from email.utils import format_datetime

from newsletter import tokens
from newsletter.db import now
from newsletter.languages import Reading
from newsletter.letters.bytetemplate import ByteTemplate
from newsletter.letters.slots import Slot
from newsletter.mailer import ledger, smtp
from newsletter.mailer.heartbeat import Heartbeat
from newsletter.mailer.journal import Journal
from newsletter.mailer.ledger import Claimed, Settled
from newsletter.mailer.models import DeliveryState, Mailing
from newsletter.mailer.smtp import Outcome, Result
from newsletter.staff import settings
from newsletter.tokens import Purpose
from newsletter.vault import NotOfThisRow, vault
from newsletter.web import public_url

CHUNK = 50
"""Deliveries claimed at once for a connection."""
RESULTS, SECONDS = 50, 0.2
"""Results are written when there are this many, or when the first has waited this long."""
_IDS = struct.Struct("!IQ")
_PLACE = "token"

_STATES = {
    Outcome.ACCEPTED: DeliveryState.SENT,
    Outcome.REFUSED: DeliveryState.REFUSED,
    Outcome.DEFERRED: DeliveryState.DEFERRED,
    Outcome.NOT_HANDED: DeliveryState.QUEUED,
    Outcome.IN_DOUBT: DeliveryState.UNCERTAIN,
}


class ClaimLost(Exception):
    """This process was frozen for so long that another may have taken its claims: it must hand nothing over."""


@dataclass(frozen=True)
class Personal:
    """What differs per reader, and how to make it without rendering anything."""

    mailing_id: int
    domain: str
    secret: bytes
    unsubscribe: tuple[str, str]
    preferences: tuple[str, str]

    @classmethod
    def of(cls, mailing_id: int, sender_address: str) -> "Personal":
        return cls(
            mailing_id,
            sender_address.rpartition("@")[2],
            tokens.secret_for("message-id"),
            _around("subscribers.unsubscribe"),
            _around("subscribers.preferences"),
        )

    def values(self, item: Claimed, address: str) -> dict[Slot, str]:
        unsubscribe = tokens.sign(Purpose.UNSUBSCRIBE, item.uid.bytes).join(self.unsubscribe)
        return {
            Slot.TO: address,
            Slot.MESSAGE_ID: self.message_id(item.id),
            Slot.DATE: format_datetime(now()),
            Slot.LIST_UNSUBSCRIBE: unsubscribe,
            Slot.UNSUBSCRIBE_LINK: unsubscribe,
            Slot.PREFERENCES_LINK: tokens.sign(Purpose.PREFERENCES, item.uid.bytes).join(self.preferences),
        }

    def message_id(self, delivery_id: int) -> str:
        """The same on every try, so that the reader's server may drop a second copy."""
        mark = hmac.digest(self.secret, _IDS.pack(self.mailing_id, delivery_id), "sha256")[:16]
        return f"{mark.hex()}@{self.domain}"

    def return_path(self, delivery_id: int) -> str:
        """Where a bounce comes back to: it names the delivery, signed, and never shows the address."""
        return f"bounce+{tokens.sign(Purpose.RETURN_PATH, _IDS.pack(self.mailing_id, delivery_id))}@{self.domain}"


def _around(endpoint: str) -> tuple[str, str]:
    before, _, after = public_url(endpoint, token=_PLACE).rpartition(_PLACE)
    return before, after


class Batch:
    """One range of a mailing's deliveries on its way."""

    def __init__(self, mailing: Mailing, low: int, high: int, heart: Heartbeat, journal: Journal) -> None:
        self.mailing_id, self.low, self.high = mailing.id, low, high
        self.template = ByteTemplate.of(mailing.edition.template)
        self.reading: Reading = mailing.edition.reading
        self.personal = Personal.of(mailing.id, settings.current().sender_address)
        self.heart, self.journal = heart, journal
        self._claims: dict[int, str] = {}
        self._results: dict[str, list[Settled]] = {}
        self._since = time.monotonic()
        self.in_doubt = 0

    def send(self, relay: smtp.Relay, *, connections: int) -> None:
        """Until nothing of the range is left. Raises smtp.RelayUnavailable, with everything unsent given back."""
        try:
            smtp.deliver(relay, self._envelopes(), connections=connections, handed=self._handed, done=self._done)
        finally:
            self._write()

    def _envelopes(self) -> Iterator[smtp.Envelope]:
        while True:
            token = ledger.new_token()
            self.journal.claimed(token)
            claimed = ledger.claim(token, self.mailing_id, self.low, self.high, worker=self.heart.worker, most=CHUNK)
            if not claimed:
                return
            self._claims |= {item.id: token for item in claimed}
            for item in claimed:
                if envelope := self._envelope(item):
                    yield envelope

    def _envelope(self, item: Claimed) -> smtp.Envelope | None:
        try:
            address = vault.open("subscriber", item.uid, item.sealed)
        except NotOfThisRow:
            self._record(Settled(item.id, DeliveryState.REFUSED, "unreadable"))
            return None
        message = self.template.splice(self.personal.values(item, address))
        return smtp.Envelope(item.id, self.personal.return_path(item.id), address, message)

    def _handed(self, delivery_id: int) -> None:
        if not self.heart.is_alive:
            raise ClaimLost
        self.journal.handed(self._claims[delivery_id], delivery_id)

    def _done(self, result: Result) -> None:
        reply = f"{result.reply.code} {result.reply.enhanced}".strip() if result.reply else ""
        self._record(Settled(result.key, _STATES[result.outcome], reply))

    def _record(self, settled: Settled) -> None:
        token = self._claims.pop(settled.id)
        self.journal.settled(token, settled)
        self.in_doubt += settled.state is DeliveryState.UNCERTAIN
        if not self._results:
            self._since = time.monotonic()
        self._results.setdefault(token, []).append(settled)
        if sum(map(len, self._results.values())) >= RESULTS or time.monotonic() - self._since >= SECONDS:
            self._write()

    def _write(self) -> None:
        results, self._results = self._results, {}
        for token, settled in results.items():
            ledger.settle(token, settled)
