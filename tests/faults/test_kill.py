"""A worker is killed, or stands still, while it sends: nobody is lost, and who gets a second copy was in doubt."""

import random
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask

from newsletter.db import db
from newsletter.mailer import mailings
from newsletter.mailer.models import Delivery, DeliveryState, Mailing
from tests.faults.worker import Tempo
from tests.faults.workers import AT_MOST_IN_DOUBT, Workers, is_done, kill, send, stop_between_transactions, until
from tests.mailer import samples
from tests.mailer.counting_relay import CountingRelay

READERS = 2000
KILLS = 5


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
        before = len(counting_relay.accepted)
        some = before + random.randrange(1, READERS // (KILLS + 2))
        until(lambda some=some: len(counting_relay.accepted) >= some)  # type: ignore[misc]
        assert not is_done(mailing_id), f"too late for kill {number}"
        kill(worker)
    workers.start("desk")
    until(lambda: is_done(mailing_id))
    assert look_at_the_end(mailing_id, addresses, counting_relay) <= KILLS * AT_MOST_IN_DOUBT


def test_another_worker_takes_over_what_a_dead_one_left(
    open_app: Flask, workers: Workers, counting_relay: CountingRelay
) -> None:
    mailing_id, addresses = prepared(counting_relay)
    first = workers.start("desk")
    until(lambda: len(counting_relay.accepted) >= READERS // 5)
    kill(first)
    assert not is_done(mailing_id)
    workers.start("attic")
    until(lambda: is_done(mailing_id))
    assert look_at_the_end(mailing_id, addresses, counting_relay) <= AT_MOST_IN_DOUBT


def test_where_the_journal_is_lost_with_the_machine_all_that_was_in_hand_is_in_doubt(
    open_app: Flask, workers: Workers, counting_relay: CountingRelay, tmp_path: Path
) -> None:
    mailing_id, addresses = prepared(counting_relay)
    first = workers.start("desk")
    until(lambda: len(counting_relay.accepted) >= READERS // 5)
    kill(first)
    for path in (tmp_path / "journals" / "desk").iterdir():
        path.unlink()
    workers.start("attic")
    until(lambda: is_done(mailing_id))
    assert look_at_the_end(mailing_id, addresses, counting_relay) > 0


def test_a_worker_that_stood_still_sends_nothing_more_of_what_was_taken_from_it(
    open_app: Flask, workers: Workers, counting_relay: CountingRelay
) -> None:
    mailing_id, addresses = prepared(counting_relay)
    frozen = workers.start("desk")
    until(lambda: len(counting_relay.accepted) >= READERS // 5)
    stop_between_transactions(frozen)
    workers.start("attic")
    until(lambda: is_done(mailing_id))
    send(frozen, signal.SIGCONT)
    time.sleep(3)
    assert look_at_the_end(mailing_id, addresses, counting_relay) <= AT_MOST_IN_DOUBT
