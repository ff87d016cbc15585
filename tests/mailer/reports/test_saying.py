"""`reports read FILE…` says what each file says, and does nothing about it."""

import json
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from newsletter import create_app
from newsletter.db import db
from newsletter.mailer.reports import saying
from newsletter.mailer.reports.reading import said
from newsletter.subscribers.models import Status, Subscriber
from tests.mailer import samples
from tests.mailer.reports.samples import OLD_FASHIONED, ON_HOLIDAY, bounce, complaint, farewell, in_words
from tests.mailer.reports.test_taking import mailing, token
from tests.subscribers.test_keeping import whole_database

BORIS = "\nFinal-Recipient: rfc822; boris@example.net\nAction: {}\nStatus: {}\n"


def facts(raw: bytes) -> dict[str, Any]:
    return saying.facts(raw, said(raw))


@pytest.mark.parametrize(
    ("raw", "kind", "recipients", "verdict"),
    [
        (bounce(), "bounce", ["alena@example.org"], "hard"),
        (bounce("5.2.2", "552 5.2.2 Over quota"), "bounce", ["alena@example.org"], "soft"),
        (bounce("4.1.1", "450 4.1.1 User unknown for now"), "bounce", ["alena@example.org"], "soft"),
        (bounce("5.7.1", "550 5.7.1 Message rejected as spam"), "bounce", ["alena@example.org"], "block"),
        (bounce("5.7.25", "550 5.7.25 no PTR record"), "bounce", ["alena@example.org"], "block"),
        (bounce("5.0.0", "550 No"), "bounce", ["alena@example.org"], "unknown"),
        (in_words(OLD_FASHIONED), "bounce", ["alena@example.org"], "hard"),
        (complaint(), "complaint", ["redacted@example.net"], "complaint"),
        (complaint("auth-failure"), "bounce", ["redacted@example.net"], "block"),
        (farewell(), "leaving", [], "leaving"),
        (bounce("4.4.1", "451 Later", action="delayed"), "notice", ["alena@example.org"], "none"),
        (bounce("2.0.0", "250 Ok", action="delivered"), "notice", ["alena@example.org"], "none"),
        (complaint("not-spam"), "notice", ["redacted@example.net"], "none"),
        (in_words(ON_HOLIDAY), None, [], "none"),
        (b"", None, [], "none"),
        (b"Content-Type: message/rfc822\r\n\r\n" * 5000, None, [], "none"),
    ],
)
def test_recipients_kind_and_verdict(raw: bytes, kind: str | None, recipients: list[str], verdict: str) -> None:
    found = facts(raw)
    assert (found["kind"], found["recipients"], found["verdict"]) == (kind, recipients, verdict)


def test_a_report_about_somebody_elses_mail_says_as_much() -> None:
    assert facts(bounce(token="of somebody else")) == facts(bounce())


def test_of_several_recipients_each_has_its_outcome_and_the_mildest_is_the_verdict() -> None:
    found = facts(bounce(more=BORIS.format("failed", "5.2.2")))
    assert found["recipients"] == ["alena@example.org", "boris@example.net"]
    assert [(one["recipient"], one["verdict"]) for one in found["outcomes"]] == [
        ("alena@example.org", "hard"),
        ("boris@example.net", "soft"),
    ]
    assert found["verdict"] == "soft"


def test_where_it_reached_one_of_several_nothing_follows_and_the_other_is_named() -> None:
    found = facts(bounce(more=BORIS.format("delivered", "2.0.0")))
    assert (found["kind"], found["recipients"], found["verdict"]) == ("bounce", ["alena@example.org"], "none")
    assert [one["action"] for one in found["outcomes"]] == ["failed", "delivered"]


def test_whom_a_mail_was_passed_on_to_is_not_named_where_it_says_whom_we_wrote_to() -> None:
    passed_on = "\nOriginal-Recipient: rfc822; first@example.net" + BORIS.format("failed", "5.1.1")
    assert facts(bounce(more=passed_on))["recipients"] == ["alena@example.org", "first@example.net"]


def test_a_complaint_names_whom_it_says_before_whom_the_mail_went_to() -> None:
    named = complaint().replace(b"Version: 1", b"Version: 1\r\nOriginal-Rcpt-To: <alena@example.org>")
    assert facts(named)["recipients"] == ["alena@example.org"]


def test_addresses_stand_among_the_recipients_and_nowhere_else() -> None:
    words = "550 5.1.1 <the.canary@example.org>: User unknown"
    for raw in (bounce(words=words), bounce(action="the.canary@example.org"), complaint("the.canary@example.org")):
        assert "canary" not in json.dumps(facts(raw))


@given(st.lists(st.sampled_from([bounce(), complaint(), in_words(OLD_FASHIONED), b"--cut\r\n", b"\xff\x00@\x1b[2J"])))
def test_whatever_is_in_a_file_it_can_be_said(pieces: list[bytes]) -> None:
    for cut in (b"".join(pieces), b"".join(piece[: len(piece) // 2] for piece in pieces)):
        assert json.dumps(facts(cut)).isascii()


def test_each_file_is_a_line_and_nothing_is_changed_moved_or_logged(
    app: Flask, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    samples.readers(1)
    genuine = token(mailing())
    mails = {"1.eml": complaint(token=genuine), "2.eml": bounce(), "3.eml": b"From: a@b\r\n\r\nWhen does it come out?"}
    for name, raw in mails.items():
        (tmp_path / name).write_bytes(raw)
    before = whole_database()
    answer = app.test_cli_runner().invoke(args=["reports", "read", *(str(tmp_path / name) for name in mails)])
    lines = [json.loads(line) for line in answer.stdout.splitlines()]
    assert (answer.exit_code, answer.stderr) == (0, "")
    assert [Path(line["file"]).name for line in lines] == list(mails)
    assert [(line["kind"], line["signed"]) for line in lines] == [("complaint", True), ("bounce", False), (None, None)]
    assert db.session.scalars(sa.select(Subscriber)).one().status is Status.ACTIVE
    assert whole_database() == before
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == mails
    assert not caplog.records


def test_a_file_that_cannot_be_read_is_said_and_the_others_are_read_all_the_same(app: Flask, tmp_path: Path) -> None:
    (tmp_path / "1.eml").write_bytes(bounce())
    paths = [tmp_path / "0.eml", tmp_path, tmp_path / "1.eml"]
    answer = app.test_cli_runner().invoke(args=["reports", "read", *map(str, paths)])
    assert answer.exit_code == 1
    assert [json.loads(line)["verdict"] for line in answer.stdout.splitlines()] == ["hard"]
    assert answer.stderr == f"{paths[0]}: No such file or directory.\n{paths[1]}: Is a directory.\n"


def test_it_takes_neither_keys_nor_a_database(tmp_path: Path) -> None:
    (tmp_path / "1.eml").write_bytes(bounce())
    nowhere = tmp_path / "nowhere"
    app = create_app({"DATABASE_URL": f"sqlite:///{nowhere}/db", "KEYS": nowhere, "OPENING_KEYS": nowhere})
    answer = app.test_cli_runner().invoke(args=["reports", "read", str(tmp_path / "1.eml")])
    found = json.loads(answer.stdout)
    assert (answer.exit_code, found["verdict"], found["signed"]) == (0, "hard", None)
