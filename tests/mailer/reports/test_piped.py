"""A mail server that hands mails over one by one is told to come again whatever is the matter with us."""

import datetime as dt
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
import time_machine
from click.testing import Result
from flask import Flask

from newsletter import create_app, keys, tokens
from newsletter.db import db, now
from newsletter.mailer.reports import taking, unread
from newsletter.mailer.reports.reading import MOST
from tests.mailer import samples
from tests.mailer.reports.samples import bounce, complaint, in_words
from tests.mailer.reports.test_taking import mailing, token

QUESTION = b"From: alena@example.org\r\n\r\nWhen does it come out?"


@pytest.fixture
def data(app: Flask, tmp_path: Path) -> Iterator[Path]:
    """The folder in which a person looks."""
    usual, app.config["DATA"] = app.config["DATA"], tmp_path
    yield tmp_path / "reports"
    app.config["DATA"] = usual


def handed_over(app: Flask, raw: bytes) -> Result:
    return app.test_cli_runner().invoke(args=["reports", "read"], input=raw)


def kept(folder: Path) -> list[bytes]:
    return [path.read_bytes() for path in folder.glob("*")]


@pytest.mark.parametrize(
    "raw",
    [QUESTION, complaint(), bounce("4.4.1", action="delayed"), in_words("Stop it!"), b"", b"\xff\x00" * MOST],
    ids=["a question", "forged", "a delay", "from a reader", "nothing", "large"],
)
def test_what_is_not_understood_is_kept_whole_for_a_person_and_for_nobody_else(
    app: Flask, data: Path, raw: bytes
) -> None:
    answer = handed_over(app, raw)
    assert (answer.exit_code, kept(data)) == (0, [raw])
    assert answer.stdout.startswith("Not understood; left to look at: ")
    assert [path.stat().st_mode & 0o077 for path in (data, *data.iterdir())] == [0, 0]


def test_what_was_understood_is_kept_nowhere(app: Flask, data: Path) -> None:
    samples.readers(1)
    answer = handed_over(app, complaint(token=token(mailing())))
    assert (answer.exit_code, answer.output, data.exists()) == (0, "", False)


def test_what_was_kept_is_forgotten_like_every_report_and_at_once_where_the_list_is_given_up(
    app: Flask, data: Path
) -> None:
    handed_over(app, QUESTION)
    taking.purge(now())
    assert kept(data) == [QUESTION]
    with time_machine.travel(now() + dt.timedelta(days=14, minutes=1)):
        handed_over(app, b"later")
        assert kept(data) == [b"later"]
        taking.purge(now() + dt.timedelta(days=14, minutes=1))
    assert kept(data) == []
    unread.discard(data.parent)
    assert not data.exists()


def test_it_comes_again_where_it_cannot_be_kept(app: Flask, data: Path) -> None:
    data.write_bytes(b"in the way of the folder")
    answer = handed_over(app, QUESTION)
    assert (answer.exit_code, answer.stderr) == (os.EX_TEMPFAIL, "newsletter: FileExistsError\n")


@pytest.mark.parametrize("missing", ["keys", "database", "tables"])
def test_it_comes_again_where_we_lack_something(tmp_path: Path, missing: str) -> None:
    """Without keys nobody can tell whether it is genuine; and a genuine one must not be lost."""
    folders = tmp_path / "keys", tmp_path / "opening-keys"
    keys.init(*folders)
    folder = tmp_path / "nowhere" if missing == "database" else tmp_path
    facts = {"DATA": tmp_path, "DATABASE_URL": f"sqlite:///{folder}/newsletter.db", "URL": "https://weekly.example.org"}
    app = create_app({**facts, "KEYS": folders[0], "OPENING_KEYS": folders[1]})
    with app.app_context():
        genuine = complaint(token=tokens.sign(tokens.Purpose.RETURN_PATH, bytes(12)))
    if missing == "keys":
        app = create_app({**facts, "KEYS": tmp_path / "none", "OPENING_KEYS": tmp_path / "none"})
    answer = handed_over(app, genuine)
    assert answer.exit_code == os.EX_TEMPFAIL
    assert answer.stderr.startswith("newsletter: There are no keys" if missing == "keys" else "newsletter: Operational")
    assert answer.stderr.count("\n") == 1
    assert not (tmp_path / "reports").exists()
    with app.app_context():
        db.engine.dispose()
