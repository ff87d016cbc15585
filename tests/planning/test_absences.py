"""Days on which somebody can't be asked."""

import datetime as dt

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient

from newsletter.db import db
from newsletter.planning import absences
from newsletter.planning.models import Absence
from newsletter.planning.plan import plan_of
from newsletter.staff.models import Role, Staff
from tests import factories
from tests.conftest import SignIn

MONDAY = factories.MONDAY


def day(offset: int) -> dt.date:
    return MONDAY + dt.timedelta(days=offset)


def away(staff: Staff, first: int, last: int) -> Absence:
    made = absences.enter(staff, day(first), day(last), by=staff)
    db.session.flush()
    return made


@pytest.mark.parametrize(
    ("days", "flagged"),
    [((6, 6), True), ((0, 4), True), ((0, 3), False), ((5, 5), False), ((-9, 20), True)],
    ids=["the due day", "every working day", "all but Friday", "Saturday", "long before and after"],
)
def test_who_is_away_on_the_due_day_or_all_week_is_flagged(app: Flask, days: tuple[int, int], flagged: bool) -> None:
    vera = factories.staff()
    task, absence = factories.assignment(vera), away(vera, *days)
    assert plan_of(MONDAY).away.against(task) == (absence if flagged else None)


def test_two_absences_that_fill_a_week_together_are_one_reason(app: Flask) -> None:
    vera = factories.staff()
    task = factories.assignment(vera)
    away(vera, 0, 1)
    later = away(vera, 2, 4)
    assert plan_of(MONDAY).away.against(task) is later


@time_machine.travel("2024-11-05T10:00Z", tick=False)
def test_a_colleague_enters_and_removes_their_own(client: FlaskClient, sign_in: SignIn) -> None:
    me = sign_in(Role.TRANSLATOR)
    data = {"staff": me.id, "first_day": "2024-11-04", "last_day": "2024-11-08"}
    page = client.post("/desk/absences", data=data, follow_redirects=True).text
    assert "away until Fri, Nov 8" in page
    (absence,) = absences.coming(day(0))
    client.post(f"/desk/absences/{absence.id}/delete")
    assert absences.coming(day(0)) == []


@time_machine.travel("2024-11-05T10:00Z", tick=False)
def test_only_editors_enter_and_remove_those_of_others(client: FlaskClient, sign_in: SignIn) -> None:
    vera = factories.staff(handle="vera")
    absence = away(vera, 0, 4)
    data = {"staff": vera.id, "first_day": "2024-11-11", "last_day": "2024-11-12"}
    sign_in(Role.AUTHOR)
    assert client.post("/desk/absences", data=data).status_code == 422
    assert client.post(f"/desk/absences/{absence.id}/delete").status_code == 403
    assert "vera" not in client.get("/desk/absences").text
    sign_in(Role.EDITOR)
    assert client.post("/desk/absences", data=data).status_code == 302
    assert client.post(f"/desk/absences/{absence.id}/delete").status_code == 302
    assert [str(found.first_day) for found in absences.coming(day(0))] == ["2024-11-11"]


@pytest.mark.parametrize(
    ("first", "last", "says"),
    [
        ("2024-11-08", "2024-11-07", "The last day is before the first one."),
        ("2024-11-08", "2026-11-07", "Enter at most a year at a time."),
        ("2024-11-01", "2024-11-04", "These days are over already."),
        ("2024-11-01", "", "Fill this in."),
        ("0024-11-01", "2024-11-08", "Choose a day between 1990 and 2199."),
    ],
)
@time_machine.travel("2024-11-05T10:00Z", tick=False)
def test_days_that_nobody_meant_are_refused(
    client: FlaskClient, sign_in: SignIn, first: str, last: str, says: str
) -> None:
    me = sign_in(Role.AUTHOR)
    answer = client.post("/desk/absences", data={"staff": me.id, "first_day": first, "last_day": last})
    assert answer.status_code == 422
    assert says in answer.text


@time_machine.travel("2024-11-05T10:00Z", tick=False)
def test_a_newsroom_that_is_away_altogether_is_seen_where_it_matters(client: FlaskClient, sign_in: SignIn) -> None:
    people = [sign_in(Role.EDITOR), *(factories.staff() for _ in range(4))]
    for person in people:
        away(person, -1, 9)
    factories.assignment(people[1])
    db.session.commit()
    assert client.get("/desk/plan/2024-11-04").text.count("(away until Wed, Nov 13)") == 5 * 15
    assert client.get("/desk/plan").text.count("away until Wed, Nov 13") == 1
    assert client.get("/desk/?week=2024-11-04").text.count("away until Wed, Nov 13") == len(people) + 1
