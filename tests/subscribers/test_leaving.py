import datetime as dt
import uuid

import sqlalchemy as sa
import time_machine
from flask.testing import FlaskClient

from newsletter.db import db, now
from newsletter.subscribers import links, subscription
from newsletter.subscribers.models import (
    Status,
    Suppression,
    SuppressionReason,
)
from newsletter.tokens import Purpose
from tests.subscribers.readers import address_of, everything, known, reader, sign_up

ONE_CLICK = {"List-Unsubscribe": "One-Click"}


def test_unsubscribing_can_be_repeated_even_when_the_reader_is_gone(client: FlaskClient) -> None:
    subscriber = reader()
    address = address_of(Purpose.UNSUBSCRIBE, subscriber)
    client.post(address, data=ONE_CLICK)
    until = subscriber.status_until
    assert client.post(address, data=ONE_CLICK).status_code == 200
    assert subscriber.status_until == until
    subscription.erase(subscriber)
    db.session.commit()
    assert client.get(address).status_code == 200
    assert client.post(address, data=ONE_CLICK).status_code == 200


def test_an_old_unsubscribe_link_works_for_years(client: FlaskClient) -> None:
    with time_machine.travel(now() - dt.timedelta(days=2000)):
        subscriber = reader()
        address = address_of(Purpose.UNSUBSCRIBE, subscriber)
    client.post(address, data=ONE_CLICK)
    assert subscriber.status is Status.UNSUBSCRIBED


def test_who_comes_back_to_the_link_is_told_that_it_is_done(client: FlaskClient) -> None:
    address = address_of(Purpose.UNSUBSCRIBE, reader())
    assert "You are unsubscribed" not in client.get(address).text
    client.post(address, data=ONE_CLICK)
    assert "You are unsubscribed" in client.get(address).text


def test_leaving_can_be_undone_with_one_press(client: FlaskClient) -> None:
    subscriber = reader()
    page = client.post(address_of(Purpose.UNSUBSCRIBE, subscriber)).text
    undo = next(part for part in page.split('"') if part.endswith("/return"))
    assert client.post(undo, follow_redirects=True).status_code == 200
    assert (subscriber.status, subscriber.status_until) == (Status.ACTIVE, None)
    assert db.session.scalars(sa.select(Suppression)).all() == []


def test_erasing_leaves_a_keyed_hash_and_nothing_else(client: FlaskClient) -> None:
    subscription.confirm(reader(status=Status.PENDING))
    sign_up()
    subscriber = known()
    assert subscriber
    index = subscriber.address_index
    answer = client.post(address_of(Purpose.PREFERENCES, subscriber, "/erasure"))
    assert answer.status_code == 303
    left = everything()
    assert (left["subscriber"], left["consent"], left["sign_up"]) == ([], [], [])
    assert [row[0] for row in left["suppression"]] == [index]
    assert db.session.scalars(sa.select(Suppression.reason)).one() is SuppressionReason.ERASED


def test_a_link_of_somebody_erased_answers_like_one_of_nobody(client: FlaskClient) -> None:
    subscriber = reader()
    gone = links.token(Purpose.PREFERENCES, subscriber.uid)
    subscription.erase(subscriber)
    db.session.commit()
    nobody = links.token(Purpose.PREFERENCES, uuid.uuid4())
    for then in ("", "/pause", "/return", "/erasure"):
        answers = [client.post(f"/n/{token}{then}") for token in (gone, nobody)]
        assert [answer.status_code for answer in answers] == [410, 410]
        assert answers[0].data == answers[1].data
        assert "no longer leads to a subscription" in answers[0].text
