from collections.abc import Iterator

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from newsletter import tokens
from newsletter.db import db, now
from newsletter.subscribers import links
from newsletter.subscribers.models import (
    Status,
    Suppression,
    SuppressionReason,
)
from newsletter.tokens import Purpose
from tests.subscribers.readers import PAGES, address_of, everything, known, reader

ONE_CLICK = {"List-Unsubscribe": "One-Click"}


@pytest.fixture
def protected(app: Flask) -> Iterator[None]:
    """With the form protection that the other tests leave out."""
    app.config["WTF_CSRF_ENABLED"] = True
    yield
    app.config["WTF_CSRF_ENABLED"] = False


@pytest.mark.parametrize("status", list(Status))
@pytest.mark.parametrize("purpose", list(PAGES))
def test_a_scanner_that_opens_a_link_changes_nothing(client: FlaskClient, purpose: Purpose, status: Status) -> None:
    subscriber = reader(status=status, status_until=now())
    before = everything()
    address = address_of(purpose, subscriber)
    assert client.get(address).status_code == 200
    assert client.head(address).status_code == 200
    assert everything() == before


@pytest.mark.parametrize("purpose", list(Purpose))
def test_a_token_of_one_purpose_opens_no_other_page(client: FlaskClient, purpose: Purpose) -> None:
    subscriber = reader()
    token = tokens.sign(purpose, subscriber.uid.bytes)
    for other in PAGES.keys() - {purpose}:
        for answer in (client.get(f"/{PAGES[other]}/{token}"), client.post(f"/{PAGES[other]}/{token}")):
            assert answer.status_code == 410
    assert subscriber.status is Status.ACTIVE


@pytest.mark.parametrize("then", ["", "/pause", "/return", "/erasure"])
def test_a_forged_token_does_nothing(client: FlaskClient, then: str) -> None:
    subscriber = reader()
    token = links.token(Purpose.PREFERENCES, subscriber.uid)
    for forged in (token[:-1], token[:-1] + ("A" if token[-1] != "A" else "B"), token.swapcase(), "x"):
        assert client.post(f"/n/{forged}{then}").status_code == 410
    assert known() is subscriber


@pytest.mark.usefixtures("protected")
@pytest.mark.parametrize("kind", ["multipart/form-data", "application/x-www-form-urlencoded"])
def test_a_mail_program_unsubscribes_with_the_token_alone(client: FlaskClient, kind: str) -> None:
    subscriber = reader()
    answer = client.post(address_of(Purpose.UNSUBSCRIBE, subscriber), data=ONE_CLICK, content_type=kind)
    assert answer.status_code == 200
    assert subscriber.status is Status.UNSUBSCRIBED
    assert db.session.scalars(sa.select(Suppression.reason)).one() is SuppressionReason.UNSUBSCRIBED


@pytest.mark.usefixtures("protected")
@pytest.mark.parametrize("then", ["", "/pause", "/return", "/erasure"])
def test_everything_else_wants_a_form_of_ours(client: FlaskClient, then: str) -> None:
    subscriber = reader()
    assert client.post(address_of(Purpose.PREFERENCES, subscriber, then)).status_code == 400
    assert client.post(address_of(Purpose.CONFIRM, subscriber)).status_code == 400
    assert subscriber.status is Status.ACTIVE


def test_a_page_behind_a_link_stays_in_no_cache(client: FlaskClient) -> None:
    answer = client.get(address_of(Purpose.PREFERENCES, reader()))
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Referrer-Policy"] == "no-referrer"
