"""The time that is left, and the line from the opening of an issue to its release."""

import datetime as dt

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient

from newsletter.issues.models import IssueState
from newsletter.languages import Language
from newsletter.planning import release_line
from newsletter.planning.plan import plan_of
from newsletter.planning.when import countdown
from newsletter.staff.models import Role
from tests import factories
from tests.conftest import SignIn

RU = Language.RU
MONDAY = factories.MONDAY
NOON = dt.datetime(2024, 11, 11, 12, tzinfo=dt.UTC)
"""On the Monday after."""
DAY = dt.timedelta(days=1)
PAGE = "/desk/?week=2024-11-04"


@pytest.mark.parametrize(
    ("left", "words"),
    [
        (dt.timedelta(hours=18, minutes=46, seconds=59), "18 h 46 min"),
        (dt.timedelta(days=3, hours=4, minutes=59), "3 d 4 h"),
        (dt.timedelta(hours=47, minutes=59), "47 h 59 min"),
        (-DAY, "0 h 0 min"),
    ],
)
def test_the_time_left_is_said_in_minutes_and_from_two_days_on_in_hours(
    app: Flask, left: dt.timedelta, words: str
) -> None:
    with app.test_request_context():
        assert countdown(left) == words


def test_the_release_is_counted_down_to_by_both_clocks(client: FlaskClient, sign_in: SignIn) -> None:
    with time_machine.travel(NOON, tick=False):
        factories.issue(number=45, state=IssueState.SCHEDULED, release_at=NOON + DAY - dt.timedelta(hours=5.5))
        sign_in(Role.AUTHOR)
        page = " ".join(client.get(PAGE).text.split())
    assert "Issue 45" in page
    assert "18 h 30 min" in page
    assert "07:30 Warsaw" in page
    assert "09:30 Minsk" in page


def test_the_line_leads_from_the_opening_by_the_due_times_to_the_release(app: Flask) -> None:
    vera = factories.staff()
    factories.assignment(vera, original=True, due_at=NOON - DAY)
    factories.assignment(vera, language=RU, due_at=NOON + DAY / 2)
    issue = factories.issue(state=IssueState.SCHEDULED, created_at=NOON - 3 * DAY, release_at=NOON + DAY)
    with app.test_request_context():
        marks = release_line.line(issue, plan_of(MONDAY), NOON)
    assert [(mark.kind, mark.place) for mark in marks] == [
        ("opened", 0),
        ("due", 50),
        ("now", 75),
        ("due", 87.5),
        ("release", 100),
    ]
    assert [mark.row for mark in marks] == [0, 0, 0, 1, 2], "names that would overlap stand below each other"


def test_there_is_no_line_where_nothing_is_planned(app: Flask) -> None:
    assert release_line.line(None, plan_of(MONDAY), NOON) == []
