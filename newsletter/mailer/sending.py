"""Sending a batch through whichever relay takes it, and settling what it leaves."""

import logging

from flask import current_app

from newsletter.db import db
from newsletter.keys import KeyFault
from newsletter.mailer import enqueueing, mailings, recovery, relays
from newsletter.mailer.batch import Batch, ClaimLost
from newsletter.mailer.heartbeat import Heartbeat
from newsletter.mailer.journal import CannotWrite, Journal
from newsletter.mailer.models import Hold, Mailing
from newsletter.mailer.pacing import limits, warming
from newsletter.mailer.spans import Span
from newsletter.vault import CannotOpen

log = logging.getLogger(__name__)


def send_batch(mailing_id: int, low: int, high: int) -> None:
    """Send what is due of a range of deliveries, for a minute; of a slow relay the rest waits until others had theirs.

    Where no relay can be had, it waits too, and the screen says why.
    """
    _send(mailing_id, (low, high))


def send_paced(mailing_id: int) -> None:
    """Send what was set aside, at the pace of its groups; after a while others have their turn, and then it goes on."""
    _send(mailing_id, None)


def _send(mailing_id: int, span: Span | None) -> None:
    mailing = db.session.get_one(Mailing, mailing_id)
    if not mailings.takes_deliveries(mailing):
        db.session.commit()
        return
    problem: Exception | None = None
    try:
        relays.by_turns(lambda route: _wait_and_send(route, mailing, span), mailing.edition.variant)
    except (relays.NoRelay, CannotOpen, CannotWrite, KeyFault) as found:
        problem = found
    except ClaimLost:
        log.warning("A batch of mailing %s was left: this process stood still for too long", mailing_id)
    mailings.note_problem(mailing_id, problem)
    mailings.conclude(mailing_id)
    db.session.commit()


def _wait_and_send(route: relays.Route, mailing: Mailing, span: Span | None) -> bool:
    """Wait for connections without a transaction, which on SQLite would keep everybody else from writing.

    Of the batches of a worker one at a time speaks to a relay, with all its connections: two threads would take the
    interpreter from each other at every message. One connection is left to those who keep the pace of groups.
    """
    wanted = max(route.connections - bool(limits.groups()), 1) if span else 1
    db.session.commit()
    with relays.turns.connections(route.id, route.connections, wanted=wanted, alone=span is not None) as number:
        return _send_through(route, mailing, span, number)


def _send_through(route: relays.Route, mailing: Mailing, span: Span | None, connections: int) -> bool:
    """Returns whether the relay had anything to answer. Raises smtp.RelayUnavailable or ClaimLost.

    Whatever ended it, what it had in hand is settled from its journal, as after a crash: of what a relay leaves
    behind, the next one gets only what was never handed over.
    """
    heart: Heartbeat = current_app.extensions["heartbeat"]
    journal = Journal(recovery.journals() / heart.worker)
    batch: Batch | None = None
    try:
        batch = Batch(mailing, span, route, heart, journal)
        batch.send(connections=connections)
    finally:
        journal.close()
        _settle(batch, journal)
    batch.recent.put_together()
    if batch.intake.claims.warm_up_is_over_for_today:
        mailings.hold(mailing.id, Hold.WARM_UP, warming.next_midnight())
    if span and batch.is_out_of_time:
        enqueueing.enqueue_rest(mailing.id, *span)
    if span is None or batch.intake.has_set_aside:
        enqueueing.enqueue_paced(mailing.id, next_one=span is None)
    return batch.was_answered


def _settle(batch: Batch | None, journal: Journal) -> None:
    """Without a batch the database went away before anything was claimed."""
    try:
        if batch and batch.hand:
            db.session.rollback()
            recovery.settle_journal(journal.path)
        journal.drop()
    finally:
        journal.leave_behind()
