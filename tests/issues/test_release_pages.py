"""Locking, sending, scheduling and unlocking on the desk."""

import datetime as dt
import re

import pytest
from flask.testing import FlaskClient

from newsletter.commentaries.verdicts import Verdict
from newsletter.db import db
from newsletter.issues.leaving import release
from newsletter.issues.models import IssueState
from newsletter.languages import Language, Reading, Variant
from newsletter.staff import settings
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
    assert all(edition.digest in page for edition in issue.editions)
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
        {"date": "2199-11-12", "time": "10:00", "zone": "Mars/Base"},
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
    issue.release_at = dt.datetime(2024, 11, 12, 9, tzinfo=dt.UTC)
    db.session.commit()
    page = client.get(desk(issue, "/unlock")).text
    assert "3 editions are thrown away" in page
    assert all(edition.digest in page for edition in issue.editions)
    assert "missed on Tuesday, November 12, 2024 at 10:00" in page
    assert "Nobody has got a test mail" in page
    client.post(desk(issue, "/test-mail/en"))
    assert "went to nina" in client.get(desk(issue, "/unlock")).text
    client.post(desk(issue, "/unlock"))
    assert issue.state is IssueState.ASSEMBLING
    assert client.get(desk(issue, "/unlock")).status_code == 409


def test_a_missed_release_is_told_on_the_page(client: FlaskClient) -> None:
    issue = locked()
    issue.release_at = dt.datetime(2024, 11, 12, 9, tzinfo=dt.UTC)
    db.session.commit()
    assert "The release was due on Tuesday, November 12, 2024 at 10:00 (Warsaw)" in client.get(desk(issue)).text


def test_readers_who_would_get_nothing_are_counted_before_an_issue_is_sent(client: FlaskClient) -> None:
    issue = locked()
    for _n in range(2):
        factories.subscriber(reading=Reading.EN, variant=Variant.DISCREET)
    page = client.get(desk(issue, "/send")).text
    assert "2 readers asked for EN, discreet and get nothing" in page


def test_the_clocks_of_a_moment_that_is_being_chosen_are_shown(client: FlaskClient) -> None:
    issue = locked()

    def shown(**when: str) -> str:
        return client.get(desk(issue, "/clocks"), query_string=when).text

    tbilisi = shown(date="2199-07-02", time="10:00", zone="Asia/Tbilisi")
    assert re.findall(r"<b>([0-9:]+)</b>", tbilisi) == ["10:00", "08:00", "09:00"]
    assert "Warsaw, newsroom" in tbilisi
    assert "most readers" in tbilisi
    assert "UTC+4" in tbilisi
    assert "there is no 02:30" in shown(date="2030-03-31", time="02:30", zone="Europe/Warsaw")
    assert "no time zone Mars/Base" in shown(date="2199-07-02", time="10:00", zone="Mars/Base")
    assert shown(date="", time="10:00", zone="Asia/Tbilisi").strip() == ""


def test_the_page_of_a_locked_issue_names_what_is_frozen_and_what_is_newer(client: FlaskClient) -> None:
    issue = locked()
    page = client.get(desk(issue)).text
    assert all(edition.digest in page for edition in issue.editions)
    assert 'value="Europe/Minsk"' in page
    assert "Freeze anew" not in page
    issue.entries[0].commentary.verdict = Verdict.WORSENED
    db.session.commit()
    assert "Freeze anew" in client.get(desk(issue)).text
    assert "newer than the frozen editions" in client.get(desk(issue, "/send")).text
    assert client.post(desk(issue, "/correction"), data={"version": "1"}).status_code == 303
    assert client.post(desk(issue, "/correction"), data={"version": "1"}).status_code == 409
    page = client.get(desk(issue)).text
    assert "version 2" in page
    assert "Freeze anew" not in page


def test_what_holds_an_issue_back_is_a_page_with_its_places(client: FlaskClient) -> None:
    issue = locked()
    settings.save(sender_address="weekly@example.net")
    db.session.commit()
    for answer in (
        client.get(desk(issue, "/send")),
        client.post(desk(issue, "/send")),
        client.post(desk(issue, "/schedule"), data={"date": "2199-01-08", "time": "10:00", "zone": "Europe/Warsaw"}),
    ):
        assert answer.status_code == 422
        assert "can’t leave like this" in answer.text
        assert "another one since the lock" in answer.text
    assert (issue.state, enqueued()) == (IssueState.LOCKED, [])


def test_a_release_that_was_held_back_is_told_with_what_holds_it(client: FlaskClient) -> None:
    issue = locked()
    client.post(desk(issue, "/send"))
    settings.save(sender_address="weekly@example.net")
    release.release(issue.id, 1)
    db.session.commit()
    page = client.get(desk(issue)).text
    assert "held back by the last check" in page
    assert "another one since the lock" in page
    client.post(desk(issue, "/correction"), data={"version": "1"})
    assert "what it found has been put right since" in client.get(desk(issue)).text


def test_a_release_that_failed_by_a_fault_of_ours_says_so(client: FlaskClient) -> None:
    issue = locked()
    client.post(desk(issue, "/send"))
    release.give_up(issue.id, 1)
    db.session.commit()
    assert "failed by a fault in the program" in client.get(desk(issue)).text


def test_a_time_that_is_refused_stays_in_its_fields(client: FlaskClient) -> None:
    issue = locked()
    past = {"date": "2020-01-02", "time": "07:15", "zone": "Europe/Minsk"}
    for answer in (
        client.get(desk(issue, "/schedule"), query_string=past),
        client.post(desk(issue, "/schedule"), data=past),
    ):
        assert answer.status_code == 422
        assert all(f'value="{chosen}"' in answer.text for chosen in past.values())
