"""Weeks without an issue."""

import datetime as dt
import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from newsletter.issues.beginning import skipping, starting
from newsletter.issues.beginning.refusals import NotSkipped, WeekSkipped, WeekTaken
from newsletter.issues.models import IssueState
from newsletter.staff.models import Role
from tests import factories
from tests.conftest import SignIn
from tests.factories import MONDAY
from tests.issues.pages import desk
from tests.issues.test_commands import run

WEEK = dt.timedelta(weeks=1)


@pytest.mark.usefixtures("app")
def test_a_week_with_an_issue_is_not_skipped_until_that_is_cancelled() -> None:
    factories.issue(special=True)
    issue = factories.issue()
    with pytest.raises(WeekTaken, match=f"There is issue {issue.number}"):
        skipping.skip(MONDAY, "Holidays", by="nina")
    issue.state = IssueState.CANCELLED
    skipping.skip(MONDAY, "Holidays", by="nina")
    with pytest.raises(WeekSkipped, match="nina marked this week as skipped: Holidays"):
        skipping.skip(MONDAY, "No electricity", by="vera")


@pytest.mark.usefixtures("app")
def test_a_week_can_be_taken_up_again_once() -> None:
    skipping.skip(MONDAY, "Holidays", by="nina")
    skipping.unskip(MONDAY, by="vera")
    assert starting.start(MONDAY, by="vera").week == MONDAY
    with pytest.raises(NotSkipped):
        skipping.unskip(MONDAY, by="nina")


@pytest.mark.usefixtures("app")
def test_a_special_issue_may_come_out_in_a_skipped_week() -> None:
    skipping.skip(MONDAY, "Holidays", by="nina")
    assert starting.start_special(MONDAY, [], by="nina").special


def test_skipping_a_week_at_the_desk_is_seen_on_its_board_and_in_the_list(client: FlaskClient, sign_in: SignIn) -> None:
    sign_in(Role.EDITOR, handle="nina")
    form = client.get("/desk/issues/skipped-weeks?week=2024-11-06").text
    assert 'value="2024-11-06"' in form
    assert client.post("/desk/issues/skipped-weeks", data={"week": "2024-11-06", "reason": " "}).status_code == 422
    skip = {"week": "2024-11-06", "reason": "A holiday."}
    answer = client.post("/desk/issues/skipped-weeks", data=skip, follow_redirects=True)
    assert answer.request.args["week"] == "2024-11-04"
    assert "No issue this week: A holiday (nina," in answer.text
    assert "A holiday. (nina)" in client.get("/desk/issues").text
    refused = client.post("/desk/issues/skipped-weeks", data=skip)
    assert refused.status_code == 409
    assert "nina marked this week as skipped" in refused.text
    assert client.post("/desk/issues", data={"week": "2024-11-06", "like": "0"}).status_code == 409
    again = client.post("/desk/issues/skipped-weeks/2024-11-04/delete", follow_redirects=True).text
    assert "No issue this week" not in again
    assert "isn’t skipped." in client.post("/desk/issues/skipped-weeks/2024-11-04/delete", follow_redirects=True).text


def test_skipped_weeks_stand_in_their_places_among_the_issues(client: FlaskClient, sign_in: SignIn) -> None:
    sign_in(Role.EDITOR)
    for weeks, number in ((0, 7), (2, 6), (4, 8)):
        factories.issue(number=number, week=MONDAY - weeks * WEEK)
    factories.issue(number=9, special=True, week=MONDAY - 2 * WEEK)
    for weeks in (1, 3):
        skipping.skip(MONDAY - weeks * WEEK, f"Reason {weeks}", by="nina")
    page = client.get("/desk/issues").text
    listed = re.findall(r'class="title" href="/desk/issues/(\d+)|(Reason \d)', page)
    assert ["".join(row) for row in listed] == ["7", "Reason 1", "9", "6", "Reason 3", "8"]


def test_the_list_takes_as_many_statements_for_many_rows_as_for_few(
    client: FlaskClient, sign_in: SignIn, query_count: list[str]
) -> None:
    sign_in(Role.EDITOR)

    def statements() -> int:
        query_count.clear()
        assert client.get("/desk/issues").status_code == 200
        return len(query_count)

    factories.issue(factories.commentary())
    skipping.skip(MONDAY + WEEK, "Holidays", by="nina")
    few = statements()
    for weeks in range(2, 30):
        factories.issue(factories.commentary(), week=MONDAY + weeks * WEEK)
        skipping.skip(MONDAY - weeks * WEEK, "Holidays", by="nina")
    assert statements() == few


def test_weeks_are_skipped_and_begun_by_commands_too(app: Flask) -> None:
    factories.commentary()
    skipped = run(app, "skip", "--week", "2024-11-07", "--reason", "Holidays")
    assert "November\N{NO-BREAK SPACE}4 –" in skipped.stdout
    assert "skipped: Holidays" in run(app, "start", "--week", "2024-11-04").stderr
    assert run(app, "skip", "--week", "2024-11-07", "--reason", " ").exit_code == 2
    assert run(app, "unskip", "--week", "2024-11-04").exit_code == 0
    assert run(app, "start", "--week", "2024-11-04").stdout == "Issue 1 is begun; entries: 1.\n"
    assert "There is issue 1 for this week already" in run(app, "start", "--week", "2024-11-04").stderr
    assert run(app, "start", "--week", "2024-11-04", "--special", "--from", "1").stdout.startswith("Issue 2 is begun")
    assert run(app, "cancel", "1").stdout == "Issue 1 is cancelled.\n"
    assert run(app, "start", "--week", "2024-11-04", "--from", "1").stdout == "Issue 3 is begun; entries: 1.\n"
    assert "There is issue 3" in run(app, "reopen", "1").stderr
    assert run(app, "cancel", "3").exit_code == 0
    assert run(app, "reopen", "1").stdout == "Issue 1 is taken up again.\n"


def test_only_editors_begin_skip_and_cancel(client: FlaskClient, sign_in: SignIn) -> None:
    sign_in(Role.AUTHOR)
    issue = factories.issue()
    for address in ("/desk/issues/special", "/desk/issues/skipped-weeks", desk(issue, "/cancellation")):
        assert (client.get(address).status_code, client.post(address).status_code) == (403, 403)
