import datetime as dt

import sqlalchemy as sa
import time_machine
from flask.testing import FlaskClient

from newsletter.db import db, now
from newsletter.languages import Reading
from newsletter.subscribers import subscription
from newsletter.subscribers.models import (
    ConsentAct,
    Status,
    Suppression,
)
from newsletter.tokens import Purpose
from tests.subscribers.readers import address_of, answered, known, reader, sign_up


def test_pressing_the_button_confirms(client: FlaskClient) -> None:
    subscriber = reader(status=Status.PENDING, reading=Reading.RU_BE)
    address = address_of(Purpose.CONFIRM, subscriber)
    assert "<button" in client.get(address).text
    answer = client.post(address, follow_redirects=True)
    assert "Вы успешно подписались" in answer.text
    assert '<html lang="ru">' in answer.text
    assert (subscriber.status, [act.act for act in subscriber.consents]) == (Status.ACTIVE, [ConsentAct.CONFIRMED])
    assert subscriber.confirmed_at is not None


def test_confirming_twice_is_fine(client: FlaskClient) -> None:
    subscriber = reader(status=Status.PENDING)
    address = address_of(Purpose.CONFIRM, subscriber)
    client.post(address)
    first = subscriber.confirmed_at
    assert client.post(address).status_code == 303
    assert (subscriber.confirmed_at, len(subscriber.consents)) == (first, 1)


def test_confirming_lifts_what_kept_the_address_from_being_mailed(client: FlaskClient) -> None:
    subscription.erase(reader())
    answered(sign_up())
    again = known()
    assert again
    client.post(address_of(Purpose.CONFIRM, again))
    assert db.session.scalars(sa.select(Suppression)).all() == []


def test_a_confirmation_link_that_is_too_old_says_what_to_do(client: FlaskClient) -> None:
    subscriber = reader(status=Status.PENDING)
    address = address_of(Purpose.CONFIRM, subscriber)
    with time_machine.travel(now() + dt.timedelta(hours=49)):
        for answer in (client.get(address), client.post(address)):
            assert answer.status_code == 410
            assert "too old" in answer.text
            assert "/subscribe" in answer.text
    assert subscriber.status is Status.PENDING
