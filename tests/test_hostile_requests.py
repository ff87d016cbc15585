"""What no browser sends by itself, and a database that somebody else holds."""

import contextlib
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from newsletter import create_app
from newsletter import db as database
from newsletter.db import db
from newsletter.issues.models import IssueState
from newsletter.migrate import migrate
from tests import factories
from tests.conftest import SignIn
from tests.subscribers.readers import note, submit

TOO_MUCH = "9" * 30


@pytest.mark.parametrize("page", ["/en/commentaries/a%00b", "/confirm/%00"])
def test_an_address_with_a_nul_in_it_is_refused(client: FlaskClient, page: str) -> None:
    assert client.get(page).status_code == 400


def test_a_nul_in_a_form_is_shown_as_what_it_is(client: FlaskClient, sign_in: SignIn) -> None:
    me = sign_in()
    assert client.post("/desk/account", data={"name": "Ni\0na", "language": "en"}).status_code == 302
    assert me.name == "Ni\ufffdna"
    assert client.post("/desk/sign-in", data={"handle": "ni\0na", "password": "x"}).status_code == 422


@pytest.mark.parametrize("target", ["/desk\r\nSet-Cookie: a=b", "/desk\u2028", "/desk\n/../", "//evil.example"])
def test_a_place_to_go_to_that_is_none_of_ours_is_passed_over(client: FlaskClient, target: str) -> None:
    answer = client.get("/desk/speak/be", query_string={"next": target})
    assert answer.headers["Location"] == "/desk/sign-in"


def test_a_number_that_no_row_can_have_finds_nothing(client: FlaskClient, sign_in: SignIn) -> None:
    sign_in()
    number = factories.issue().number
    db.session.commit()
    assert client.get(f"/desk/issues?before={TOO_MUCH}").status_code == 200
    assert client.get("/desk/issues?before=-1").status_code == 200
    assert client.get("/desk/commentaries?section=%00").status_code == 200
    assert client.post(f"/desk/issues/{number}/entries", data={"commentary": TOO_MUCH}).status_code == 404


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_no_issue_is_of_a_year_that_nobody_meant(client: FlaskClient, sign_in: SignIn, day: str) -> None:
    sign_in()
    number = factories.issue(state=IssueState.LOCKED).number
    db.session.commit()
    assert client.post("/desk/issues", data={"week": day}).status_code == 422
    when = {"date": day, "time": "00:00", "zone": "Asia/Tokyo"}
    assert client.get(f"/desk/issues/{number}/schedule", query_string=when).status_code == 422
    assert client.post(f"/desk/issues/{number}/schedule", data=when).status_code == 422


@pytest.fixture
def held(built_app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[FlaskClient]:
    """A reader's browser while another program holds the SQLite file, for longer than we wait for it."""
    monkeypatch.setattr(database, "BUSY_TIMEOUT", 200)
    names = ("KEYS", "OPENING_KEYS", "URL", "WTF_CSRF_ENABLED", "RATELIMIT_ENABLED")
    file = tmp_path / "held.db"
    app = create_app({name: built_app.config[name] for name in names} | {"DATABASE_URL": f"sqlite:///{file}"})
    migrate(app)
    with contextlib.closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield app.test_client()
    with app.app_context():
        db.engine.dispose()


def test_while_another_program_holds_the_database_readers_read_and_are_told_to_try_again(
    held: FlaskClient, caplog: pytest.LogCaptureFixture
) -> None:
    assert held.get("/en/").status_code == 200
    with held.application.app_context():
        shown = note()
    answer = submit(held, language="en", shown=shown)
    assert answer.status_code == 500
    assert "try again in a minute" in answer.text
    assert "database is locked" in caplog.text
    assert "[parameters" not in caplog.text
