"""The pages that a discreet letter leads to, and the name under which there is nothing else."""

import datetime as dt
import re
import uuid
from collections.abc import Iterator

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from newsletter.db import db, now
from newsletter.languages import Language, Variant
from newsletter.staff import settings
from newsletter.staff.models import Role
from newsletter.subscribers import links, subscription
from newsletter.subscribers.models import Status, Subscriber
from newsletter.tokens import Purpose
from tests.conftest import SignIn
from tests.subscribers import discreet
from tests.subscribers.discreet import THERE
from tests.subscribers.readers import PAGES, address_of, known, reader
from tests.test_guards import address, guarded

ONE_CLICK = {"List-Unsubscribe": "One-Click"}
SUBSCRIPTION = (Purpose.CONFIRM, Purpose.UNSUBSCRIBE, Purpose.PREFERENCES)


@pytest.fixture(autouse=True)
def newsroom(app: Flask) -> Iterator[None]:
    """With discreet letters, and with the form protection that other tests leave out."""
    discreet.set_up()
    app.config["WTF_CSRF_ENABLED"] = True
    yield
    app.config["WTF_CSRF_ENABLED"] = False


def told(answer: TestResponse) -> list[str]:
    """What of an answer, its headers included, gives away whose it is."""
    headers = "\n".join(f"{name}: {value}" for name, value in answer.headers)
    return discreet.TELLTALES.findall(headers + answer.text)


@pytest.mark.parametrize("role", [None, Role.ADMIN])
def test_under_the_discreet_name_every_other_address_is_of_nothing(
    app: Flask, client: FlaskClient, sign_in: SignIn, role: Role | None
) -> None:
    """Whatever there is at it under the public name, and however it is asked for: the answers can't be told apart."""
    if role:
        sign_in(role)
    views = app.view_functions
    ours = {f"subscribers.{name}" for name in ("confirm", "unsubscribe", "preferences", "pause", "resume", "erase")}
    ours |= {f"subscribers.{name}" for name in ("do_confirm", "do_unsubscribe", "save_preferences")}
    assert {name for name in views if getattr(views[name], "discreet", False)} == ours
    asked = [(method, address(app, rule)) for rule, method in guarded(app) if rule.endpoint not in ours]
    asked += [
        ("GET", path) for path in ("/", "/nowhere", "/robots.txt", "/favicon.ico", "/be", "/n/", "/static/0/icon.svg")
    ]
    asked += [("GET", "/static/0/css/public.css"), ("POST", "/nowhere"), ("DELETE", "/desk/"), ("PUT", "/n/token")]
    answers = [client.open(path, method=method, base_url=THERE) for method, path in asked]
    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.data for answer in answers}) == 1
    assert len({tuple(name for name in answer.headers if name[0] != "Date") for answer in answers}) == 1
    assert not told(answers[0])


def pages_of(client: FlaskClient, language: Language) -> Iterator[TestResponse]:
    """Everything that a reader can come to from the first letter to the last press."""
    subscriber = reader(status=Status.PENDING, variant=Variant.DISCREET, language=language)
    for status in Status:
        subscriber.status, subscriber.status_until = status, now()
        db.session.commit()
        for purpose in SUBSCRIPTION:
            yield client.get(address_of(purpose, subscriber), base_url=THERE)
    yield client.post(address_of(Purpose.PREFERENCES, subscriber), base_url=THERE)
    with time_machine.travel(now() - dt.timedelta(hours=50)):
        late = address_of(Purpose.CONFIRM, subscriber)
    yield client.get(late, base_url=THERE)
    yield client.get("/n/nonsense", base_url=THERE)
    yield client.post(address_of(Purpose.UNSUBSCRIBE, subscriber), base_url=THERE)
    client.application.config["WTF_CSRF_ENABLED"] = False
    yield client.post(address_of(Purpose.PREFERENCES, subscriber), base_url=THERE, data={"languages": "pl"})
    yield client.post(address_of(Purpose.PREFERENCES, subscriber, "/erasure"), base_url=THERE)
    for purpose in SUBSCRIPTION:
        yield client.get(f"/{PAGES[purpose]}/{links.token(purpose, uuid.uuid4())}", base_url=THERE)


@pytest.mark.parametrize("language", list(Language))
def test_no_page_under_the_discreet_name_tells_whose_it_is(client: FlaskClient, language: Language) -> None:
    client.set_cookie("language", language, domain=discreet.HOST)
    answers = list(pages_of(client, language))
    assert [answer.status_code for answer in answers] == [200] * 12 + [400, 410, 410, 200, 422, 200, 410, 200, 410]
    name = settings.current().discreet_names[language]
    for answer in answers:
        assert not told(answer)
        assert f" · {name}</title>" in answer.text
        assert f'<html lang="{language}">' in answer.text
        assert re.findall(r'(?:src|<link [^>]*href)="([^"]+)"', answer.text) == [sheet_of(answer)]


def sheet_of(answer: TestResponse) -> str:
    found = re.search(r'<link rel="stylesheet" href="(/static/\w+/css/plain\.css)">', answer.text)
    assert found
    return found[1]


def test_the_one_file_that_they_load_tells_nothing_either(client: FlaskClient) -> None:
    sheet = client.get(sheet_of(client.get("/n/nonsense", base_url=THERE)), base_url=THERE)
    assert sheet.status_code == 200
    assert not told(sheet)
    assert "url(" not in sheet.text
    assert "import" not in sheet.text


