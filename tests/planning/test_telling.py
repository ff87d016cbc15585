"""Telling colleagues what of the plan concerns them: once, and nothing about others."""

import datetime as dt
from collections.abc import Iterator

import pytest
import sqlalchemy as sa
import time_machine
from flask import Flask
from flask.testing import FlaskClient

from newsletter.db import db
from newsletter.languages import Language
from newsletter.planning import plan, telling
from newsletter.planning.letter import Kind
from newsletter.planning.models import Assignment
from newsletter.planning.plan import Task, plan_of
from newsletter.staff.models import AuditEntry, Role, Staff
from tests import factories
from tests.conftest import SignIn
from tests.jobs import enqueued

EN, BE, RU = Language.EN, Language.BE, Language.RU
MONDAY = factories.MONDAY


@pytest.fixture(autouse=True)
def monday_morning(app: Flask) -> Iterator[None]:
    with time_machine.travel("2024-11-04T09:00Z", tick=False):
        yield


@pytest.fixture
def nina(app: Flask) -> Staff:
    return factories.staff(handle="nina", role=Role.EDITOR)


@pytest.fixture
def vera(app: Flask) -> Staff:
    return factories.staff(handle="vera", language=EN)


def changes() -> dict[str, list[str]]:
    """Of each person whom a letter is due to."""
    return {each.staff.handle: [kind.value for kind, _fact in each.changes] for each in telling.news()}


def change(language: Language, task: Task | None, *, by: Staff) -> None:
    there = plan_of(MONDAY).tasks()
    cell = (factories.section().id, language)
    wanted = {key: each for key, each in there.items() if key != cell} | ({cell: task} if task else {})
    plan.save(MONDAY, wanted, there, by=by)


def test_what_is_new_is_told_once(app: Flask, nina: Staff, vera: Staff) -> None:
    task = factories.assignment(vera)
    factories.assignment(nina, language=RU)
    assert changes() == {"nina": [Kind.NEW], "vera": [Kind.NEW]}
    assert [each.staff.handle for each in telling.tell(by=nina)] == ["nina", "vera"]
    assert enqueued() == ["send_plan", "send_plan"]
    assert changes() == {}
    assert telling.tell(by=nina) == []
    assert enqueued() == ["send_plan", "send_plan"]
    db.session.refresh(task)
    assert task.told_at


def test_who_loses_a_text_hears_of_it_as_does_who_gets_it(app: Flask, nina: Staff, vera: Staff) -> None:
    factories.assignment(vera)
    telling.tell(by=nina)
    change(BE, Task(nina.id, dt.datetime(2024, 11, 9, tzinfo=dt.UTC), False), by=nina)
    assert changes() == {"nina": [Kind.NEW], "vera": [Kind.GONE]}


def test_another_due_time_is_a_change_and_the_old_one_again_is_none(app: Flask, nina: Staff, vera: Staff) -> None:
    task = factories.assignment(vera)
    before = Task(vera.id, task.due_at, False)
    telling.tell(by=nina)
    change(BE, Task(vera.id, dt.datetime(2024, 11, 9, tzinfo=dt.UTC), False), by=nina)
    assert changes() == {"vera": [Kind.CHANGED]}
    change(BE, before, by=nina)
    assert changes() == {}


def test_what_was_given_and_taken_away_unsaid_stays_unsaid(app: Flask, nina: Staff, vera: Staff) -> None:
    factories.assignment(vera)
    change(BE, None, by=nina)
    assert changes() == {}


def test_nobody_hears_of_what_is_over_nor_with_a_closed_account(app: Flask, nina: Staff, vera: Staff) -> None:
    gone = factories.staff()
    gone.active = False
    factories.assignment(gone, language=EN)
    factories.assignment(vera, due_at=dt.datetime(2024, 11, 4, 8, tzinfo=dt.UTC))
    assert changes() == {}
    assert telling.tell(by=nina) == []


def test_the_letter_says_what_is_asked_by_when_and_nothing_about_others(app: Flask, nina: Staff, vera: Staff) -> None:
    factories.assignment(vera, language=BE)
    factories.assignment(vera, language=EN, slug="ruling-elite", original=True)
    factories.assignment(nina, language=RU)
    telling.tell(by=nina)
    entry = telling.last_told()["vera"]
    parcel = telling.parcel(entry.id)
    assert parcel
    address, letter = parcel
    assert address == "vera@example.org"
    words = letter.text
    assert "The ruling elite: write in English\n  due Sunday, November 10, 18:00" in words
    assert "Security issues: translate into Belarusian" in words
    assert "Russian" not in words
    assert "nina" not in words
    assert "https://weekly.example.org/desk/plan" in words
    assert letter.subject.endswith("2 changes in what is planned for you")


def test_a_job_that_is_done_twice_sends_the_same_letter(app: Flask, nina: Staff, vera: Staff) -> None:
    factories.assignment(vera)
    telling.tell(by=nina)
    entry = telling.last_told()["vera"]
    first = telling.parcel(entry.id)
    change(BE, None, by=nina)
    assert telling.parcel(entry.id) == first


def test_no_other_entry_of_the_audit_log_becomes_a_letter(app: Flask, nina: Staff, vera: Staff) -> None:
    change(BE, Task(vera.id, dt.datetime(2024, 11, 9, tzinfo=dt.UTC), False), by=nina)
    entry = db.session.scalars(sa.select(AuditEntry).order_by(AuditEntry.id.desc())).first()
    assert entry
    assert entry.action == "plan.changed"
    assert telling.parcel(entry.id) is None
    assert telling.parcel(987_654) is None


def test_no_address_stands_in_the_log_or_in_what_a_job_is_given(app: Flask, nina: Staff, vera: Staff) -> None:
    factories.assignment(vera)
    telling.tell(by=nina)
    details = db.session.scalars(sa.select(AuditEntry.details)).all()
    assert "@" not in str(list(details))


def test_an_editor_sees_beforehand_who_gets_how_much_and_afterwards_what_was_sent(
    client: FlaskClient, sign_in: SignIn, vera: Staff
) -> None:
    factories.assignment(vera)
    factories.assignment(vera, language=RU)
    sign_in(Role.EDITOR)
    before = client.get("/desk/plan/letters").text
    assert "Send 1 letter" in before
    assert "2 lines" in before
    assert "translate into Russian" in client.get(f"/desk/plan/letters/{vera.id}").text
    assert "vera@example.org" not in before
    after = client.post("/desk/plan/letters", follow_redirects=True).text
    assert "1 letter is on its way: vera (2)." in after
    assert "Everybody knows their part" in after
    again = client.post("/desk/plan/letters", follow_redirects=True).text
    assert "Nobody is told anything" in again
    assert enqueued() == ["send_plan"]
    assert client.get(f"/desk/plan/letters/{vera.id}").status_code == 404
    assert client.get("/desk/plan").text.count("told 10:00") == 2


def test_the_plan_is_told_in_a_constant_number_of_statements(
    client: FlaskClient, sign_in: SignIn, query_count: list[str]
) -> None:
    sign_in(Role.EDITOR)

    def asked() -> int:
        db.session.expunge_all()
        query_count.clear()
        assert client.get("/desk/plan").status_code == client.get("/desk/plan/letters").status_code == 200
        return len(query_count)

    def plan_weeks(*weeks: int) -> None:
        for week in weeks:
            for language in Language:
                factories.assignment(factories.staff(), week=MONDAY + dt.timedelta(weeks=week), language=language)
        db.session.commit()

    plan_weeks(0)
    asked()
    of_one = asked()
    plan_weeks(1, 2, 3)
    assert asked() == of_one
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Assignment)) == 12
