"""What editors see of a mailing, and the buttons that they have."""

import pytest
from flask.testing import FlaskClient

from newsletter.db import db
from newsletter.issues.leaving import locking
from newsletter.issues.models import IssueState
from newsletter.mailer import ledger, mailings
from newsletter.mailer.ledger import Settled
from newsletter.mailer.models import DeliveryState, Mailing, MailingState
from newsletter.staff.models import Role
from tests import factories
from tests.conftest import SignIn
from tests.mailer import samples


def number_of(mailing: Mailing) -> int:
    return mailing.edition.issue.number


def test_the_screen_counts_from_the_rows_and_shows_no_address(client: FlaskClient, sign_in: SignIn) -> None:
    sign_in(Role.EDITOR)
    mailing = samples.mailing(5)
    token, ids = samples.claim(mailing, most=3)
    ledger.settle(token, [Settled(ids[0], DeliveryState.SENT, "250 2.0.0")])
    ledger.settle(token, [Settled(ids[1], DeliveryState.REFUSED, "550 5.1.1")])
    page = client.get(f"/desk/sending/{number_of(mailing)}").text
    assert "550 5.1.1" in page
    assert "sent of 5" in page
    assert "@example.org" not in page


def test_the_numbers_say_when_there_is_no_more_to_wait_for(client: FlaskClient, sign_in: SignIn) -> None:
    sign_in(Role.EDITOR)
    mailing = samples.mailing(1)
    address = f"/desk/sending/{number_of(mailing)}/numbers"
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
    assert answer.status_code == 302
    assert samples.state_of(mailing) is state


def test_a_step_that_somebody_else_made_impossible_says_so(client: FlaskClient, sign_in: SignIn) -> None:
    sign_in(Role.EDITOR)
    mailing = samples.mailing(2)
    answer = client.post(f"/desk/sending/mailings/{mailing.id}/resume", follow_redirects=True)
    assert "Somebody else changed this mailing meanwhile" in answer.text


def test_an_editor_can_have_uncertain_deliveries_sent_again(client: FlaskClient, sign_in: SignIn) -> None:
    sign_in(Role.EDITOR)
    mailing = samples.mailing(2)
    token, _ = samples.claim(mailing)
    ledger.doubt(ledger.held_by("desk", token))
    db.session.commit()
    assert "Send 2 uncertain again" in client.get(f"/desk/sending/{number_of(mailing)}").text
    client.post(f"/desk/sending/mailings/{mailing.id}/resend")
    assert samples.counts(mailing) == {"queued": 2}


def test_a_cancelled_mailing_sends_nothing_again(client: FlaskClient, sign_in: SignIn) -> None:
    sign_in(Role.EDITOR)
    mailing = samples.mailing(2)
    token, _ = samples.claim(mailing)
    ledger.doubt(ledger.held_by("desk", token))
    mailings.cancel(mailing.id)
    db.session.commit()
    assert "uncertain again" not in client.get(f"/desk/sending/{number_of(mailing)}").text
    client.post(f"/desk/sending/mailings/{mailing.id}/resend")
    assert samples.counts(mailing) == {"uncertain": 2}


@pytest.mark.parametrize("role", [Role.AUTHOR, Role.TRANSLATOR])
def test_who_only_writes_can_neither_see_nor_stop_a_mailing(client: FlaskClient, sign_in: SignIn, role: Role) -> None:
    sign_in(role)
    mailing = samples.mailing(1)
    assert client.get(f"/desk/sending/{number_of(mailing)}").status_code == 403
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
