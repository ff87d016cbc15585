"""A worker is killed, or stands still, while it sends: nobody is lost, and who gets a second copy was in doubt."""

import math
import random
import signal
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask

from newsletter.db import db, looking
from newsletter.mailer import mailings
from newsletter.mailer.models import Delivery, DeliveryState, Mailing, Worker
from newsletter.staff import settings
from tests.faults.slow_relay import SlowRelay
from tests.faults.worker import Tempo
from tests.faults.workers import AT_MOST_IN_DOUBT, Workers, is_done, kill, send, stop_between_transactions, until
from tests.mailer import samples
from tests.mailer.counting_relay import CountingRelay

READERS = 2000
KILLS = 5
FEW = 50
"""Messages that a worker may get rid of between the moment of its end and its end, however slowly that comes."""


@pytest.fixture
def workers(open_app: Flask) -> Iterator[Workers]:
    made = Workers(open_app, Tempo())
    yield made
    made.end()


def prepared(relay: CountingRelay) -> tuple[int, list[str]]:
    """A mailing that waits for a worker, and its readers."""
    addresses = samples.readers(READERS)
    samples.use_relay(relay.port)
    mailing_id = mailings.start(samples.edition().id).id
    db.session.commit()
    return mailing_id, addresses


@contextmanager
def once_it_has(number: int, relay: CountingRelay) -> Iterator[None]:
    relay.most = number + FEW
    until(lambda: len(relay.accepted) >= number)
    yield
    relay.most = math.inf


def look_at_the_end(mailing_id: int, addresses: list[str], relay: CountingRelay) -> int:
    """Nobody lost, nobody twice but for those in doubt, and they under one Message-ID; returns how many were."""
    assert set(relay.copies) == set(addresses)
    assert set(db.session.scalars(sa.select(Delivery.state))) == {DeliveryState.SENT}
    assert {len(message_ids) for message_ids in relay.message_ids.values()} == {1}
    in_doubt = db.session.get_one(Mailing, mailing_id).in_doubt
    assert relay.copies.total() - len(addresses) <= in_doubt
    return in_doubt


def test_a_worker_killed_five_times_loses_nobody(
    open_app: Flask, workers: Workers, counting_relay: CountingRelay
) -> None:
    mailing_id, addresses = prepared(counting_relay)
    for number in range(KILLS):
        worker = workers.start("desk")
        some = len(counting_relay.accepted) + random.randrange(1, READERS // (KILLS + 2))
        with once_it_has(some, counting_relay):
            assert not is_done(mailing_id), f"too late for kill {number}"
            kill(worker)
    workers.start("desk")
    until(lambda: is_done(mailing_id))
    assert look_at_the_end(mailing_id, addresses, counting_relay) <= KILLS * AT_MOST_IN_DOUBT


def test_another_worker_takes_over_what_a_dead_one_left_and_where_doubts_are_held_nobody_gets_two(
    open_app: Flask, workers: Workers, counting_relay: CountingRelay
) -> None:
    settings.save(resend_in_doubt=False)
    mailing_id, addresses = prepared(counting_relay)
    first = workers.start("desk")
    with once_it_has(READERS // 5, counting_relay):
        kill(first)
    assert not is_done(mailing_id)
    workers.start("attic")
    until(lambda: is_done(mailing_id))
    states = Counter(db.session.scalars(sa.select(Delivery.state)))
    assert states.keys() <= {DeliveryState.SENT, DeliveryState.UNCERTAIN}
    assert states[DeliveryState.UNCERTAIN] <= AT_MOST_IN_DOUBT
    assert set(counting_relay.copies.values()) == {1}
    assert len(set(addresses) - counting_relay.copies.keys()) <= states[DeliveryState.UNCERTAIN]


def test_where_the_journal_is_lost_with_the_machine_all_that_was_in_hand_is_in_doubt(
    open_app: Flask, workers: Workers, counting_relay: CountingRelay, tmp_path: Path
) -> None:
    mailing_id, addresses = prepared(counting_relay)
    first = workers.start("desk")
    with once_it_has(READERS // 5, counting_relay):
        kill(first)
    for path in (tmp_path / "journals" / "desk").iterdir():
        path.unlink()
    workers.start("attic")
    until(lambda: is_done(mailing_id))
    assert look_at_the_end(mailing_id, addresses, counting_relay) > 0


def test_a_worker_that_stood_still_sends_nothing_more_of_what_was_taken_from_it(
    open_app: Flask, workers: Workers, counting_relay: CountingRelay
) -> None:
    def beats(name: str) -> bool:
        with looking():
            return db.session.get(Worker, name) is not None

    mailing_id, addresses = prepared(counting_relay)
    frozen = workers.start("desk")
    with once_it_has(READERS // 5, counting_relay):
        stop_between_transactions(frozen)
    workers.start("attic")
    until(lambda: is_done(mailing_id))
    send(frozen, signal.SIGCONT)
    until(lambda: beats("desk"))
    time.sleep(3)
    assert look_at_the_end(mailing_id, addresses, counting_relay) <= AT_MOST_IN_DOUBT


def test_a_worker_that_is_asked_to_end_leaves_nothing_in_doubt(
    open_app: Flask, workers: Workers, tmp_path: Path
) -> None:
    relay = SlowRelay(tmp_path, pause=0.05)
    relay.start()
    samples.readers(READERS)
    samples.use_relay(relay.port)
    mailing_id = mailings.start(samples.edition().id).id
    db.session.commit()
    worker = workers.start("desk")
    until(lambda: relay.taken() >= READERS // 10)
    send(worker, signal.SIGTERM)
    worker.join()
    relay.stop()
    assert worker.exitcode == 0
    assert relay.taken() < READERS // 3, "it went on"
    states = Counter(db.session.scalars(sa.select(Delivery.state)))
    assert states.keys() - {DeliveryState.REFUSED} == {DeliveryState.SENT, DeliveryState.QUEUED}
    assert states[DeliveryState.SENT] == relay.taken()
    assert db.session.get_one(Mailing, mailing_id).in_doubt == 0
