"""An administrator switches machine drafts on, is told what leaves the machine, and tries it out."""

import uuid
from collections.abc import Callable, Iterator

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from newsletter.db import db
from newsletter.staff import sealed_settings, settings
from newsletter.staff.models import AuditEntry, Role, Setting
from newsletter.translation.machine import configuration
from newsletter.vault import NotOfThisRow
from tests.conftest import SignIn
from tests.jobs import enqueued
from tests.translation.machine import provider
from tests.translation.machine.provider import KEY, ProviderServer, Reply, in_turn

PAGE = "/desk/settings/machine"
MODEL = {
    "provider": "chat",
    "address": "https://api.example.org/v1/",
    "model": "gemma3:27b",
    "key": KEY,
    "notes": " Short. ",
}


@pytest.fixture
def server() -> Iterator[ProviderServer]:
    with ProviderServer(provider.chat) as running:
        yield running


@pytest.fixture(autouse=True)
def admin(sign_in: SignIn) -> None:
    sign_in(Role.ADMIN, handle="anna")


def test_nothing_is_sent_anywhere_before_somebody_says_so(client: FlaskClient) -> None:
    assert not configuration.is_on()
    page = client.get(PAGE).text
    assert "nobody: machine drafts are off" in page
    assert "Try it" not in page
    assert client.post(f"{PAGE}/trial").status_code == 302
    assert not enqueued()


def test_what_leaves_and_to_whom_is_told(client: FlaskClient) -> None:
    assert client.post(PAGE, data=MODEL).status_code == 302
    page = client.get(PAGE).text
    assert "<strong>api.example.org</strong>" in page
    assert "unpublished as they are" in page
    assert "anything about readers" in page
    assert 'value="gemma3:27b"' in page
    assert settings.current().machine_address == "https://api.example.org/v1"
    assert settings.current().machine_notes == "Short."
    entry = db.session.scalars(sa.select(AuditEntry).where(AuditEntry.action == "settings.changed")).one()
    assert entry.details == {"host": "api.example.org"}


def test_the_key_is_sealed_and_never_shown_again(client: FlaskClient) -> None:
    client.post(PAGE, data=MODEL)
    stored = db.session.get_one(Setting, "machine_key").value
    assert KEY not in f"{client.get(PAGE).text}{stored}{db.session.execute(sa.select(AuditEntry.__table__)).all()}"
    assert sealed_settings.opened("machine_key", stored) == KEY
    with pytest.raises(NotOfThisRow):
        sealed_settings.opened_for(uuid.UUID(int=1), stored)
    client.post(PAGE, data={**MODEL, "key": "", "model": "other"})
    assert sealed_settings.opened("machine_key", settings.current().machine_key) == KEY


def test_the_stored_key_is_not_handed_to_another_server(client: FlaskClient) -> None:
    client.post(PAGE, data=MODEL)
    client.post(PAGE, data={**MODEL, "address": "https://api.example.net/v1", "key": ""})
    assert settings.current().machine_key == ""
    client.post(PAGE, data=MODEL)
    refused = client.post(PAGE, data={**MODEL, "provider": "deepl-pro", "address": "", "key": ""})
    assert refused.status_code == 422
    assert "there is none yet" in refused.text
    assert settings.current().machine_provider == "chat"


def test_switched_off_the_key_is_forgotten(client: FlaskClient) -> None:
    client.post(PAGE, data=MODEL)
    assert client.post(PAGE, data={**MODEL, "provider": ""}).status_code == 302
    kept = db.session.execute(sa.select(Setting.name, Setting.value).where(Setting.name.like("machine%"))).all()
    assert {name: value for name, value in kept if value} == {"machine_notes": "Short."}


@pytest.mark.parametrize(
    ("plan", "key", "host"),
    [("deepl-free", "0123:fx", "api-free.deepl.com"), ("deepl-pro", "0123", "api.deepl.com")],
)
def test_deepls_own_address_need_not_be_known(client: FlaskClient, plan: str, key: str, host: str) -> None:
    assert client.post(PAGE, data={"provider": plan, "key": key}).status_code == 302
    assert configuration.host() == host
    assert client.post(PAGE, data={"provider": plan, "key": "0:fx" if key == "0123" else "0"}).status_code == 422


@pytest.mark.parametrize(
    ("field", "value", "says"),
    [
        ("address", "http://api.example.org/v1", "Without encryption"),
        ("address", "https://nina:secret@api.example.org", "Write the whole address"),
        ("address", "", "Write the whole address"),
        ("model", "", "as the server knows it"),
        ("model", "a b", "as the server knows it"),
        ("key", "ключ", "Latin letters"),
        ("key", "a\nb", "Latin letters"),
        ("notes", "x" * 1_001, "At most 1000"),
        ("provider", "google", "Choose one of these"),
    ],
)
def test_a_setting_that_cannot_work_is_refused(client: FlaskClient, field: str, value: str, says: str) -> None:
    answer = client.post(PAGE, data={**MODEL, field: value})
    assert answer.status_code == 422
    assert says in answer.text
    assert not configuration.is_on()


def test_trying_it_sends_a_sentence_of_nobodys(
    client: FlaskClient, server: ProviderServer, work: Callable[[], list[str]]
) -> None:
    client.post(PAGE, data={**MODEL, "address": server.address})
    client.post(f"{PAGE}/trial")
    assert "waiting for the answer" in client.get(PAGE).text
    assert (client.get(f"{PAGE}/trial").json or {})["under_way"]
    assert work() == ["try_machine"]
    assert "came back in Russian" in client.get(PAGE).text
    [asked] = server.asked
    [passage] = provider.passages(asked)
    assert "library" in passage["text"]
    entry = db.session.scalars(sa.select(AuditEntry).where(AuditEntry.action == "machine.tried")).one()
    assert (entry.staff_handle, entry.details["host"]) == ("anna", server.host)
    client.post(PAGE, data={**MODEL, "key": ""})
    assert "came back in Russian" not in client.get(PAGE).text


@pytest.mark.parametrize(
    ("reply", "says"),
    [
        (Reply(401, {"error": f"{KEY} is wrong"}), "refuses the key"),
        (Reply(307, headers={"Location": "https://elsewhere.example"}), "sends us to another address"),
        (provider.completed('{"translations": [{"n": 1, "text": "The library opens."}]}'), "in another language"),
        (provider.completed("Good morning!"), "not in the form"),
    ],
)
def test_what_is_wrong_is_told_in_a_sentence(
    client: FlaskClient, server: ProviderServer, work: Callable[[], list[str]], reply: Reply, says: str
) -> None:
    server.behaves = in_turn(reply)
    client.post(PAGE, data={**MODEL, "address": server.address})
    client.post(f"{PAGE}/trial")
    work()
    answer = client.get(f"{PAGE}/trial").json or {}
    assert says in answer["html"]
    assert not answer["under_way"]
    assert KEY not in answer["html"]
