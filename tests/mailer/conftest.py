"""A heartbeat by hand, a relay that counts, and a database in which other connections see what is committed."""

import datetime as dt
import secrets
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask

from newsletter import create_app
from newsletter.db import Model, db
from newsletter.mailer import heartbeat
from newsletter.mailer.heartbeat import Heartbeat, database_time, moment
from newsletter.mailer.relays import choosing
from newsletter.migrate import migrate
from tests.mailer import samples
from tests.mailer.counting_relay import CountingRelay
from tests.mailer.posting import HASTY
from tests.mailer.silence import Clock, Jump

SEEDED = {"section"}
STANDSTILL = 600.0
"""Seconds without a beat that a test bears: a busy machine needs more than a worker has for the mails of some."""


@pytest.fixture
def heart(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[Heartbeat]:
    """Of a worker that sends in this test and has done so for a while; it beats again when the test says so."""
    yield from _beating_once(app, monkeypatch)


def _beating_once(app: Flask, patch: pytest.MonkeyPatch) -> Iterator[Heartbeat]:
    patch.setattr(heartbeat, "DOUBTFUL", STANDSTILL)
    made = Heartbeat(app, "desk")
    with pytest.MonkeyPatch.context() as earlier:
        earlier.setattr(heartbeat, "moment", lambda: moment() - heartbeat.SILENT)
        made.beat()
    made.beat()
    app.extensions["heartbeat"] = made
    yield made
    del app.extensions["heartbeat"]


@pytest.fixture
def one_hasty_connection(app: Flask, heart: Heartbeat, monkeypatch: pytest.MonkeyPatch) -> None:
    """To each relay, which nobody waits long for."""
    monkeypatch.setattr(samples, "CONNECTIONS", 1)
    monkeypatch.setattr(choosing, "PATIENCE", HASTY)


@pytest.fixture(scope="session")
def open_database_url(built_app: Flask, database_url: str, folder: Path) -> Iterator[str]:
    """A second database, for tests with several connections."""
    url = sa.make_url(database_url)
    if url.get_backend_name() == "sqlite":
        yield f"sqlite:///{folder / 'open.db'}"
        return
    name = f"newsletter_open_{secrets.token_hex(4)}"
    server = sa.create_engine(url.set(drivername="postgresql+psycopg"), isolation_level="AUTOCOMMIT")
    with server.connect() as connection:
        connection.execute(sa.text(f"CREATE DATABASE {name}"))
    yield url.set(database=name).render_as_string(hide_password=False)
    with server.connect() as connection:
        connection.execute(sa.text(f"DROP DATABASE {name} WITH (FORCE)"))
    server.dispose()


@pytest.fixture(scope="session")
def built_open_app(built_app: Flask, open_database_url: str) -> Iterator[Flask]:
    kept = {name: built_app.config[name] for name in ("KEYS", "OPENING_KEYS", "URL", "TESTING")}
    app = create_app({**kept, "DATA": built_app.config["DATA"], "DATABASE_URL": open_database_url})
    migrate(app)
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def open_app(built_open_app: Flask, tmp_path: Path) -> Iterator[Flask]:
    """Commits are real here; the tables are emptied before each test. Journals lie in a folder of the test's own."""
    built_open_app.config["DATA"] = tmp_path
    with built_open_app.app_context():
        _empty()
        yield built_open_app
        db.session.rollback()
    # The engine's client holds connections of its own.
    built_open_app.extensions.pop("dbos_client", None)


def _empty() -> None:
    for table in reversed(Model.metadata.sorted_tables):
        if table.name not in SEEDED:
            db.session.execute(sa.delete(table))
    schema = "dbos." if db.engine.dialect.name == "postgresql" else ""
    db.session.execute(sa.text(f"DELETE FROM {schema}workflow_status"))
    db.session.commit()


@pytest.fixture
def open_heart(open_app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[Heartbeat]:
    yield from _beating_once(open_app, monkeypatch)


@pytest.fixture
def counting_relay() -> Iterator[CountingRelay]:
    relay = CountingRelay()
    relay.start()
    yield relay
    relay.stop()


@pytest.fixture
def our_clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    made = Clock()
    monkeypatch.setattr(heartbeat, "moment", made.moment)
    return made


@pytest.fixture
def database_clock(monkeypatch: pytest.MonkeyPatch) -> Jump:
    """Set the database's clock forward or back: the one thing of it that a test on a shared machine can't do."""

    def jump(by: dt.timedelta) -> None:
        monkeypatch.setattr(heartbeat, "database_time", lambda: database_time() + by)

    return jump