def test_a_page_that_fails_there_tells_nothing(
    app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("The Marsh Gazette")

    app.config["PROPAGATE_EXCEPTIONS"] = False
    monkeypatch.setattr(links, "reader", broken)
    answer = client.get("/n/token", base_url=THERE)
    app.config["PROPAGATE_EXCEPTIONS"] = None
    assert answer.status_code == 500
    assert not told(answer)


def test_one_page_offers_to_stop_to_erase_and_to_change(client: FlaskClient) -> None:
    subscriber = reader(variant=Variant.DISCREET)
    page = client.get(address_of(Purpose.PREFERENCES, subscriber), base_url=THERE).text
    actions = re.findall(r'<form[^>]* action="([^"]+)"', page)
    assert [re.sub(r"^/(.)/[^/]+", r"/\1", action) for action in actions] == ["/s", "/n/erasure", "/n", "/n/pause"]
    assert 'value="discreet"' in page
    assert "<a " not in page, "there is nowhere else to go"


def test_a_mail_program_unsubscribes_there_with_the_token_alone(client: FlaskClient) -> None:
    subscriber = reader(variant=Variant.DISCREET)
    for _ in range(2):
        answer = client.post(address_of(Purpose.UNSUBSCRIBE, subscriber), base_url=THERE, data=ONE_CLICK)
        assert (answer.status_code, subscriber.status) == (200, Status.UNSUBSCRIBED)
    subscription.erase(subscriber)
    db.session.commit()
    assert client.post(address_of(Purpose.UNSUBSCRIBE, subscriber), base_url=THERE).status_code == 200


def test_everything_else_there_wants_a_form_of_ours(client: FlaskClient) -> None:
    subscriber = reader(variant=Variant.DISCREET)
    for then in ("", "/pause", "/return", "/erasure"):
        assert client.post(address_of(Purpose.PREFERENCES, subscriber, then), base_url=THERE).status_code == 400
    assert known() is subscriber


def forms(client: FlaskClient, subscriber: Subscriber, root: str, then: str = "") -> TestResponse:
    """Press a button of the page as a browser does."""
    where = {"base_url": root, "headers": {"Referer": root}}
    page = client.get(address_of(Purpose.PREFERENCES, subscriber), **where).text
    found = re.search(r'name="csrf_token"[^>]* value="([^"]+)"', page)
    assert found
    wish = {"csrf_token": found[1], "languages": "en", "language": "en", "kind": "discreet"}
    return client.post(address_of(Purpose.PREFERENCES, subscriber, then), data=wish, **where)


def test_whoever_has_to_be_quick_is_gone_in_two_taps(client: FlaskClient) -> None:
    answer = forms(client, reader(variant=Variant.DISCREET), THERE, "/erasure")
    assert (answer.status_code, known()) == (200, None)
    assert "Erased" in answer.text


def test_a_standard_readers_link_opens_there_too_and_shows_as_little(client: FlaskClient) -> None:
    """They may have changed back, and opened an older letter."""
    answer = client.get(address_of(Purpose.PREFERENCES, reader()), base_url=THERE)
    assert answer.status_code == 200
    assert not told(answer)


def test_a_discreet_readers_pages_are_bare_under_the_public_name_too(client: FlaskClient) -> None:
    public, subscriber = "https://weekly.example.org", reader()
    assert "Gazette" in client.get(address_of(Purpose.PREFERENCES, subscriber), base_url=public).text
    assert forms(client, subscriber, public).status_code == 303
    assert subscriber.variant is Variant.DISCREET
    for purpose in SUBSCRIPTION:
        assert not told(client.get(address_of(purpose, subscriber), base_url=public))
    assert not told(forms(client, subscriber, public, "/erasure"))


@pytest.mark.parametrize(
    "host",
    [
        *("NOTES.example.net", "notes.example.net.", "notes.example.net:8443", "notes.example.net:x"),
        *("a@notes.example.net", " notes.example.net", "notes.example.net/", "notes.example.net,a.example", ""),
    ],
)
def test_the_name_is_known_however_it_is_written(client: FlaskClient, host: str) -> None:
    answer = client.get("/en/", headers={"Host": host})
    assert answer.status_code == 404
    assert not told(answer)


def test_under_the_public_name_and_any_other_nothing_changes(client: FlaskClient) -> None:
    for host in ("weekly.example.org", "127.0.0.1:8000"):
        assert "Gazette" in client.get("/en/", headers={"Host": host}).text


@pytest.mark.parametrize(
    ("purpose", "older"),
    [(Purpose.UNSUBSCRIBE, "unsubscribe"), (Purpose.PREFERENCES, "preferences"), (Purpose.CONFIRM, "confirm")],
)
def test_the_longer_addresses_of_mails_that_were_sent_go_on_working(
    client: FlaskClient, purpose: Purpose, older: str
) -> None:
    subscriber = reader()
    assert client.get(f"/{older}/{links.token(purpose, subscriber.uid)}").status_code == 200
    client.post(f"/unsubscribe/{links.token(Purpose.UNSUBSCRIBE, subscriber.uid)}", data=ONE_CLICK)
    assert subscriber.status is Status.UNSUBSCRIBED
