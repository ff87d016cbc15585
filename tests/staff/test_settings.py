import pytest
from flask.testing import FlaskClient

from newsletter.db import db
from newsletter.languages import Language
from newsletter.staff import sealed_settings, settings
from newsletter.staff.models import Role, Setting
from tests.conftest import SignIn

FORM = {
    "masthead_en": "The Week",
    "masthead_be": "Тыдзень",
    "masthead_ru": "Неделя",
    "sender_address": "letters@example.org",
    "reply_to": "",
    "postal_address": "Street 1",
    "zone": "Europe/Minsk",
    "relay_host": "smtp.example.org",
    "relay_port": "465",
    "relay_security": "tls",
    "relay_username": "weekly",
    "relay_password": "secret words",
}


def test_what_is_saved_is_shown_and_used(client: FlaskClient, sign_in: SignIn) -> None:
    sign_in(Role.ADMIN)
    assert client.post("/desk/settings", data=FORM).status_code == 302
    page = client.get("/desk/settings").text
    assert 'value="Тыдзень"' in page
    assert "Неделя" in client.get("/ru/").text
    assert settings.current().masthead(Language.BE) == "Тыдзень"
    assert settings.current().sender_name(Language.RU) == "Неделя"
    assert settings.current().has_relay


def test_the_relays_password_is_sealed_and_never_shown_again(client: FlaskClient, sign_in: SignIn) -> None:
    sign_in(Role.ADMIN)
    client.post("/desk/settings", data=FORM)
    assert "secret words" not in client.get("/desk/settings").text
    stored = db.session.get_one(Setting, "relay_password").value
    assert "secret" not in stored
    assert sealed_settings.opened("relay_password", stored) == "secret words"
    client.post("/desk/settings", data={**FORM, "relay_password": ""})
    db.session.expire_all()
    kept = db.session.get_one(Setting, "relay_password").value
    assert sealed_settings.opened("relay_password", kept) == "secret words"


def test_the_stored_password_is_not_handed_to_another_server(client: FlaskClient, sign_in: SignIn) -> None:
    sign_in(Role.ADMIN)
    client.post("/desk/settings", data=FORM)
    elsewhere = {**FORM, "relay_host": "smtp.example.net"}
    assert client.post("/desk/settings", data={**elsewhere, "relay_password": ""}).status_code == 422
    assert settings.current().relay_host == "smtp.example.org"
    assert client.post("/desk/settings", data=elsewhere).status_code == 302


@pytest.mark.parametrize(
    ("field", "value", "says"),
    [
        ("zone", "Minsk", "no such zone"),
        ("sender_address", "nonsense", "does not look like"),
        ("relay_port", "0", "relay_port"),
        ("relay_host", "smtp://example.org/", "name or address alone"),
        ("relay_security", "none", "can be read on the way"),
        ("masthead_be", "", "Fill this in"),
    ],
)
def test_a_setting_that_cannot_work_is_refused_and_nothing_is_lost(
    client: FlaskClient, sign_in: SignIn, field: str, value: str, says: str
) -> None:
    sign_in(Role.ADMIN)
    answer = client.post("/desk/settings", data={**FORM, field: value})
    assert answer.status_code == 422
    assert says in answer.text
    assert "Неделя" in answer.text
    assert db.session.get(Setting, "zone") is None
