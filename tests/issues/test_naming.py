"""What an issue is called: after its week, or a special one after its day."""

import datetime as dt

import pytest
import time_machine
from flask.testing import FlaskClient

from newsletter.issues.composing.discreet import discreet_view
from newsletter.issues.composing.editing import edition_view
from newsletter.issues.models import IssueState
from newsletter.languages import Language, Reading
from tests import factories

pytestmark = pytest.mark.usefixtures("app")

EVENING = dt.datetime(2024, 11, 11, 23, 30, tzinfo=dt.UTC)
"""In Warsaw it is the twelfth already."""


def line(reading: Reading, **facts: object) -> str:
    return edition_view(factories.issue(factories.commentary(), **facts), reading).issue_line.replace("\xa0", " ")


def test_a_weekly_issue_bears_its_number_and_its_week() -> None:
    assert line(Reading.EN, number=12) == "Issue 12 · November 4 – November 10, 2024"


def test_a_special_issue_bears_the_day_on_which_it_leaves_by_its_own_clocks() -> None:
    assert line(Reading.EN, special=True, released_at=EVENING) == "Special issue · November 12, 2024"
    assert line(Reading.RU_BE, special=True, release_at=EVENING).endswith("· 12 ноября 2024 г.")
    with time_machine.travel("2024-12-01T09:00Z", tick=False):
        assert line(Reading.EN, special=True) == "Special issue · December 1, 2024"


def test_a_discreet_mail_of_a_special_issue_is_dated_by_its_day() -> None:
    special = factories.issue(factories.commentary(), special=True, released_at=EVENING)
    assert discreet_view(special, Reading.EN).subject.endswith(", November 12")
    assert discreet_view(factories.issue(factories.commentary()), Reading.EN).subject.endswith(", November 10")


@pytest.mark.parametrize("page", ["/en/", "/en/issues", "/en/issues/12"])
def test_the_public_pages_call_it_the_same(client: FlaskClient, page: str) -> None:
    facts = {"special": True, "released_at": EVENING, "state": IssueState.SENT}
    factories.issue(factories.commentary(languages=(Language.EN,)), number=12, **facts)
    shown = client.get(page).text.replace("\xa0", " ")
    assert "Special issue" in shown
    assert "November 12, 2024" in shown
    assert "Issue 12" not in shown
