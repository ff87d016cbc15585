"""What editors see of a mailing, and the buttons that they have."""

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from flask.testing import FlaskClient

from newsletter.db import db
from newsletter.issues.leaving import locking
from newsletter.issues.models import IssueState
from newsletter.languages import Reading
from newsletter.mailer import ledger, mailings
from newsletter.mailer.ledger import Settled
from newsletter.mailer.models import DeliveryState, MailingState
from newsletter.mailer.progress import wording
from newsletter.mailer.stop_press import halting
from newsletter.staff.models import Role
from tests import factories
from tests.conftest import SignIn
from tests.mailer import samples


def test_the_screen_counts_from_the_rows_and_shows_no_address(client: FlaskClient, sign_in: SignIn) -> None:
    sign_in(Role.EDITOR)
    mailing = samples.mailing(5)
    token, ids = samples.claim(mailing, most=3)
    ledger.settle(token, [Settled(ids[0], DeliveryState.SENT, "250 2.0.0")])
    ledger.settle(token, [Settled(ids[1], DeliveryState.REFUSED, "550 5.1.1")])
    page = client.get(f"/desk/sending/{samples.number_of(mailing)}").text
    assert "550 5.1.1" in page
    assert "sent of 5" in page
    assert "@example.org" not in page


def test_the_numbers_say_when_there_is_no_more_to_wait_for(client: FlaskClient, sign_in: SignIn) -> None:
    sign_in(Role.EDITOR)
    mailing = samples.mailing(1)
    address = f"/desk/sending/{samples.number_of(mailing)}/numbers"
    assert client.get(address).json["under_way"] is True  # type: ignore[index]
    mailings.cancel(mailing.id)
    db.session.commit()
    assert client.get(address).json["under_way"] is False  # type: ignore[index]


def test_the_list_of_issues_takes_as_many_queries_for_one_as_for_three(
    client: FlaskClient, sign_in: SignIn, query_count: list[str]
) -> None:
    sign_in(Role.EDITOR)
    needed = []
    for _ in range(3):
        samples.mailing(1)
        db.session.expire_all()
        query_count.clear()
        assert client.get("/desk/sending").status_code == 200
        needed.append(len(query_count))
    assert needed[0] == needed[2]


@pytest.mark.parametrize(
    ("step", "state"),
    [("pause", MailingState.PAUSED), ("cancel", MailingState.CANCELLED)],
)
def test_an_editor_can_stop_a_mailing(client: FlaskClient, sign_in: SignIn, step: str, state: MailingState) -> None:
    sign_in(Role.EDITOR)
    mailing = samples.mailing(2)
    answer = client.post(f"/desk/sending/mailings/{mailing.id}/{step}")
    assert answer.status_code == 303
    assert samples.state_of(mailing) is state


def test_a_step_that_somebody_else_made_impossible_says_so(client: FlaskClient, sign_in: SignIn) -> None:
    sign_in(Role.EDITOR)
    mailing = samples.mailing(2)
    answer = client.post(f"/desk/sending/mailings/{mailing.id}/resume", follow_redirects=True)
    assert "Somebody else changed this mailing meanwhile" in answer.text


def test_cancelling_asks_first_and_says_how_many_would_not_get_it(client: FlaskClient, sign_in: SignIn) -> None:
    sign_in(Role.EDITOR)
    mailing = samples.mailing(5)
    token, ids = samples.claim(mailing, most=2)
    ledger.settle(token, [Settled(one, DeliveryState.SENT, "250") for one in ids])
    page = client.get(f"/desk/sending/mailings/{mailing.id}/cancellation").text
    assert "3 readers would not get it" in page
    assert "2 readers have it already" in page
    assert samples.state_of(mailing) is MailingState.SENDING


def test_all_mailings_of_an_issue_are_paused_and_resumed_together(client: FlaskClient, sign_in: SignIn) -> None:
    sign_in(Role.EDITOR)
    first = samples.mailing(1)
    second = samples.mailing(1, reading=Reading.BE_RU, of=first.edition.issue)
    number = samples.number_of(first)
    for step, state in (("pause", MailingState.PAUSED), ("resume", MailingState.SENDING)):
        page = client.post(f"/desk/sending/{number}/{step}", data=shown(client, number), follow_redirects=True).text
        assert [samples.state_of(mailing) for mailing in (first, second)] == [state, state]
        assert (f"Issue {number} is paused" in page) is (state is MailingState.PAUSED)
    again = client.post(f"/desk/sending/{number}/resume", data=shown(client, number), follow_redirects=True)
    assert "Somebody else changed this mailing meanwhile" in again.text


