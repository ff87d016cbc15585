import re
from collections.abc import Iterator

import pytest
import sqlalchemy as sa
import time_machine
from flask import Flask
from flask.testing import FlaskClient

from newsletter import create_app, keys
from newsletter.db import db, now
from newsletter.languages import Language, Reading, Variant
from newsletter.subscribers import consent
from newsletter.subscribers.forms import SignUpForm
from newsletter.subscribers.models import SignUp
from newsletter.vault import Vault, vault
from newsletter.web import limiter
from tests import factories
from tests.jobs import enqueued
from tests.subscribers import discreet
from tests.subscribers.readers import note, submit


def sign_ups() -> list[SignUp]:
    return list(db.session.scalars(sa.select(SignUp).order_by(SignUp.id)))


def test_a_sign_up_is_sealed_and_left_to_the_mailer(client: FlaskClient) -> None:
    answer = submit(client, "Alena@Example.ORG", first="ru")
    assert (answer.status_code, answer.location) == (303, "/be/subscribe/sent")
    [sign_up] = sign_ups()
    assert vault.open("sign_up", sign_up.uid, sign_up.address) == "alena@example.org"
    assert (sign_up.reading, sign_up.language, sign_up.consent) == (Reading.RU_BE, Language.BE, consent.CURRENT)
    assert enqueued() == ["receive_sign_up"]


@pytest.mark.parametrize("kind", ["standard", "discreet"])
@pytest.mark.parametrize("has", list(Variant))
def test_a_known_address_gets_the_same_answer_after_the_same_work(
    client: FlaskClient, query_count: list[str], kind: str, has: Variant
) -> None:
    discreet.set_up()
    factories.subscriber(address="alena@example.org", variant=has)
    db.session.commit()
    client.get("/be/subscribe")
    answers, work = [], []
    for address in ("alena@example.org", "nobody@example.org"):
        query_count.clear()
        answer = submit(client, address, kind=kind)
        work.append(list(query_count))
        page = client.get(answer.location)
        answers.append((answer.status, list(answer.headers), answer.data, page.status, page.data))
    assert answers[0] == answers[1]
    assert work[0] == work[1]


@pytest.mark.parametrize(
    ("language", "reading"), [("en", Reading.EN), ("be", Reading.BE_RU), ("ru", Reading.RU_BE)], ids=["en", "be", "ru"]
)
def test_the_form_begins_with_the_language_of_its_page(app: Flask, language: str, reading: Reading) -> None:
    with app.test_request_context(f"/{language}/subscribe"):
        assert SignUpForm.empty(Language(language)).reading is reading


def test_discreet_letters_are_offered_with_what_they_are_where_the_newsroom_has_them(client: FlaskClient) -> None:
    assert "discreet" not in client.get("/en/subscribe").text
    discreet.set_up()
    for page in (client.get("/en/subscribe").text, client.get("/en/").text):
        assert "No name, no pictures, a neutral subject. Opening it loads nothing." in page
        assert "Whoever sees your mailbox sees whose letter it is." in page
        assert re.search(r'<input[^>]* checked [^>]*value="standard"', page)
    assert "“Notes”" in client.get("/en/subscribe/sent").text


@pytest.mark.parametrize(
    ("fields", "variant"), [({"kind": "discreet"}, "discreet"), ({"kind": "standard"}, "standard"), ({}, "standard")]
)
def test_the_kind_of_letter_is_what_the_reader_chose(
    client: FlaskClient, fields: dict[str, str], variant: Variant
) -> None:
    discreet.set_up()
    submit(client, **fields)
    assert sign_ups()[0].variant is Variant(variant)


def test_a_discreet_letter_that_nobody_offered_is_not_to_be_had(client: FlaskClient) -> None:
    submit(client, kind="discreet")
    assert sign_ups()[0].variant is Variant.STANDARD


def test_a_mistyped_address_loses_no_wish_for_a_discreet_letter(client: FlaskClient) -> None:
    discreet.set_up()
    answer = submit(client, "alena(at)example.org", kind="discreet")
    assert re.search(r'<input[^>]* checked [^>]*value="discreet"', answer.text)
    assert submit(client, kind="loud").status_code == 422


def test_english_readers_are_not_asked_which_language_comes_first(client: FlaskClient) -> None:
    submit(client, languages="en", first="ru")
    assert sign_ups()[0].reading is Reading.EN


def test_a_mistyped_address_is_kept_in_the_form_with_the_other_answers(client: FlaskClient) -> None:
    answer = submit(client, "alena(at)example.org", first="ru")
    assert answer.status_code == 422
    assert 'value="alena(at)example.org"' in answer.text
    assert 'checked id="first-1"' in answer.text
    assert 'aria-invalid="true"' in answer.text
    assert answer.headers["Cache-Control"] == "no-store"
    assert sign_ups() == []


