import datetime as dt
import uuid
from collections.abc import Iterator

import pytest
import sqlalchemy as sa
import time_machine
from flask import Flask
from flask.testing import FlaskClient

from newsletter import tokens
from newsletter.db import Model, db, now
from newsletter.languages import Language, Reading
from newsletter.subscribers import links, subscription
from newsletter.subscribers.models import (
    ConsentAct,
    Status,
    Subscriber,
    Suppression,
    SuppressionReason,
)
from newsletter.tokens import Purpose
from tests import factories
from tests.subscribers.readers import answered, known, sign_up

ONE_CLICK = {"List-Unsubscribe": "One-Click"}
PAGES = {Purpose.CONFIRM: "confirm", Purpose.UNSUBSCRIBE: "unsubscribe", Purpose.PREFERENCES: "preferences"}


def address_of(purpose: Purpose, subscriber: Subscriber, then: str = "") -> str:
    return f"/{PAGES[purpose]}/{links.token(purpose, subscriber.uid)}{then}"


def reader(**facts: object) -> Subscriber:
    made = factories.subscriber(address="alena@example.org", **facts)  # type: ignore[arg-type]
    db.session.commit()
    return made


def everything() -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table of ours."""
    db.session.expire_all()
    return {
        name: [tuple(row) for row in db.session.execute(sa.select(table))]
        for name, table in Model.metadata.tables.items()
    }


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


def test_pressing_the_button_confirms(client: FlaskClient) -> None:
    subscriber = reader(status=Status.PENDING, reading=Reading.RU_BE)
    address = address_of(Purpose.CONFIRM, subscriber)
    assert "<button" in client.get(address).text
    answer = client.post(address, follow_redirects=True)
    assert "You have been successfully subscribed" in answer.text
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
        assert client.post(f"/preferences/{forged}{then}").status_code == 410
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


def test_leaving_can_be_undone_with_one_press(client: FlaskClient) -> None:
    subscriber = reader()
    page = client.post(address_of(Purpose.UNSUBSCRIBE, subscriber)).text
    undo = next(part for part in page.split('"') if part.endswith("/return"))
    assert client.post(undo, follow_redirects=True).status_code == 200
    assert (subscriber.status, subscriber.status_until) == (Status.ACTIVE, None)
    assert db.session.scalars(sa.select(Suppression)).all() == []


def test_a_reader_changes_what_they_read_and_the_language_of_the_pages(client: FlaskClient) -> None:
    subscriber = reader(reading=Reading.EN)
    wish = {"languages": "be-ru", "first": "ru", "language": "be"}
    answer = client.post(address_of(Purpose.PREFERENCES, subscriber), data=wish, follow_redirects=True)
    assert (subscriber.reading, subscriber.language) == (Reading.RU_BE, Language.BE)
    assert '<html lang="be">' in answer.text
    assert [(act.act, act.reading) for act in subscriber.consents] == [(ConsentAct.CHANGED, Reading.RU_BE)]


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
        answers = [client.post(f"/preferences/{token}{then}") for token in (gone, nobody)]
        assert [answer.status_code for answer in answers] == [410, 410]
        assert answers[0].data == answers[1].data
        assert "no longer leads to a subscription" in answers[0].text


def test_a_page_behind_a_link_stays_in_no_cache(client: FlaskClient) -> None:
    answer = client.get(address_of(Purpose.PREFERENCES, reader()))
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Referrer-Policy"] == "no-referrer"
