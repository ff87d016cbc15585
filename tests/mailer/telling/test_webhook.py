"""Another program is told what the editors are told, and can tell that it is us."""

import hashlib
import hmac
import json
from collections.abc import Iterator

import pytest
import sqlalchemy as sa
from flask import Flask

from newsletter.background import TryLater
from newsletter.db import db
from newsletter.issues.outside.network import Network
from newsletter.mailer import mailings, relays
from newsletter.mailer.telling import webhook
from newsletter.staff import sealed_settings, settings
from newsletter.staff.models import AuditEntry
from tests.issues.outside import HOST, NameServer, WebServer, name_server, status, trusting, web_server
from tests.jobs import enqueued
from tests.mailer import samples

SECRET = "a secret of both programs"


@pytest.fixture
def names() -> Iterator[NameServer]:
    with name_server() as server:
        server.holds(HOST, "A", "127.0.0.1")
        yield server


@pytest.fixture
def web() -> Iterator[WebServer]:
    with web_server() as server:
        yield server


@pytest.fixture
def public(app: Flask, names: NameServer, web: WebServer) -> Network:
    """On which this machine is a public server, and the webhook leads to it."""
    sealed = sealed_settings.sealed("webhook_secret", SECRET)
    settings.save(webhook=web.address("/hook?from=us"), webhook_secret=sealed)
    return trusting(names, "127.0.0.1")


def a_mailing_stopped() -> int:
    """The entry of the audit log that tells of it."""
    mailings.note_problem(samples.mailing(1).id, relays.NoRelay("535 5.7.8 wrong password", None))
    db.session.commit()
    return db.session.scalars(sa.select(AuditEntry.id).where(AuditEntry.action == "mailing.relay_refuses")).one()


def test_it_is_called_when_a_mailing_stops_with_what_happened_signed(public: Network, web: WebServer) -> None:
    entry_id = a_mailing_stopped()
    assert "call_webhook" in enqueued()
    webhook.call(entry_id, public)
    (asked,) = web.asked
    told = json.loads(asked.body)
    assert (asked.method, asked.path) == ("POST", "/hook?from=us")
    assert asked.headers["newsletter-signature"] == (
        "sha256=" + hmac.new(SECRET.encode(), asked.body, hashlib.sha256).hexdigest()
    )
    assert (told["event"], told["says"]) == ("mailing.relay_refuses", "535 5.7.8 wrong password")
    assert told["link"].endswith(f"/desk/sending/{told['issue']}")
    assert {"id", "at", "sent_at"} <= told.keys()
    assert b"@" not in asked.body
    assert settings.current().webhook_answer["says"] == "200"


def test_one_that_fails_is_called_again_and_its_answer_kept(public: Network, web: WebServer) -> None:
    web.behaves = lambda _request: status(503)
    with pytest.raises(TryLater):
        webhook.call(a_mailing_stopped(), public)
    assert settings.current().webhook_answer["says"] == "503"


def test_nobody_is_followed_elsewhere(public: Network, web: WebServer) -> None:
    with web_server() as inside:
        web.behaves = lambda _request: status(307, f"Location: https://127.0.0.1:{inside.port}/")
        with pytest.raises(TryLater):
            webhook.call(a_mailing_stopped(), public)
        assert not inside.asked


def test_a_private_network_is_not_called(public: Network, names: NameServer, web: WebServer) -> None:
    with pytest.raises(TryLater):
        webhook.call(a_mailing_stopped(), trusting(names))
    assert not web.asked
    assert settings.current().webhook_answer["says"] == "private"


def test_a_trial_is_made_once_and_tells_nothing_of_a_mailing(public: Network, web: WebServer) -> None:
    web.behaves = lambda _request: status(404)
    webhook.try_out(by="nina")
    entry_id = db.session.scalars(sa.select(AuditEntry.id)).one()
    webhook.call(entry_id, public)
    assert json.loads(web.asked[0].body).keys() == {"id", "event", "at", "sent_at"}
    assert settings.current().webhook_answer["says"] == "404"
