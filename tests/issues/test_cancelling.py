"""An issue that was a mistake: given up, and taken up again."""

import datetime as dt

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from newsletter.db import db
from newsletter.issues.beginning import cancelling, skipping, starting
from newsletter.issues.beginning.refusals import NotCancellable, NotCancelled, WeekSkipped, WeekTaken
from newsletter.issues.building import placing
from newsletter.issues.leaving import scheduling
from newsletter.issues.models import IssueState
from newsletter.staff.models import AuditEntry, Role
from tests import factories
from tests.conftest import SignIn
from tests.factories import MONDAY
from tests.issues.pages import desk, locked
from tests.issues.parts import piece, titles

pytestmark = pytest.mark.usefixtures("app")


def test_a_cancelled_issue_sets_its_commentaries_and_its_week_free() -> None:
    one = piece("One")
    first = starting.start(MONDAY, by="nina")
    cancelling.cancel(first, by="nina")
    assert (first.state, titles(first)) == (IssueState.CANCELLED, ["One"])
    assert placing.is_free(one)
    assert titles(starting.start(MONDAY, by="nina")) == ["One"]


def test_a_locked_issue_that_is_cancelled_loses_its_editions_and_a_missed_release() -> None:
    issue = locked()
    issue.release_at = dt.datetime(2024, 11, 12, 8, tzinfo=dt.UTC)
    cancelling.cancel(issue, by="nina")
    assert issue.editions == []
    assert not issue.missed


def test_what_is_scheduled_or_has_left_is_not_cancelled() -> None:
    issue = locked()
    scheduling.send(issue, by="nina")
    with pytest.raises(NotCancellable, match="Withdraw its release first"):
        cancelling.cancel(issue, by="nina")
    for state in (IssueState.SENDING, IssueState.SENT):
        issue.state = state
        with pytest.raises(NotCancellable, match="has left"):
            cancelling.cancel(issue, by="nina")


def test_an_issue_is_taken_up_again_without_what_another_one_has_by_now() -> None:
    lead, second = piece("Lead", "ruling-elite"), piece("Second")
    issue = starting.start(MONDAY, by="nina")
    cancelling.cancel(issue, by="nina")
    special = starting.start_special(MONDAY, [lead], by="nina")
    assert cancelling.reopen(issue, by="vera") == ["Lead"]
    assert (issue.state, titles(issue)) == (IssueState.ASSEMBLING, ["Second"])
    assert issue.subjects["en"] == "Second"
    assert [part.position for part in issue.parts] == [1, 2]
    assert placing.issue_of(lead) is special
    assert placing.issue_of(second) is issue
    with pytest.raises(NotCancelled):
        cancelling.reopen(issue, by="vera")


def test_an_issue_is_not_taken_up_again_in_a_week_that_has_another_or_is_skipped() -> None:
    first = starting.start(MONDAY, by="nina")
    cancelling.cancel(first, by="nina")
    second = starting.start(MONDAY, by="nina")
    with pytest.raises(WeekTaken, match=f"There is issue {second.number}"):
        cancelling.reopen(first, by="nina")
    cancelling.cancel(second, by="nina")
    skipping.skip(MONDAY, "Holidays", by="nina")
    with pytest.raises(WeekSkipped):
        cancelling.reopen(first, by="nina")


def test_a_special_issue_is_taken_up_again_whatever_its_week_has() -> None:
    special = starting.start_special(MONDAY, [], by="nina")
    cancelling.cancel(special, by="nina")
    starting.start(MONDAY, by="nina")
    assert cancelling.reopen(special, by="nina") == []


def test_each_of_it_stands_in_the_audit_log() -> None:
    issue = starting.start(MONDAY, by="nina")
    cancelling.cancel(issue, by="nina")
    cancelling.reopen(issue, by="vera")
    chosen = sa.select(AuditEntry.staff_handle, AuditEntry.action).where(AuditEntry.subject == str(issue.number))
    assert [tuple(row) for row in db.session.execute(chosen.order_by(AuditEntry.id))] == [
        ("nina", "issue.started"),
        ("nina", "issue.cancelled"),
        ("vera", "issue.reopened"),
    ]


def test_the_desk_asks_before_it_cancels_and_leads_back(client: FlaskClient, sign_in: SignIn) -> None:
    sign_in(Role.EDITOR, handle="nina")
    piece("One")
    issue = starting.start(MONDAY, by="nina")
    db.session.commit()
    assert f'href="{desk(issue, "/cancellation")}"' in client.get(desk(issue)).text
    asked = client.get(desk(issue, "/cancellation")).text
    assert "Its commentary stays as it is" in asked
    assert issue.state is IssueState.ASSEMBLING
    answer = client.post(desk(issue, "/cancellation"), follow_redirects=True)
    assert "Its commentaries are free for another one." in answer.text
    assert "Cancelled" in answer.text
    assert client.get(desk(issue, "/cancellation")).status_code == 422
    starting.start_special(MONDAY, [issue.entries[0].commentary], by="nina")
    db.session.commit()
    page = client.get(desk(issue)).text
    assert f'action="{desk(issue, "/cancellation/delete")}"' in page
    again = client.post(desk(issue, "/cancellation/delete"), follow_redirects=True).text
    assert "Left out, since another issue has it by now: “One”." in again


def test_a_week_that_has_an_issue_leads_to_it_or_to_a_special_one(client: FlaskClient, sign_in: SignIn) -> None:
    sign_in(Role.EDITOR)
    free = piece("Free", week=MONDAY - dt.timedelta(weeks=8))
    issue = factories.issue(factories.commentary())
    db.session.commit()
    there = client.post("/desk/issues", data={"week": "2024-11-06", "like": "0"})
    assert there.status_code == 409
    assert f'href="{desk(issue)}"' in there.text
    assert 'href="/desk/issues/special?week=2024-11-04"' in there.text
    form = client.get("/desk/issues/special?week=2024-11-04").text
    assert f'value="{free.id}"' in form
    data = {"week": "2024-11-04", "like": str(issue.number), "pieces": [str(free.id)]}
    assert "Special issue ·" in client.post("/desk/issues/special", data=data, follow_redirects=True).text
    assert client.post("/desk/issues/special", data=data).status_code == 422
