"""Where the journal can't be written nothing is handed over."""

import resource
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask

from newsletter.db import db
from newsletter.mailer import journal, sending
from newsletter.mailer.heartbeat import Heartbeat
from newsletter.mailer.journal import CannotWrite, Journal
from tests.mailer import samples
from tests.mailer.counting_relay import CountingRelay

Room = Callable[[Path, int | None], None]


@pytest.fixture
def room() -> Iterator[Room]:
    """`room(path, 3)`: so many bytes more fit into that file; `room(path, None)`: the disk has been cleared."""
    unlimited = resource.getrlimit(resource.RLIMIT_FSIZE)

    def leave(path: Path, more: int | None) -> None:
        size = unlimited[0] if more is None else path.stat().st_size + more
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, unlimited[1]))

    yield leave
    resource.setrlimit(resource.RLIMIT_FSIZE, unlimited)


def test_on_a_full_disk_nothing_is_noted_down_any_more(tmp_path: Path, room: Room) -> None:
    made = Journal(tmp_path)
    made.handed("a1", 6)
    room(made.path, 3)
    with pytest.raises(CannotWrite, match="No space left"):
        made.handed("a1", 7)
    room(made.path, None)
    with pytest.raises(CannotWrite):
        made.handed("a1", 8)
    made.close()
    made.leave_behind()
    assert journal.read(made.path).claims["a1"].handed == {6}


def test_a_journal_that_finds_no_room_leaves_nothing_behind(tmp_path: Path, room: Room) -> None:
    room(tmp_path, -tmp_path.stat().st_size)
    with pytest.raises(CannotWrite):
        Journal(tmp_path)
    assert list(tmp_path.iterdir()) == []
    assert not any(path.is_relative_to(tmp_path) for path in Journal.in_use)


def test_where_no_journal_can_be_written_the_mailing_waits_and_says_why(
    app: Flask, heart: Heartbeat, counting_relay: CountingRelay, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.config, "DATA", tmp_path)
    mailing = samples.mailing(3)
    samples.use_relay(counting_relay.port)
    (tmp_path / "journals").write_text("A file where the folder should be.")
    sending.send_batch(*samples.span(mailing))
    db.session.refresh(mailing)
    assert mailing.problem == "The journal can't be written: Not a directory"
    assert (samples.counts(mailing), counting_relay.accepted) == ({"queued": 3}, [])
