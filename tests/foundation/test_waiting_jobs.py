"""A job whose database is away."""

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask

from newsletter import reconnecting
from newsletter.db import db
from tests.conftest import Ground
from tests.faults.workers import until

PAUSE = 0.02


@pytest.fixture
def come_back(app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[], None]]:
    """The session's database is a file in a folder that isn't there before this is called."""
    monkeypatch.setattr(reconnecting, "RECONNECT", (PAUSE, PAUSE))
    engine, bind = sa.create_engine(f"sqlite:///{tmp_path / 'away' / 'newsletter.db'}"), db.session.bind
    db.session.bind = engine
    yield (tmp_path / "away").mkdir
    db.session.rollback()
    db.session.bind = bind
    engine.dispose()


def test_a_job_waits_for_its_database_however_long_that_is_away(come_back: Callable[[], None]) -> None:
    answers: list[int] = []
    threading.Timer(10 * PAUSE, come_back).start()
    reconnecting.with_a_database(lambda: answers.append(db.session.scalars(sa.select(sa.literal(7))).one()))
    assert answers == [7]


def test_what_a_database_refuses_time_and_again_fails_the_job(come_back: Callable[[], None]) -> None:
    come_back()
    tries: list[int] = []

    def look() -> None:
        tries.append(1)
        db.session.execute(sa.text("SELECT * FROM nowhere"))

    with pytest.raises(sa.exc.OperationalError):
        reconnecting.with_a_database(look)
    assert len(tries) == 4


def test_a_job_whose_transaction_was_ended_for_its_silence_begins_anew(
    grounds: Callable[[str], Ground], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reconnecting, "RECONNECT", (PAUSE,))
    patience: list[str] = []

    def is_connected(number: int) -> bool:
        with db.engine.connect() as other:
            chosen = sa.text("SELECT count(*) FROM pg_stat_activity WHERE pid = :number")
            return bool(other.scalar(chosen, {"number": number}))

    def stand_still() -> None:
        patience.append(db.session.scalars(sa.text("SHOW idle_in_transaction_session_timeout")).one())
        if len(patience) == 1:
            number = db.session.scalars(sa.text("SELECT pg_backend_pid()")).one()
            db.session.execute(sa.text("SET idle_in_transaction_session_timeout = 20"))
            until(lambda: not is_connected(number))
        db.session.execute(sa.select(1))

    with grounds("postgresql").app.app_context():
        reconnecting.with_a_database(stand_still)
    assert patience == ["1min", "1min"]