@pytest.mark.parametrize(
    "address",
    [
        "alena@example.org\r\nBcc: taras@example.org",
        "alena\n@example.org",
        "alena@example.org\0",
        "alena\0@example.org",
        "alena@example.org, taras@example.org",
        "Alena <alena@example.org>",
        "alena@ехample.org",  # the first two letters after @ are Cyrillic
        "аlena@example.org",  # the first letter is Cyrillic
        "alena@",
        "a" * 300 + "@example.org",
        "",
    ],
)
def test_an_address_that_could_harm_or_deceive_is_refused(client: FlaskClient, address: str) -> None:
    assert submit(client, address).status_code == 422
    assert sign_ups() == []


def test_whoever_has_an_address_to_correct_is_not_told_just_to_press_once_more(client: FlaskClient) -> None:
    notice = 'class="notice bad"'
    assert notice in submit(client, shown=note(0)).text
    answer = submit(client, "alena(at)example.org", shown=note(0))
    assert 'aria-invalid="true"' in answer.text
    assert notice not in answer.text


def test_a_filled_honeypot_is_refused_and_emptied(client: FlaskClient) -> None:
    answer = submit(client, topic="Cheap watches")
    assert answer.status_code == 422
    assert "Cheap watches" not in answer.text
    assert sign_ups() == []


def test_a_form_sent_within_two_seconds_is_refused_and_can_be_sent_again(client: FlaskClient) -> None:
    with time_machine.travel(now(), tick=False) as clock:
        fresh = note(0)
        assert submit(client, shown=fresh).status_code == 422
        clock.shift(3)
        assert submit(client, shown=fresh).status_code == 303


@pytest.mark.parametrize("shown", ["", "forged", "A" * 40])
def test_a_form_without_a_genuine_note_gets_a_new_one(client: FlaskClient, shown: str) -> None:
    answer = submit(client, shown=shown)
    assert answer.status_code == 422
    assert sign_ups() == []


def test_a_form_that_lay_open_for_a_day_is_refused_kindly(client: FlaskClient) -> None:
    assert submit(client, shown=note(24 * 3600)).status_code == 422


@pytest.fixture
def limited(built_app: Flask) -> Iterator[FlaskClient]:
    """A client of an application that limits, as it does everywhere but in these tests."""
    names = ("TESTING", "DATA", "DATABASE_URL", "KEYS", "OPENING_KEYS", "URL", "WTF_CSRF_ENABLED")
    app = create_app({name: built_app.config[name] for name in names} | {"RATELIMIT_ENABLED": True})
    yield app.test_client()
    limiter.reset()
    limiter.enabled = False
    with app.app_context():
        db.engine.dispose()


def test_a_network_that_signs_up_too_often_is_told_the_limit_and_loses_nothing(limited: FlaskClient) -> None:
    answers = [submit(limited, f"alena(at)example{n}.org", "en", shown="") for n in range(21)]
    assert [answer.status_code for answer in answers] == [422] * 20 + [429]
    assert "20 sign-ups an hour and 100 a day" in answers[-1].text
    assert 'value="alena(at)example20.org"' in answers[-1].text


@pytest.mark.parametrize(
    ("addresses", "answer"), [("2001:db8::{:x}", 429), ("2001:db8:0:{:x}::1", 422), ("::ffff:10.0.0.{}", 422)]
)
def test_all_ipv6_addresses_of_one_network_count_as_one(limited: FlaskClient, addresses: str, answer: int) -> None:
    """Whoever has one has as many of them as they like."""
    for number in range(21):
        limited.environ_base["REMOTE_ADDR"] = addresses.format(number)
        last = submit(limited, "alena(at)example.org", "en", shown="")
    assert last.status_code == answer


def test_a_web_process_without_the_opening_keys_takes_sign_ups(app: Flask, client: FlaskClient) -> None:
    whole: Vault = app.extensions["vault"]
    held = whole.keys
    app.extensions["vault"] = Vault(keys.Keys(held.intake_public, held.index, held.links, {}, {}))
    try:
        assert client.get("/en/subscribe").status_code == 200
        assert submit(client).status_code == 303
    finally:
        app.extensions["vault"] = whole
    [sign_up] = sign_ups()
    assert vault.open("sign_up", sign_up.uid, sign_up.address) == "alena@example.org"


def test_every_wording_of_the_consent_is_in_every_language() -> None:
    for words in consent.WORDINGS.values():
        assert all(words[language] for language in Language)


@pytest.mark.parametrize(
    ("language", "its_name"), [("en", "The discreet letter"), ("be", "Непрыкметны ліст"), ("ru", "Незаметное письмо")]
)
def test_what_a_discreet_letter_cannot_do_is_said_where_it_is_offered(
    client: FlaskClient, language: str, its_name: str
) -> None:
    heading = f"<h2>{its_name}</h2>"
    assert heading not in client.get(f"/{language}/safety").text
    discreet.set_up()
    assert heading in client.get(f"/{language}/safety").text


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("page", ["subscribe", "subscribe/sent", "safety", "erased"])
def test_every_page_is_there_in_every_language_and_leads_to_the_others(
    client: FlaskClient, language: Language, page: str
) -> None:
    answer = client.get(f"/{language}/{page}")
    assert answer.status_code == 200
    assert f'<html lang="{language}">' in answer.text
    for other in Language:
        assert f'hreflang="{other}" href="/{other}/{page}"' in answer.text
