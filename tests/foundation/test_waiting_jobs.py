"""A job whose database is away."""

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask

from newsletter import background
from newsletter.db import db

PAUSE = 0.02


@pytest.fixture
def come_back(app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[], None]]:
    """The session's database is a file in a folder that isn't there before this is called."""
    monkeypatch.setattr(background, "RECONNECT", (PAUSE, PAUSE))
    engine, bind = sa.create_engine(f"sqlite:///{tmp_path / 'away' / 'newsletter.db'}"), db.session.bind
    db.session.bind = engine
    yield (tmp_path / "away").mkdir
    db.session.rollback()
    db.session.bind = bind
    engine.dispose()


def test_a_job_waits_for_its_database_however_long_that_is_away(come_back: Callable[[], None]) -> None:
    answers: list[int] = []
    threading.Timer(10 * PAUSE, come_back).start()
    background.with_a_database(lambda: answers.append(db.session.scalars(sa.select(sa.literal(7))).one()))
    assert answers == [7]


def test_what_a_database_refuses_time_and_again_fails_the_job(come_back: Callable[[], None]) -> None:
    come_back()
    tries: list[int] = []

    def look() -> None:
        tries.append(1)
        db.session.execute(sa.text("SELECT * FROM nowhere"))

    with pytest.raises(sa.exc.OperationalError):
        background.with_a_database(look)
    assert len(tries) == 3
