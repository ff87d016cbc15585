"""What the head of the sending screen says of the first readers."""

import json

from flask.testing import FlaskClient

from newsletter.db import db
from newsletter.mailer import mailings
from newsletter.mailer.models import DeliveryState, Mailing
from newsletter.mailer.progress.commands import mailer
from newsletter.staff.models import Role
from tests.conftest import SignIn
from tests.mailer.refusals.answering import FIRST, answer, begun, conclude

AWAITED, PASSED, FAILED = (
    "waiting for the answers to the first readers",
    "first readers passed",
    "stopped after the first readers",
)
SENT, REFUSED = DeliveryState.SENT, DeliveryState.REFUSED


def said(client: FlaskClient, mailing: Mailing) -> list[str]:
    page = client.get(f"/desk/sending/{mailing.edition.issue.number}").text
    return [words for words in (AWAITED, PASSED, FAILED) if words in page]


def is_awaited(client: FlaskClient) -> bool:
    """As programs are told."""
    output = client.application.test_cli_runner().invoke(mailer, ["status", "--json"]).output
    found: bool = json.loads(output)["issues"][0]["mailings"][0]["first_readers"]["awaited"]
    return found


def test_their_answers_are_waited_for_and_then_they_have_passed(client: FlaskClient, sign_in: SignIn) -> None:
    sign_in(Role.EDITOR)
    mailing = begun()
    assert said(client, mailing) == [AWAITED]
    assert is_awaited(client)
    answer(mailing, (FIRST, SENT, "250"))
    conclude(mailing)
    assert said(client, mailing) == [PASSED]
    assert not is_awaited(client)


def test_where_they_stopped_it_nothing_is_waited_for_and_nobody_has_passed(
    client: FlaskClient, sign_in: SignIn
) -> None:
    sign_in(Role.EDITOR)
    mailing = begun()
    answer(mailing, (FIRST - 5, SENT, "250"), (5, REFUSED, "550 5.7.1"))
    conclude(mailing)
    assert said(client, mailing) == [FAILED]
    assert not is_awaited(client)
    mailings.cancel(mailing.id)
    db.session.commit()
    assert said(client, mailing) == [FAILED], "to cancel it changes nothing about that"


def test_who_lets_it_go_on_all_the_same_lets_them_pass(client: FlaskClient, sign_in: SignIn) -> None:
    sign_in(Role.EDITOR)
    mailing = begun()
    answer(mailing, (FIRST - 5, SENT, "250"), (5, REFUSED, "550 5.7.1"))
    conclude(mailing)
    mailings.resume(mailing.id)
    db.session.commit()
    assert said(client, mailing) == [PASSED]


def test_a_mailing_that_was_cancelled_meanwhile_says_nothing_of_them(client: FlaskClient, sign_in: SignIn) -> None:
    sign_in(Role.EDITOR)
    mailing = begun()
    answer(mailing, (1, SENT, "250"))
    mailings.cancel(mailing.id)
    db.session.commit()
    assert said(client, mailing) == []
