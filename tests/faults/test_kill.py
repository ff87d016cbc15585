"""A worker is killed, or stands still, while it sends: nobody is lost, and who gets a second copy was in doubt."""

import os
import random
import signal
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from multiprocessing import get_context
from multiprocessing.context import ForkServerProcess
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask

from newsletter.background import MAILINGS, QUEUES
from newsletter.db import db, looking
from newsletter.mailer import mailings
from newsletter.mailer.models import Delivery, DeliveryState, Mailing, MailingState
from newsletter.mailer.sending import CONNECTIONS
from tests.faults.worker import work
from tests.mailer import samples
from tests.mailer.counting_relay import CountingRelay

READERS = 2000
KILLS = 5
AT_MOST_IN_DOUBT = 2 * CONNECTIONS * QUEUES[MAILINGS]
"""Messages on the wire at once: a connection has one that is leaving, and one that has just been noted down."""
BEAT, DOUBTFUL, SILENT = 0.3, 1.2, 2.0


READY = get_context("forkserver")
"""Workers are forked from a process that has imported everything, so that killing many takes no time."""
READY.set_forkserver_preload(["tests.faults.worker"])


class Workers:
    """Starts worker processes on the test's database."""

    def __init__(self, app: Flask) -> None:
        names = ("DATA", "DATABASE_URL", "KEYS", "OPENING_KEYS", "URL")
        self._settings = {f"NEWSLETTER_{name}": str(app.config[name]) for name in names}
        self.started: list[ForkServerProcess] = []

    def start(self, name: str) -> ForkServerProcess:
        beats = {"beat": BEAT, "doubtful": DOUBTFUL, "silent": SILENT}
        process = READY.Process(target=work, args=(name, self._settings), kwargs=beats)
        process.start()
        self.started.append(process)
        return process

    def end(self) -> None:
        for process in self.started:
            process.kill()
            process.join()


@pytest.fixture
def workers(open_app: Flask) -> Iterator[Workers]:
    made = Workers(open_app)
    yield made
    made.end()


def until(condition: Callable[[], bool], *, seconds: float = 50) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it never happened"
        time.sleep(0.02)


def is_done(mailing_id: int) -> bool:
    with looking():
        return db.session.get_one(Mailing, mailing_id).state is MailingState.DONE


def prepared(relay: CountingRelay) -> tuple[int, list[str]]:
    """A mailing that waits for a worker, and its readers."""
    addresses = samples.readers(READERS)
    samples.use_relay(relay.port)
    mailing_id = mailings.start(samples.edition().id).id
    db.session.commit()
    return mailing_id, addresses


def stop_between_transactions(process: ForkServerProcess) -> None:
    """Not within one: its locks would hold up everybody for as long as it stands still."""
    send(process, signal.SIGSTOP)
    while somebody_writes():
        send(process, signal.SIGCONT)
        time.sleep(0.01)
        send(process, signal.SIGSTOP)


def send(process: ForkServerProcess, number: signal.Signals) -> None:
    assert process.pid
    os.kill(process.pid, number)


def somebody_writes() -> bool:
    if db.engine.dialect.name == "postgresql":
        locks = "SELECT count(*) FROM pg_locks WHERE mode = 'RowExclusiveLock' AND pid != pg_backend_pid()"
        with looking():
            return bool(db.session.scalar(sa.text(locks)))
    with closing(sqlite3.connect(str(db.engine.url.database), timeout=0, isolation_level=None)) as probe:
        try:
            probe.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError:
            return True
    return False


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
        worker.kill()
        worker.join()
    workers.start("desk")
    until(lambda: is_done(mailing_id))
    assert look_at_the_end(mailing_id, addresses, counting_relay) <= KILLS * AT_MOST_IN_DOUBT


def test_another_worker_takes_over_what_a_dead_one_left(
    open_app: Flask, workers: Workers, counting_relay: CountingRelay
) -> None:
    mailing_id, addresses = prepared(counting_relay)
    first = workers.start("desk")
    until(lambda: len(counting_relay.accepted) >= READERS // 5)
    first.kill()
    first.join()
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
    first.kill()
    first.join()
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