def shown(client: FlaskClient, number: int) -> dict[str, list[str]]:
    """What the button that resumes all carries: the mailings that its page shows as paused."""
    page = BeautifulSoup(client.get(f"/desk/sending/{number}").text, "html.parser")
    fields = page.select(f"form[action='/desk/sending/{number}/resume'] input[name=mailing]")
    return {"mailing": [str(field["value"]) for field in fields]}


def test_what_was_halted_since_the_page_was_loaded_is_not_resumed_with_the_others(
    client: FlaskClient, sign_in: SignIn
) -> None:
    sign_in(Role.EDITOR)
    paused = samples.mailing(1)
    halted = samples.mailing(1, reading=Reading.BE_RU, of=paused.edition.issue)
    number = samples.number_of(paused)
    client.post(f"/desk/sending/mailings/{paused.id}/pause")
    before = shown(client, number)
    halting.halt(paused.edition.issue, by="nina")
    db.session.commit()
    client.post(f"/desk/sending/{number}/resume", data=before)
    assert [samples.state_of(one) for one in (paused, halted)] == [MailingState.SENDING, MailingState.PAUSED]
    client.post(f"/desk/sending/{number}/resume", data=shown(client, number))
    assert samples.state_of(halted) is MailingState.SENDING, "who has seen that it was halted means it"


def test_refusals_are_said_by_reason_and_group(client: FlaskClient, sign_in: SignIn) -> None:
    sign_in(Role.EDITOR)
    mailing = samples.mailing(4)
    token, ids = samples.claim(mailing)
    replies = ["550 5.1.1", "550 5.1.1", "554 5.7.1"]
    ledger.settle(token, [Settled(one, DeliveryState.REFUSED, reply) for one, reply in zip(ids, replies, strict=False)])
    ledger.settle(token, [Settled(ids[3], DeliveryState.DEFERRED, "421 4.7.0")])
    page = BeautifulSoup(client.get(f"/desk/sending/{samples.number_of(mailing)}").text, "html.parser")
    [table, groups] = page.select("table")
    said = [[cell.text.strip() for cell in row.select("td")] for row in table.select("tbody tr")]
    assert [(row[0], row[1], row[2], row[4]) for row in said] == [
        ("No such mailbox", "550 5.1.1", "other providers", "2"),
        ("Too many messages at once", "421 4.7.0", "other providers", "1"),
        ("Called spam", "554 5.7.1", "other providers", "1"),
    ]
    assert [cell.text.strip() for cell in groups.select("tbody td")][:5] == ["other providers", "0", "1", "3", "0"]


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(3, "5 s"), (41, "40 s"), (58, "1 min"), (390, "6 min 30 s"), (600, "10 min"), (6060, "1 h 41 min")],
)
def test_the_time_left_is_said_as_fine_as_it_can_be_foretold(app: Flask, seconds: float, words: str) -> None:
    assert wording.duration(seconds) == words


def test_the_screen_takes_as_many_queries_for_one_mailing_as_for_three(
    client: FlaskClient, sign_in: SignIn, query_count: list[str]
) -> None:
    sign_in(Role.EDITOR)
    issue = samples.mailing(1).edition.issue
    needed = []
    for reading in (Reading.BE_RU, Reading.RU_BE):
        db.session.expire_all()
        query_count.clear()
        assert client.get(f"/desk/sending/{issue.number}").status_code == 200
        needed.append(len(query_count))
        samples.mailing(1, reading=reading, of=issue)
    assert needed[0] == needed[1]


@pytest.mark.parametrize("role", [Role.AUTHOR, Role.TRANSLATOR])
def test_who_only_writes_can_neither_see_nor_stop_a_mailing(client: FlaskClient, sign_in: SignIn, role: Role) -> None:
    sign_in(role)
    mailing = samples.mailing(1)
    assert client.get(f"/desk/sending/{samples.number_of(mailing)}").status_code == 403
    assert client.post(f"/desk/sending/mailings/{mailing.id}/cancel").status_code == 403
    assert samples.state_of(mailing) is MailingState.SENDING


def test_sending_an_issue_leads_to_where_it_is_followed(client: FlaskClient, sign_in: SignIn) -> None:
    """Also before the mailer has taken it up: the page looks again by itself, and reloads once at the end."""
    sign_in(Role.EDITOR)
    issue = factories.issue(factories.commentary())
    locking.lock(issue, by="test")
    db.session.commit()
    answer = client.post(f"/desk/issues/{issue.number}/send")
    assert answer.headers["Location"] == f"/desk/sending/{issue.number}"
    page = client.get(answer.headers["Location"]).text
    assert "data-leaving" in page
    assert ">0 %<" in page
    issue.state = IssueState.SENT
    db.session.commit()
    assert "data-leaving" not in client.get(answer.headers["Location"]).text
