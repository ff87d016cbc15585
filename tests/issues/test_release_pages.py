"""Locking, sending, scheduling and unlocking on the desk."""

import datetime as dt
import re

import pytest
from flask.testing import FlaskClient

from newsletter.db import db
from newsletter.issues.models import IssueState
from newsletter.languages import Language, Reading
from newsletter.staff.models import Role
from tests import factories
from tests.conftest import SignIn
from tests.issues.pages import desk, locked
from tests.jobs import enqueued


@pytest.fixture(autouse=True)
def editor(sign_in: SignIn) -> None:
    sign_in(Role.EDITOR, handle="nina")


def test_locking_what_is_not_ready_answers_with_the_reason(client: FlaskClient) -> None:
    issue = factories.issue(factories.commentary(languages=(Language.EN,)))
    db.session.commit()
    answer = client.post(desk(issue, "/lock"))
    assert answer.status_code == 422
    assert "2 things block it" in answer.text
    assert issue.state is IssueState.ASSEMBLING


def test_changing_a_locked_issue_is_a_conflict(client: FlaskClient) -> None:
    issue = locked()
    entry = issue.entries[0].id
    for rest, data in (
        ("/words", {"subject_en": "New"}),
        ("/order", {"order": f"entry-{entry}"}),
        (f"/entries/{entry}/form", {"form": "teaser"}),
        (f"/entries/{entry}/delete", {}),
        ("/lock", {}),
    ):
        answer = client.post(desk(issue, rest), data=data)
        assert answer.status_code == 409, rest
        assert "Unlock it first" in answer.text


def test_before_an_issue_is_sent_the_page_says_to_how_many(client: FlaskClient) -> None:
    issue = locked()
    for _n in range(3):
        factories.subscriber(reading=Reading.BE_RU)
    page = client.get(desk(issue, "/send")).text
    row = re.search(r"BE → RU</th>.*?</tr>", page, re.DOTALL)
    assert row
    assert ">3<" in row[0]
    assert enqueued() == []
    client.post(desk(issue, "/send"))
    assert (issue.state, enqueued()) == (IssueState.SCHEDULED, ["release_issue"])


def test_a_schedule_is_confirmed_with_both_clocks_before_it_holds(client: FlaskClient) -> None:
    issue = locked()
    day = dt.date.today() + dt.timedelta(days=30)  # noqa: DTZ011 - a month from now, wherever we are
    when = {"date": f"{day}", "time": "10:00", "zone": "Asia/Tbilisi"}
    page = client.get(desk(issue, "/schedule"), query_string=when).text
    assert "Tbilisi" in page
    assert "Minsk" in page
    assert issue.state is IssueState.LOCKED
    assert client.post(desk(issue, "/schedule"), data=when).status_code == 303
    assert (issue.state, issue.zone) == (IssueState.SCHEDULED, "Asia/Tbilisi")
    assert "Withdraw the release" in client.get(desk(issue)).text


@pytest.mark.parametrize(
    "when",
    [
        {"date": "2024-03-31", "time": "02:30", "zone": "Europe/Warsaw"},
        {"date": "2024-11-12", "time": "10:00", "zone": "Europe/Warsaw"},
        {"date": "2999-11-12", "time": "10:00", "zone": "Mars/Base"},
        {"date": "soon", "time": "10:00", "zone": "Europe/Warsaw"},
        {},
    ],
)
def test_a_time_that_can_not_be_is_refused_with_a_sentence(client: FlaskClient, when: dict[str, str]) -> None:
    issue = locked()
    for answer in (
        client.get(desk(issue, "/schedule"), query_string=when),
        client.post(desk(issue, "/schedule"), data=when),
    ):
        assert answer.status_code == 422
        assert 'class="error"' in answer.text or 'class="notice bad"' in answer.text
    assert issue.state is IssueState.LOCKED


def test_unlocking_says_what_it_undoes_first(client: FlaskClient) -> None:
    issue = locked()
    assert "thrown away" in client.get(desk(issue, "/unlock")).text
    assert issue.editions
    client.post(desk(issue, "/unlock"))
    assert issue.state is IssueState.ASSEMBLING
    assert client.get(desk(issue, "/unlock")).status_code == 409


def test_a_missed_release_is_told_on_the_page(client: FlaskClient) -> None:
    issue = locked()
    issue.release_at = dt.datetime(2024, 11, 12, 9, tzinfo=dt.UTC)
    db.session.commit()
    assert "The release was due on Tuesday, November 12, 2024 at 10:00 (Warsaw)" in client.get(desk(issue)).text
