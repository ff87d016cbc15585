"""A batch of a mailing on its way: opened, spliced, handed over, and what was answered to it."""

import datetime as dt
import time
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager

from newsletter.db import db, now
from newsletter.letters.bytetemplate import ByteTemplate, UnfitValueError
from newsletter.mailer import dkim, heartbeat, mailings, relays, smtp
from newsletter.mailer.claiming import Claimed
from newsletter.mailer.hand import Hand
from newsletter.mailer.heartbeat import Heartbeat
from newsletter.mailer.holding import is_stopped
from newsletter.mailer.journal import Journal
from newsletter.mailer.ledger import Settled
from newsletter.mailer.models import DeliveryState, Mailing
from newsletter.mailer.pacing.complaints import Complaints
from newsletter.mailer.pacing.intake import Intake
from newsletter.mailer.pacing.patience import Patience, domain_of
from newsletter.mailer.personal import Personal
from newsletter.mailer.refusals.recent import Recent
from newsletter.mailer.smtp import Outcome, Result
from newsletter.mailer.spans import Span
from newsletter.subscribers.models import Subscriber
from newsletter.vault import NotOfThisRow, vault

CONNECTIONS = 4
CHUNK = 50 * CONNECTIONS
"""Deliveries claimed at once, for as many connections as a relay usually gets."""
SECONDS = 0.2
"""Results are written with the next claim, or when the first has waited this long."""
LOOK = 0.5
"""Seconds between looks at whether the mailing still goes on."""
LIFE = 60.0
"""Seconds after which a batch makes room for those of other mailings; for a worker that ends it does so at once."""
PATIENT = dt.timedelta(days=1)
"""Since a mailing was made: until then a server that wants to hear less of us is no try of its reader."""

_STATES = {
    Outcome.ACCEPTED: DeliveryState.SENT,
    Outcome.REFUSED: DeliveryState.REFUSED,
    Outcome.DEFERRED: DeliveryState.DEFERRED,
}


class ClaimLost(Exception):
    """This process was frozen for so long that another may have taken its claims: it must hand nothing over."""


class Batch:
    """One range of a mailing's deliveries, or, without a span, what keeps the pace of groups."""

    def __init__(
        self, mailing: Mailing, span: Span | None, route: relays.Route, heart: Heartbeat, journal: Journal
    ) -> None:
        self.hand = Hand(journal)
        self.intake = Intake(
            mailing, route, span, self.hand, worker=heart.worker, most=CHUNK, with_results=self._with_results
        )
        self.recent = Recent(mailing.id)
        self.was_answered = False
        self.is_out_of_time = False
        self._mailing_id, self._route, self._heart = mailing.id, route, heart
        self._template = ByteTemplate.of(mailing.message)
        self._personal = Personal.of(mailing.id, mailing.edition.variant)
        self._opened = vault.opener(Subscriber.__tablename__)
        self._complaints = Complaints(route, self.intake.claims, self._domain)
        self._patient_until = mailing.created_at + PATIENT
        self._patience = Patience(self.intake.supply)
        self._is_over = False
        self._ours_since = heartbeat.moment()
        self._began = self._written = time.monotonic()
        self._look_at = self._began + LOOK
        self._ends_at = self._began + LIFE

    def send(self, *, connections: int) -> None:
        """Until nothing of it is due, or it may not go on. Raises smtp.RelayUnavailable or ClaimLost."""
        try:
            smtp.deliver(
                self._route.server,
                self._envelopes(),
                connections=connections,
                handed=self._handed,
                done=self._done,
                stopping=self._stopping,
                turned_away=self._complaints.heed_relay,
            )
        except smtp.RelayUnavailable as problem:
            if problem.reply:  # It may have gone because there was too much for it.
                self._complaints.heed_relay(problem.reply)
            self._give_back(self.intake.supply.drain())
            raise
        except Exception:
            db.session.rollback()  # A session that lost its connection takes nothing until it is told so.
            raise
        finally:
            self._write()

    def _envelopes(self) -> Iterator[smtp.Envelope | smtp.Later]:
        signed = dkim.signing(self._template)
        for item in self.intake.supply:
            if isinstance(item, smtp.Later):
                yield item
            elif envelope := self._envelope(item, signed):
                yield envelope

    def _envelope(self, item: Claimed, signed: Callable[[bytes], bytes]) -> smtp.Envelope | None:
        try:
            address = self._opened(item.uid, item.sealed)
            if self._patience.makes_wait(item, address):
                return None
            message = signed(self._template.splice(self._personal.values(item, address)))
        except (NotOfThisRow, UnfitValueError):
            self._record(Settled(item.id, DeliveryState.REFUSED, "unreadable"))
            return None
        return smtp.Envelope(item.id, self._personal.return_path(item.id), address, message)

    def _stopping(self) -> bool:
        """Asked for each message and twice a second: what isn't handed over goes back at once."""
        moment = time.monotonic()
        if self._is_over or moment < self._look_at:
            return self._is_over
        self._look_at = moment + LOOK
        self.is_out_of_time = moment >= self._ends_at or self._heart.is_ending
        if self.is_out_of_time or is_stopped(self._mailing_id):
            self._is_over = True
            self._give_back(self.intake.supply.drain())
            mailings.conclude(self._mailing_id)  # What comes back to one that was cancelled is withdrawn.
            db.session.commit()
        return self._is_over

    def _give_back(self, items: Collection[Claimed], until: dt.datetime | None = None) -> None:
        self.hand.put_off(items, until)
        self.intake.claims.give_back(len(items))
        db.session.commit()

    def _handed(self, delivery_id: int) -> None:
        """Asked again once it is noted down: frozen in between, we would hand over what another may have by now."""
        self._still_ours()
        self.hand.handed(delivery_id)
        self._still_ours()

    def _still_ours(self) -> None:
        if not self._heart.unbroken_since(self._ours_since):
            raise ClaimLost

    def _done(self, result: Result) -> None:
        """What came back unsent, or was handed over and not answered for, is left to the journal."""
        if result.outcome in _STATES:
            self.was_answered = True
            reply = result.reply.codes if result.reply else ""
            self._record(Settled(result.key, _STATES[result.outcome], reply, self._is_complaint(result)))

    def _is_complaint(self, result: Result) -> bool:
        if result.outcome is not Outcome.DEFERRED or result.reply is None:
            return False
        heard = self._complaints.heed(result.reply, self.hand[result.key], at_recipient=result.at_recipient)
        return heard and now() < self._patient_until

    def _record(self, settled: Settled) -> None:
        self.hand.settled(settled)
        if time.monotonic() - self._written >= SECONDS:
            self._write()

    def _write(self) -> None:
        with self._with_results():
            db.session.commit()

    @contextmanager
    def _with_results(self) -> Iterator[None]:
        """Results are written in the transaction that is committed within."""
        self.hand.write()
        self.recent.note(self.hand.results)
        slowed = self._complaints.write(len(self.hand.results))
        yield
        self.hand.is_written()
        for group in slowed:
            self._give_back(self.intake.supply.drain(group), now())
            self.intake.has_set_aside = True
        while self._patience.put_off:
            until, items = self._patience.put_off.popitem()
            self._give_back(items, until)
        self._written = time.monotonic()

    def _domain(self, item: Claimed) -> str:
        return domain_of(self._opened(item.uid, item.sealed))
