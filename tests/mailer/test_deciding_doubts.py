"""What an editor decides of deliveries of which nobody knows whether they arrived."""

import pytest
import sqlalchemy as sa
from bs4 import BeautifulSoup
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from newsletter.db import db
from newsletter.mailer import doubts, ledger, mailings
from newsletter.mailer.models import Delivery, DeliveryState, Mailing
from newsletter.staff import settings
from newsletter.staff.models import AuditEntry, Role
from tests import factories
from tests.conftest import SignIn
from tests.mailer import samples


def uncertain(number: int) -> Mailing:
    """A mailing of which nobody knows whether it arrived, under a policy that leaves it to an editor."""
    settings.save(resend_in_doubt=False)
    mailing = samples.mailing(number)
    token, _ = samples.claim(mailing)
    ledger.doubt(ledger.held_by("desk", token))
    db.session.commit()
    return mailing


def shown_until(client: FlaskClient, mailing: Mailing) -> str:
    """The moment that the form carries."""
    page = BeautifulSoup(client.get(f"/desk/sending/{samples.number_of(mailing)}").text, "html.parser")
    [field] = page.select("input[name=until]")
    return str(field["value"])


def decide(client: FlaskClient, mailing: Mailing, decision: str, until: str) -> TestResponse:
    return client.post(f"/desk/sending/mailings/{mailing.id}/doubts", data={"decision": decision, "until": until})


def audited() -> list[str]:
    return list(db.session.scalars(sa.select(AuditEntry.action).order_by(AuditEntry.id)))


def test_an_editor_can_have_uncertain_deliveries_sent_again(client: FlaskClient, sign_in: SignIn) -> None:
    sign_in(Role.EDITOR)
    mailing = uncertain(2)
    assert "2 deliveries are uncertain" in client.get(f"/desk/sending/{samples.number_of(mailing)}").text
    decide(client, mailing, "resend", shown_until(client, mailing))
    assert samples.counts(mailing) == {"queued": 2}
    assert "mailing.resend" in audited()


def test_what_an_editor_leaves_is_not_asked_about_and_not_sent_again(client: FlaskClient, sign_in: SignIn) -> None:
    sign_in(Role.EDITOR)
    mailing = uncertain(2)
    decide(client, mailing, "leave", shown_until(client, mailing))
    page = client.get(f"/desk/sending/{samples.number_of(mailing)}").text
    assert "uncertain</span>" in page
    assert "For you to decide" not in page
    assert doubts.resend(mailing.id) == 0
    assert samples.counts(mailing) == {"uncertain": 2}
    assert "mailing.leave" in audited()


def test_a_decision_is_about_what_the_page_has_shown(client: FlaskClient, sign_in: SignIn) -> None:
    sign_in(Role.EDITOR)
    mailing = uncertain(1)
    until = shown_until(client, mailing)
    reader = factories.subscriber()
    later = Delivery(mailing_id=mailing.id, subscriber_id=reader.id, state=DeliveryState.UNCERTAIN)
    db.session.add(later)
    db.session.commit()
    decide(client, mailing, "leave", until)
    assert "1 delivery is uncertain" in client.get(f"/desk/sending/{samples.number_of(mailing)}").text
    assert doubts.resend(mailing.id) == 1


@pytest.mark.parametrize(
    ("decision", "until"), [("burn", "2026-11-02T10:00:00+00:00"), ("leave", "soon"), ("leave", "2026-11-02")]
)
def test_a_decision_that_no_page_offers_is_refused(
    client: FlaskClient, sign_in: SignIn, decision: str, until: str
) -> None:
    sign_in(Role.EDITOR)
    assert decide(client, uncertain(1), decision, until).status_code == 400


def test_a_cancelled_mailing_sends_nothing_again(client: FlaskClient, sign_in: SignIn) -> None:
    sign_in(Role.EDITOR)
    mailing = uncertain(2)
    until = shown_until(client, mailing)
    mailings.cancel(mailing.id)
    db.session.commit()
    assert "For you to decide" not in client.get(f"/desk/sending/{samples.number_of(mailing)}").text
    decide(client, mailing, "resend", until)
    assert samples.counts(mailing) == {"uncertain": 2}
