"""The database, the relay or the disk goes away in the middle of a mailing and comes back: nobody noticed but we."""

import resource
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask

from newsletter.db import db
from newsletter.mailer import mailings
from newsletter.mailer.models import Delivery, DeliveryState, Mailing
from tests.faults.slow_relay import SlowRelay
from tests.faults.worker import Tempo
from tests.faults.workers import AT_MOST_IN_DOUBT, Workers, is_done, until
from tests.mailer import samples

READERS = 300
PAUSE = 0.1
"""Seconds that the relay takes for a message: so slow that there is a middle of the mailing."""
IMPATIENT = 200
"""Milliseconds that a writer of SQLite waits for its turn, so that the lock needn't be held for half a minute."""


@pytest.fixture
def relay(tmp_path: Path) -> Iterator[SlowRelay]:
    made = SlowRelay(tmp_path, PAUSE)
    made.start()
    yield made
    made.stop()


@pytest.fixture
def workers(open_app: Flask) -> Iterator[Workers]:
    made = Workers(open_app, Tempo(busy=IMPATIENT))
    yield made
    made.end()


@pytest.fixture
def mailing_id(open_app: Flask, relay: SlowRelay) -> int:
    samples.readers(READERS)
    samples.use_relay(relay.port, first_refusals=100.0)
    made = mailings.start(samples.edition().id).id
    db.session.commit()
    return made


@contextmanager
def database_away() -> Iterator[None]:
    """SQLite: another program holds its lock. PostgreSQL: all connections are cut, and none is taken."""
    if db.engine.dialect.name == "sqlite":
        with closing(sqlite3.connect(str(db.engine.url.database), timeout=30, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            yield
        return
    server = sa.create_engine(db.engine.url.set(database="postgres"), isolation_level="AUTOCOMMIT")
    name = db.engine.url.database
    with server.connect() as connection:
        connection.execute(sa.text(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS false'))
        cut = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = :name"
        connection.execute(sa.text(cut), {"name": name})
        yield
        connection.execute(sa.text(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS true'))
    server.dispose()
    db.session.rollback()
    db.engine.dispose()


def in_the_middle(relay: SlowRelay) -> None:
    before = relay.taken()
    until(lambda: relay.taken() >= before + READERS // 6)


def look_at_the_end(mailing_id: int, relay: SlowRelay, *, in_doubt: int) -> None:
    relay.hurry()
    until(lambda: is_done(mailing_id))
    states = list(db.session.scalars(sa.select(Delivery.state)))
    copies = relay.message_ids()
    assert set(states) <= {DeliveryState.SENT, DeliveryState.REFUSED}
    assert len(copies) == states.count(DeliveryState.SENT)
    assert {len(set(message_ids)) for message_ids in copies.values()} == {1}
    marked = db.session.get_one(Mailing, mailing_id).in_doubt
    assert sum(map(len, copies.values())) - len(copies) <= marked <= in_doubt


def test_a_database_that_goes_away_costs_nobody(workers: Workers, relay: SlowRelay, mailing_id: int) -> None:
    workers.start("desk")
    in_the_middle(relay)
    with database_away():
        time.sleep(1)
    look_at_the_end(mailing_id, relay, in_doubt=AT_MOST_IN_DOUBT)


def test_a_relay_that_is_started_anew_and_a_full_disk_cost_nobody(
    workers: Workers, relay: SlowRelay, mailing_id: int
) -> None:
    worker = workers.start("desk")
    in_the_middle(relay)
    relay.stop()
    time.sleep(0.5)
    relay.start()
    in_the_middle(relay)
    assert worker.pid
    before = resource.prlimit(worker.pid, resource.RLIMIT_FSIZE)
    resource.prlimit(worker.pid, resource.RLIMIT_FSIZE, (0, before[1]))
    time.sleep(0.5)
    resource.prlimit(worker.pid, resource.RLIMIT_FSIZE, before)
    look_at_the_end(mailing_id, relay, in_doubt=2 * AT_MOST_IN_DOUBT)
