"""The whole way by command, as the README shows it: files in, an issue in the local mailbox."""

import json
from dataclasses import dataclass
from email import policy
from email.parser import BytesParser
from pathlib import Path

import pytest

from tests.programs import Program

PLAIN = """The river port waits for its second crane
Barges are loaded at half the speed that was promised.
The port on the river received one of two cranes in August. The second was to follow in a month.
Dockers say that the queue of barges has reached the bend, and that the captains play chess across the railings.
Read this article in Ukrainian and Russian.
"""

PAGE = """by
November 4 – November 10, 2024
Belarus-West relations

A bridge is measured twice, and not built

The situation has not changed
A bridge is measured twice, and not built
photo: example.org

Surveyors from both banks came to the same result within a day of each other. Neither side has said so.

The old bridge carries lorries one at a time, and the drivers have agreed on an order of their own among themselves.

You have been successfully subscribed

Subscribe to our newsletter

Situation in Belarus

November 4 – November 10
View all
"""


@pytest.fixture
def newsroom(tmp_path: Path) -> Path:
    (tmp_path / "plain.txt").write_text(PLAIN)
    (tmp_path / "page.txt").write_text(PAGE)
    assert flask(tmp_path, "keys", "init").returncode == 0
    assert flask(tmp_path, "migrate").returncode == 0
    return tmp_path


@dataclass(frozen=True)
class Done:
    """A command that ended."""

    returncode: int
    stdout: str
    stderr: str


def flask(folder: Path, *words: str) -> Done:
    program = Program(*words, folder=folder, log=folder / "last", settings={"NEWSLETTER_DATA": str(folder / "data")})
    code = program.code(seconds=300)
    assert code is not None, f"{words} takes too long"
    return Done(code, program.said, program.complained)


def test_two_files_become_an_issue_in_the_mailbox(newsroom: Path) -> None:
    imported = flask(newsroom, "commentaries", "import", "plain.txt", "page.txt", "--week", "2024-11-04", "--approve")
    assert imported.returncode == 0, imported.stderr
    assert "The river port waits for its second crane" in imported.stdout
    checked = flask(newsroom, "issues", "check", "1", "--json")
    assert checked.returncode == 1
    rules = {finding["rule"] for finding in json.loads(checked.stdout)["findings"] if finding["severity"] == "block"}
    assert "language" in rules
    composed = flask(newsroom, "issues", "compose", "1", "--out", "out")
    assert composed.returncode == 0, composed.stderr
    assert {path.suffix for path in (newsroom / "out").iterdir()} == {".html", ".txt", ".eml"}
    assert flask(newsroom, "issues", "send", "1").returncode == 1
    english = next((newsroom / "out").glob("*en*.eml"))
    mail = BytesParser(policy=policy.default).parsebytes(english.read_bytes())
    part = mail.get_body(("plain",))
    assert part
    text = part.get_content()
    assert "the queue of barges has reached the bend" in text.replace("\n", " ")
    assert "Subscribe to our newsletter" not in text


def test_an_issue_is_sent_to_its_end_though_nothing_else_runs(newsroom: Path) -> None:
    assert flask(newsroom, "demo").returncode == 0
    sent = flask(newsroom, "issues", "send", "2")
    assert sent.returncode == 0, sent.stderr
    assert "EN: 10 sent of 10" in sent.stdout
    parsed = [
        BytesParser(policy=policy.default).parsebytes(path.read_bytes())
        for path in (newsroom / "data" / "mailbox").glob("*.eml")
    ]
    editions = [mail for mail in parsed if mail["List-Unsubscribe"]]  # The others tell the editors.
    assert len(editions) == 32
    assert len({mail["To"] for mail in editions}) == 32
    assert all(mail.get_content_type() == "multipart/alternative" for mail in editions)
    assert all(mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click" for mail in editions)
    again = flask(newsroom, "issues", "send", "2")
    assert again.returncode == 1
    assert "Traceback" not in again.stderr
    assert "No mailing is under way" in flask(newsroom, "mailer", "status").stdout


def test_a_command_without_keys_or_database_says_what_to_do(tmp_path: Path) -> None:
    said = flask(tmp_path, "issues", "list")
    assert said.returncode == 1
    assert "Traceback" not in said.stderr
    assert "keys init" in said.stderr or "migrate" in said.stderr


def test_keys_are_checked_renewed_and_destroyed_by_command(newsroom: Path) -> None:
    assert flask(newsroom, "demo").returncode == 0
    assert flask(newsroom, "keys", "check").returncode == 0
    renewed = flask(newsroom, "keys", "rotate", "vault")
    assert renewed.returncode == 0, renewed.stderr
    assert "vault-2 is in use; 42 addresses were renewed" in renewed.stdout
    assert flask(newsroom, "keys", "rotate", "index").returncode == 0
    kept = [newsroom / "data" / name for name in ("mailbox", "reports")]
    for folder in kept:
        folder.mkdir()
    assert flask(newsroom, "keys", "destroy", "--yes").returncode == 0
    assert not any(folder.exists() for folder in kept)
    refused = flask(newsroom, "demo")
    assert refused.returncode == 0
    assert not list((newsroom / "data" / "opening-keys").iterdir())
