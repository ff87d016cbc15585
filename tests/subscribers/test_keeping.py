"""What is kept of a reader, for how long, and what is never kept."""

import base64
import datetime as dt
import json

import pytest
import sqlalchemy as sa
import time_machine
from flask import Flask
from flask.testing import FlaskClient

from newsletter.db import db, now
from newsletter.languages import Reading, Variant
from newsletter.staff.models import AuditEntry, Role
from newsletter.subscribers import subscription
from newsletter.subscribers.models import Consent, ConsentAct, SignUp, Status, Subscriber, Suppression
from newsletter.subscribers.purge import end_pauses, purge
from tests import factories
from tests.conftest import SignIn
from tests.subscribers.readers import answered, known, sign_up, submit

pytestmark = pytest.mark.usefixtures("app")

ADDRESS = "canary.of.the.mine@example.org"


def whole_database() -> bytes:
    """Every table, the background engine's too, as one text."""
    schemas = ["dbos", None] if db.engine.dialect.name == "postgresql" else [None]
    found = []
    for schema in schemas:
        tables = sa.MetaData()
        tables.reflect(db.session.connection(), schema=schema)
        for table in tables.tables.values():
            for row in db.session.execute(sa.select(table)):
                found += [value if isinstance(value, bytes) else str(value).encode() for value in row]
    return b"\n".join(found)


def spellings(address: str) -> list[bytes]:
    """As itself, as hexadecimal, and in each of the three shapes that it has inside base64."""
    plain = address.encode()
    inside = [base64.b64encode(b"\0" * shift + plain)[shift and 4 : -4] for shift in range(3)]
    return [plain, plain.upper(), plain.hex().encode(), *inside]


def test_no_table_holds_an_address_in_any_spelling(client: FlaskClient) -> None:
    submit(client, ADDRESS)
    answered(sign_up(ADDRESS))
    factories.staff(address=f"staff.{ADDRESS}")
    submit(client, ADDRESS)
    db.session.flush()
    dump = whole_database()
    assert b"receive_sign_up" in dump, "the engine's tables are looked at too"
    for part in (ADDRESS, ADDRESS.partition("@")[0]):
        for spelling in spellings(part):
            assert spelling not in dump


@pytest.mark.parametrize("role", list(Role))
def test_no_page_of_ours_shows_a_readers_address(client: FlaskClient, sign_in: SignIn, role: Role) -> None:
    answered(sign_up(ADDRESS))
    subscriber = known(ADDRESS)
    assert subscriber
    subscription.confirm(subscriber)
    sign_in(role)
    for rule in client.application.url_map.iter_rules():
        if "GET" in (rule.methods or ()) and not rule.arguments:
            assert "canary" not in client.get(rule.rule, follow_redirects=True).text


def test_whoever_did_not_confirm_is_forgotten_after_48_hours() -> None:
    with time_machine.travel(now(), tick=False) as clock:
        answered(sign_up("alena@example.org"))
        factories.subscriber(address="vera@example.org", status=Status.ACTIVE)
        clock.shift(dt.timedelta(hours=47, minutes=59))
        sign_up("late@example.org")
        purge(now())
        assert known("alena@example.org") is not None
        clock.shift(dt.timedelta(minutes=1))
        purge(now())
        assert known("alena@example.org") is None
        assert known("vera@example.org") is not None
        assert db.session.scalars(sa.select(sa.func.count()).select_from(SignUp)).one() == 1
        assert db.session.scalars(sa.select(Consent)).all() == []


def test_a_sign_up_that_nobody_could_look_at_is_forgotten_too() -> None:
    sign_up()
    purge(now() + dt.timedelta(hours=48))
    assert db.session.scalars(sa.select(SignUp)).all() == []


def test_a_second_confirmation_letter_has_its_48_hours() -> None:
    with time_machine.travel(now(), tick=False) as clock:
        answered(sign_up())
        clock.shift(dt.timedelta(hours=40))
        assert answered(sign_up())
        clock.shift(dt.timedelta(hours=40))
        purge(now())
        assert known() is not None


