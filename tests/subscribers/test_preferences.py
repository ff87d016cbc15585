import datetime as dt

import time_machine
from flask.testing import FlaskClient

from newsletter.db import now
from newsletter.languages import Language, Reading, Variant
from newsletter.subscribers import subscription
from newsletter.subscribers.models import (
    ConsentAct,
    Status,
)
from newsletter.tokens import Purpose
from tests.subscribers import discreet
from tests.subscribers.readers import address_of, known, reader


def test_a_reader_changes_what_they_read_and_the_language_of_the_pages(client: FlaskClient) -> None:
    subscriber = reader(reading=Reading.EN)
    wish = {"languages": "be-ru", "first": "ru", "language": "be"}
    answer = client.post(address_of(Purpose.PREFERENCES, subscriber), data=wish, follow_redirects=True)
    assert (subscriber.reading, subscriber.language) == (Reading.RU_BE, Language.BE)
    assert '<html lang="be">' in answer.text
    assert [(act.act, act.reading) for act in subscriber.consents] == [(ConsentAct.CHANGED, Reading.RU_BE)]


def test_a_reader_changes_the_kind_of_letter(client: FlaskClient) -> None:
    discreet.set_up()
    subscriber = reader()
    wish = {"languages": "en", "language": "en", "kind": "discreet"}
    answer = client.post(address_of(Purpose.PREFERENCES, subscriber), data=wish, follow_redirects=True)
    assert subscriber.variant is Variant.DISCREET
    assert [(act.act, act.variant) for act in subscriber.consents] == [(ConsentAct.CHANGED, Variant.DISCREET)]
    assert "kind of letter: discreet" in answer.text
    assert "EN, discreet" in answer.text
    assert "The next letter comes from “Notes”." in answer.text
    wish["kind"] = "standard"
    answer = client.post(address_of(Purpose.PREFERENCES, subscriber), data=wish, base_url=discreet.THERE)
    page = client.get(answer.location, base_url=discreet.THERE).text
    assert "our letters show our name" in page
    assert not discreet.TELLTALES.findall(page)


def test_saving_a_form_that_did_not_ask_keeps_the_letters_discreet(client: FlaskClient) -> None:
    subscriber = reader(variant=Variant.DISCREET)
    wish = {"languages": "be-ru", "first": "be", "language": "en"}
    client.post(address_of(Purpose.PREFERENCES, subscriber), data=wish)
    assert (subscriber.reading, subscriber.variant) == (Reading.BE_RU, Variant.DISCREET)


def test_preferences_that_make_no_sense_are_refused(client: FlaskClient) -> None:
    subscriber = reader(reading=Reading.EN)
    wish = {"languages": "pl", "first": "ru", "language": "tlh"}
    assert client.post(address_of(Purpose.PREFERENCES, subscriber), data=wish).status_code == 422
    assert subscriber.reading is Reading.EN


def test_a_pause_lasts_four_weeks_and_can_be_ended(client: FlaskClient) -> None:
    subscriber = reader()
    with time_machine.travel(now(), tick=False):
        client.post(address_of(Purpose.PREFERENCES, subscriber, "/pause"))
        assert (subscriber.status, subscriber.status_until) == (Status.PAUSED, now() + dt.timedelta(weeks=4))
    client.post(address_of(Purpose.PREFERENCES, subscriber, "/return"))
    assert subscriber.status is Status.ACTIVE


def test_a_reader_who_was_not_confirmed_cannot_confirm_by_resuming(client: FlaskClient) -> None:
    subscriber = reader(status=Status.PENDING)
    client.post(address_of(Purpose.PREFERENCES, subscriber, "/return"))
    assert subscriber.status is Status.PENDING


def test_all_that_we_hold_is_listed_without_the_address(client: FlaskClient) -> None:
    subscription.confirm(reader(status=Status.PENDING, reading=Reading.BE_RU, language=Language.EN))
    subscriber = known()
    assert subscriber
    page = client.get(address_of(Purpose.PREFERENCES, subscriber)).text
    assert "BE → RU" in page
    assert "confirmed" in page
    assert "alena" not in page
