"""A relay that refuses us for good while another takes its mails: no mailing stops, and editors hear of it yet."""

from concurrent.futures import ThreadPoolExecutor

import pytest
import sqlalchemy as sa
from bs4 import BeautifulSoup, Tag
from flask import Flask
from flask.testing import FlaskClient

from newsletter.db import db
from newsletter.mailer import mailings
from newsletter.mailer.heartbeat import Heartbeat
from newsletter.mailer.models import Mailing
from newsletter.mailer.relays import keeping
from newsletter.mailer.sending import send_batch
from newsletter.mailer.telling import Event
from newsletter.staff import settings
from newsletter.staff.models import AuditEntry, Role
from newsletter.staff.relay_models import Purpose, Relay
from tests import factories
from tests.conftest import SignIn
from tests.jobs import enqueued
from tests.mailer import samples
from tests.mailer.counting_relay import CountingRelay
from tests.mailer.telling.heard import words_of

SAYS = "The relay doesn't offer STARTTLS"


def one_takes_mails_and_one_is_out(port: int) -> Relay:
    """Both are one server; to the second it is to speak over TLS, which it can't."""
    samples.use_relay(port)
    return samples.relay(port, name="North", security="starttls", weight=100)


def told() -> list[AuditEntry]:
    """But that an issue has ended."""
    news = sa.select(AuditEntry).where(AuditEntry.action.in_(set(Event) - {Event.ENDED}))
    return list(db.session.scalars(news))


def test_it_is_told_of_by_its_name_and_what_it_says(
    app: Flask, heart: Heartbeat, counting_relay: CountingRelay
) -> None:
    factories.staff(address="alena@example.org", role=Role.EDITOR)
    settings.save(webhook="https://hook.example.org")
    one_takes_mails_and_one_is_out(counting_relay.port)
    mailing = samples.mailing(5)
    send_batch(*samples.span(mailing))
    assert samples.counts(mailing) == {"sent": 5}
    (entry,) = told()
    subject, words = words_of(entry)
    assert "the relay North refuses us" in subject
    assert f"It says: {SAYS}" in words
    assert words.endswith("https://weekly.example.org/desk/sending")
    assert "call_webhook" in enqueued()


def test_of_two_batches_that_find_it_at_once_one_tells(
    open_app: Flask, open_heart: Heartbeat, counting_relay: CountingRelay
) -> None:
    def send(span: tuple[int, int, int]) -> None:
        with open_app.app_context():
            send_batch(*span)

    one_takes_mails_and_one_is_out(counting_relay.port)
    spans = [samples.span(samples.mailing(20)) for _ in range(2)]
    db.session.commit()
    with ThreadPoolExecutor() as threads:
        list(threads.map(send, spans))
    db.session.rollback()
    assert counting_relay.copies.total() == 20 + 40
    assert [entry.action for entry in told()] == [Event.RELAY_OUT]


def test_one_that_was_mended_in_vain_is_told_of_again(
    app: Flask, heart: Heartbeat, counting_relay: CountingRelay
) -> None:
    row = one_takes_mails_and_one_is_out(counting_relay.port)
    send_batch(*samples.span(samples.mailing(1)))
    facts = {"name": "North", "host": row.host, "port": row.port, "username": "", "security": "starttls"}
    keeping.change(row, by="nina", password="", active=True, purpose=Purpose.PRODUCTION, **facts)
    db.session.commit()
    send_batch(*samples.span(samples.mailing(1)))
    assert [entry.subject for entry in told()] == ["North", "North"]


def test_with_no_other_relay_left_it_is_told_that_the_issue_was_stopped_and_no_more(
    app: Flask, heart: Heartbeat, counting_relay: CountingRelay
) -> None:
    samples.relay(counting_relay.port, security="starttls")
    send_batch(*samples.span(samples.mailing(1)))
    assert [entry.action for entry in told()] == [Event.RELAY_REFUSES]


def test_whoever_adds_a_server_that_learns_the_addresses_of_readers_does_it_before_all(app: Flask) -> None:
    factories.staff(address="alena@example.org", role=Role.EDITOR)
    facts = {"port": 587, "username": "", "security": "starttls", "active": True}
    keeping.add(by="nina", password="", name="Test", host="mail.example.org", purpose=Purpose.TEST, **facts)
    usual = {"name": "North", "purpose": Purpose.PRODUCTION, **facts}
    row = keeping.add(by="nina", password="", host="mail.example.org", **usual)
    (entry,) = told()
    subject, words = words_of(entry)
    assert "North gets readers’ mails from now on" in subject
    assert "North, at mail.example.org, by nina." in words
    keeping.change(row, by="nina", password="", host="mail.example.org", **{**usual, "port": 25})
    assert len(told()) == 1
    keeping.change(row, by="nina", password="", host="mx.elsewhere.example", **usual)
    assert [entry.details["host"] for entry in told()] == ["mail.example.org", "mx.elsewhere.example"]


@pytest.mark.parametrize(("role", "links"), [(Role.EDITOR, 0), (Role.ADMIN, 1)])
def test_the_sending_screen_says_so_and_leads_to_it_whoever_can_mend_it(
    client: FlaskClient, sign_in: SignIn, heart: Heartbeat, role: Role, links: int
) -> None:
    sign_in(role)
    row = one_takes_mails_and_one_is_out(25)
    row.fail(SAYS, lasting=True)
    mailing = samples.mailing(1)
    for page in ("/desk/sending", f"/desk/sending/{mailing.edition.issue.number}"):
        (notice,) = notices(client, page)
        assert "The relay North gets no mails until it is mended" in notice.text
        assert SAYS in notice.text
        assert len(notice.select(f"a[href='/desk/settings/relays/{row.id}']")) == links


def test_the_screen_says_nothing_once_it_takes_mails_or_once_nothing_is_sent(
    client: FlaskClient, sign_in: SignIn, heart: Heartbeat
) -> None:
    sign_in(Role.EDITOR)
    row = one_takes_mails_and_one_is_out(25)
    row.fail(SAYS, lasting=True)
    mailing = samples.mailing(1)
    page = f"/desk/sending/{mailing.edition.issue.number}"
    assert notices(client, page)
    row.recover()
    assert not notices(client, page)
    row.fail(SAYS, lasting=True)
    through(mailing)
    assert not notices(client, page)


def notices(client: FlaskClient, page: str) -> list[Tag]:
    return list(BeautifulSoup(client.get(page).text, "html.parser").select(".notice:not(.lost)"))


def through(mailing: Mailing) -> None:
    mailings.cancel(mailing.id)
    db.session.commit()