def test_whoever_left_is_forgotten_after_a_week_but_for_a_hash() -> None:
    subscription.unsubscribe(factories.subscriber(address="alena@example.org"))
    purge(now() + dt.timedelta(days=6))
    assert known() is not None
    purge(now() + dt.timedelta(days=7, minutes=1))
    assert known() is None
    assert len(db.session.scalars(sa.select(Suppression)).all()) == 1


def test_a_pause_ends_by_itself_and_is_noted() -> None:
    subscriber = factories.subscriber(variant=Variant.DISCREET)
    other = factories.subscriber(status=Status.PAUSED, status_until=now() + dt.timedelta(days=90))
    subscription.pause(subscriber)
    db.session.flush()
    end_pauses(now() + dt.timedelta(weeks=4, minutes=1))
    db.session.expire_all()
    assert (subscriber.status, subscriber.status_until, other.status) == (Status.ACTIVE, None, Status.PAUSED)
    assert [(act.act, act.variant) for act in subscriber.consents] == [
        (ConsentAct.PAUSED, Variant.DISCREET),
        (ConsentAct.RESUMED, Variant.DISCREET),
    ]


def test_pauses_end_and_rows_go_by_a_constant_number_of_statements(query_count: list[str]) -> None:
    for _ in range(30):
        factories.subscriber(status=Status.PAUSED, status_until=now())
        factories.subscriber(status=Status.UNSUBSCRIBED, status_until=now())
    query_count.clear()
    end_pauses(now())
    purge(now())
    assert len(query_count) == 4


def test_small_numbers_of_readers_are_not_told(app: Flask) -> None:
    for _ in range(10):
        factories.subscriber(reading=Reading.BE_RU)
    for _ in range(9):
        factories.subscriber(reading=Reading.EN)
    for _ in range(12):
        factories.subscriber(reading=Reading.RU_BE, variant=Variant.DISCREET)
    runner = app.test_cli_runner()
    found = json.loads(runner.invoke(args=["subscribers", "stats", "--json"]).output)
    assert found["readers"]["be-ru"] == {"pending": None, "active": 10, "paused": None, "unsubscribed": None}
    assert found["readers"]["en"]["active"] is None
    assert found["readers"]["ru-be"]["active"] is None
    assert found["readers"]["ru-be-discreet"]["active"] == 12
    assert found["hidden_under"] == 10
    table = runner.invoke(args=["subscribers", "stats"]).output
    assert "under 10" in table
    assert "RU → BE, discreet" in table
    assert "9" not in table


def test_the_command_erases_and_answers_alike_whether_it_knew_the_address(app: Flask) -> None:
    factories.subscriber(address="alena@example.org")
    sign_up("alena@example.org")
    runner = app.test_cli_runner()
    answers = [
        runner.invoke(args=["subscribers", "erase"], input=f"{name}@example.org\n") for name in ("alena", "nobody")
    ]
    assert [answer.exit_code for answer in answers] == [0, 0]
    assert answers[0].output == answers[1].output
    assert "alena" not in answers[0].output
    assert db.session.scalars(sa.select(Subscriber)).all() == []
    assert db.session.scalars(sa.select(SignUp)).all() == []
    assert len(db.session.scalars(sa.select(Suppression)).all()) == 2
    audit = db.session.scalars(sa.select(AuditEntry)).all()
    assert [entry.action for entry in audit] == ["subscriber.erased"] * 2
    assert "example.org" not in "".join(entry.subject + str(entry.details) for entry in audit)


def test_the_command_refuses_what_is_no_address(app: Flask) -> None:
    answer = app.test_cli_runner().invoke(args=["subscribers", "erase", "alena"])
    assert answer.exit_code == 1
    assert "letter by letter" in answer.output
