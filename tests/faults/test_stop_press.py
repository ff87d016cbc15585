"""Whoever prepares or sends a correction is killed: all who have the issue are told, once, and nobody who waits is."""

import random
import signal
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
import sqlalchemy as sa
from flask import Flask

from newsletter.db import db, looking
from newsletter.issues.building import builder
from newsletter.mailer import audience
from newsletter.mailer.models import Delivery, DeliveryState, Mailing, MailingState, StopPress
from newsletter.mailer.stop_press import halting, writing
from tests.faults.test_kill import once_it_has
from tests.faults.worker import Tempo
from tests.faults.workers import AT_MOST_IN_DOUBT, Workers, is_done, kill, until
from tests.jobs import enqueued
from tests.mailer import samples
from tests.mailer.counting_relay import CountingRelay
from tests.mailer.stop_press.halted import SUBJECTS, WORDS, an_issue, corrections
from tests.mailer.stop_press.killed import send_and_die
from tests.programs import READY

SERVED, WAITING = 800, 50
KILLS = 2


@pytest.fixture
def workers(open_app: Flask) -> Iterator[Workers]:
    made = Workers(open_app, Tempo())
    yield made
    made.end()


@dataclass(frozen=True)
class Halted:
    """An issue of which a part had left, with a correction that is written and not sent; by ids."""

    number: int
    mailing_id: int
    served: list[str]


@pytest.fixture
def halted(open_app: Flask, counting_relay: CountingRelay) -> Halted:
    samples.use_relay(counting_relay.port, first_readers=0)  # They would be drawn by lot.
    addresses = samples.readers(SERVED + WAITING)
    issue = an_issue()
    mailing = audience.prepare(samples.edition(of=issue))
    mailing.state = MailingState.SENDING
    left = sa.select(Delivery.id).order_by(Delivery.id).limit(SERVED)
    db.session.execute(sa.update(Delivery).where(Delivery.id.in_(left)).values(state=DeliveryState.SENT))
    halting.halt(issue, by="nina")
    writing.save(issue, subjects=SUBJECTS, words=WORDS, editions=["en"], version=0, by="nina")
    made = Halted(issue.number, mailing.id, addresses[:SERVED])
    db.session.commit()
    return made


def send_it(number: int) -> int:
    """The id of its mailing."""
    issue = builder.numbered(number, to_change=True)
    writing.send(issue, version=writing.version_of(issue), by="nina")
    (correction,) = corrections(issue)
    correction_id = correction.id
    db.session.commit()
    return correction_id


def has_begun(mailing_id: int) -> bool:
    with looking():
        return db.session.get_one(Mailing, mailing_id).started_at is not None


def look_at_the_end(halted: Halted, correction_id: int, relay: CountingRelay) -> int:
    """How many were in doubt: at most they got a second copy, under the same Message-ID."""
    correction = db.session.get_one(Mailing, correction_id)
    assert set(relay.copies) == set(halted.served)
    assert {len(message_ids) for message_ids in relay.message_ids.values()} == {1}
    assert relay.copies.total() - SERVED <= correction.in_doubt
    assert samples.counts(correction) == {"sent": SERVED}
    of_the_issue = db.session.get_one(Mailing, halted.mailing_id)
    assert of_the_issue.state is MailingState.PAUSED
    assert samples.counts(of_the_issue) == {"sent": SERVED, "queued": WAITING}
    return correction.in_doubt


def test_a_correction_whose_worker_is_killed_again_and_again_reaches_all_who_have_the_issue_and_nobody_else(
    halted: Halted, workers: Workers, counting_relay: CountingRelay
) -> None:
    correction_id = send_it(halted.number)
    worker = workers.start("desk")
    until(lambda: has_begun(correction_id))
    kill(worker)
    for number in range(KILLS):
        worker = workers.start("desk")
        some = len(counting_relay.accepted) + random.randrange(1, SERVED // (KILLS + 2))
        with once_it_has(some, counting_relay):
            assert not is_done(correction_id), f"too late for kill {number}"
            kill(worker)
    workers.start("desk")
    until(lambda: is_done(correction_id))
    assert look_at_the_end(halted, correction_id, counting_relay) <= (KILLS + 1) * AT_MOST_IN_DOUBT


def test_of_a_correction_that_dies_while_it_is_prepared_nothing_is_left_and_it_is_sent_anew_once(
    open_app: Flask, halted: Halted, workers: Workers, counting_relay: CountingRelay
) -> None:
    names = ("DATA", "DATABASE_URL", "KEYS", "OPENING_KEYS", "URL")
    settings = {f"NEWSLETTER_{name}": str(open_app.config[name]) for name in names}
    process = READY.Process(target=send_and_die, args=(halted.number, settings))
    process.start()
    process.join()
    assert process.exitcode == -signal.SIGKILL
    with looking():
        assert db.session.scalars(sa.select(StopPress.sent_at)).all() == [None]
        assert db.session.scalars(sa.select(Mailing.id)).all() == [halted.mailing_id]
        assert enqueued() == []
    correction_id = send_it(halted.number)
    workers.start("desk")
    until(lambda: is_done(correction_id))
    assert look_at_the_end(halted, correction_id, counting_relay) <= AT_MOST_IN_DOUBT
