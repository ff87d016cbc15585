"""Trying a relay out hands over nothing, and says what the server answered."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from newsletter.db import db
from newsletter.mailer.relays import trial as trying
from newsletter.staff.models import Role
from newsletter.staff.relay_models import Relay
from tests.conftest import SignIn
from tests.mailer import samples
from tests.mailer.counting_relay import CountingRelay
from tests.mailer.scripted_server import Script, ScriptedServer, Talk

Work = Callable[[], list[str]]


def answering(*replies: str) -> Script:
    """To AUTH and to MAIL."""

    def script(talk: Talk) -> None:
        talk.greet("AUTH PLAIN")
        for command, reply in zip(("AUTH PLAIN", "MAIL FROM:"), replies, strict=False):
            talk.hear(command)
            talk.say(reply)
        talk.part()

    return script


def tried(client: FlaskClient, work: Work, row: Relay) -> str:
    page = f"/desk/settings/relays/{row.id}"
    client.post(f"{page}/trial")
    assert "waiting for the answer" in client.get(page).text
    assert (client.get(f"{page}/trial").json or {})["under_way"]
    assert work() == ["try_relay"]
    db.session.refresh(row)
    answer = client.get(f"{page}/trial").json or {}
    assert not answer["under_way"]
    return str(answer["html"])


@pytest.fixture(autouse=True)
def _admin(sign_in: SignIn) -> None:
    sign_in(Role.ADMIN)


def test_a_relay_that_answers_would_take_our_mails(
    client: FlaskClient, work: Work, counting_relay: CountingRelay
) -> None:
    row = samples.relay(counting_relay.port)
    row.fail("It was away", lasting=True)
    db.session.commit()
    said = tried(client, work, row)
    assert "would take our mails" in said
    assert "250 OK" in said
    assert row.problem is None
    assert counting_relay.accepted == []


@pytest.mark.parametrize(
    ("replies", "says"),
    [
        (["535 5.7.8 Bad credentials"], "535 5.7.8 Bad credentials"),
        (["235 Ok", "530 5.7.0 Log in first"], "530 5.7.0 Log in first"),
        (["235 Ok", "550 5.7.1 You are not &lt;weekly&gt;"], "550 5.7.1 You are not"),
    ],
)
def test_what_it_refuses_is_said_and_it_gets_no_mails(
    client: FlaskClient, work: Work, replies: list[str], says: str
) -> None:
    with ScriptedServer(answering(*replies)) as server:
        row = samples.relay(server.port, username="desk", password="words")
        said = tried(client, work, row)
    assert says in said
    assert "Trying again wouldn’t help" in said
    assert not row.may_be_tried


def test_of_a_relay_that_was_changed_meanwhile_nothing_is_noted(
    app: Flask, work: Work, client: FlaskClient, counting_relay: CountingRelay
) -> None:
    def changing(talk: Talk) -> None:
        db_of_another(row.id)
        answering("535 5.7.8 Bad credentials")(talk)

    def db_of_another(relay_id: int) -> None:
        with app.app_context():
            found = db.session.get_one(Relay, relay_id)
            found.tried_at = None
            db.session.commit()

    with ScriptedServer(changing) as server:
        row = samples.relay(server.port, username="desk", password="words")
        trying.ask(row)
        db.session.commit()
        assert work() == ["try_relay"]
    db.session.refresh(row)
    assert (row.problem, row.answer) == (None, "")


def test_by_command_it_is_added_tried_listed_and_removed(app: Flask) -> None:
    def run(*words: str, typed: str = "") -> str:
        result = app.test_cli_runner().invoke(args=["relays", *words], input=typed)
        said.append(result.output)
        return f"{result.exit_code} {result.output}"

    said: list[str] = []
    with ScriptedServer(answering("535 5.7.8 Bad credentials"), answering("235 Ok", "250 Ok")) as server:
        at = ["--host", "127.0.0.1", "--port", str(server.port), "--security", "none"]
        assert run("add", "Vilnius", *at, "--username", "desk", typed="secret words\n").startswith("0 Vilnius takes")
        assert run("add", "Vilnius", *at).startswith("1 Error: There is a relay of this name")
        assert "535 5.7.8 Bad credentials" in run("try", "Vilnius")
        assert "\tfails: 535" in run("list")
        assert run("try", "Vilnius").startswith("0 AUTH · 250 Ok")
    assert f"Vilnius\t127.0.0.1:{server.port}\tproduction\t100 %\ttakes mails" in run("list")
    assert run("remove", "Vilnius").startswith("0 ")
    assert run("remove", "Vilnius").startswith("1 ")
    assert "secret" not in "".join(said)
