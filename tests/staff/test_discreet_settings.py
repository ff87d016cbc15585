"""Who discreet letters come from: decided in the settings, where nothing is taken that would tell whose they are."""

import pytest
from flask.testing import FlaskClient

from newsletter.db import db
from newsletter.languages import Language, Reading, Variant
from newsletter.staff import settings
from newsletter.staff.models import Role
from newsletter.subscribers.models import Status
from newsletter.subscribers.signing_up import take_in
from tests import factories
from tests.conftest import SignIn
from tests.staff.test_settings import FORM as NEWSROOM

FORM = NEWSROOM | {
    "sender_name_en": "The Week in Minsk",
    "discreet_name_en": "Notes",
    "discreet_name_be": "Нататкі",
    "discreet_name_ru": "Заметки",
    "discreet_address": "notes@post.example.net",
    "discreet_reply_to": "box@post.example.net",
    "discreet_url": "https://notes.example.net/",
    "pictures_in_letters": "y",
}


@pytest.fixture(autouse=True)
def admin(sign_in: SignIn) -> None:
    sign_in(Role.ADMIN)


def test_what_is_saved_is_shown_and_used(client: FlaskClient) -> None:
    assert client.post("/desk/settings", data=FORM).status_code == 302
    chosen = settings.current()
    sender = chosen.sender(Variant.DISCREET, Language.BE)
    assert (sender.name, sender.address) == ("Нататкі", "notes@post.example.net")
    assert chosen.replies(Variant.DISCREET) == "box@post.example.net"
    assert chosen.root(Variant.DISCREET) == "https://notes.example.net"
    assert Variant.DISCREET in chosen.variants
    page = client.get("/desk/settings").text
    for value in ("Нататкі", "notes@post.example.net", "box@post.example.net", "https://notes.example.net"):
        assert f'value="{value}"' in page


def test_pictures_can_be_left_out_of_standard_letters(client: FlaskClient) -> None:
    client.post("/desk/settings", data=FORM)
    assert settings.current().pictures_in_letters
    client.post("/desk/settings", data={**FORM, "pictures_in_letters": ""})
    assert not settings.current().pictures_in_letters


@pytest.mark.parametrize(
    ("field", "value", "says"),
    [
        ("discreet_address", "nonsense", "does not look like"),
        ("discreet_address", "notes@example.org", "on the domain of the standard letters, example.org"),
        ("discreet_address", "notes@post.example.org", "on the domain of the standard letters"),
        ("discreet_address", "minsk@post.example.net", "“Minsk” is a word of the weekly’s name"),
        ("discreet_address", "notes@xn--d1acfzv8cl.example", "“Тыдзень” is a word"),
        ("discreet_reply_to", "box@example.org", "on the domain of the standard letters"),
        ("discreet_name_en", "Weekend", "“Week” is a word"),
        ("discreet_name_ru", "Неделя", "“Неделя” is a word"),
        ("discreet_name_be", " ", "need a name in each language"),
        ("discreet_url", "notes.example.net", "such as https://notes.example.net"),
        ("discreet_url", "https://notes.example.net/path", "without a path"),
        ("discreet_url", "https://a:b@notes.example.net", "without a path"),
        ("discreet_url", "https://notes.example.net:port", "without a path"),
        ("discreet_url", "https://[notes", "without a path"),
        ("discreet_url", "http://notes.example.net", "Without https"),
        ("discreet_url", "https://weekly.example.org", "on the domain of the public pages"),
        ("discreet_url", "https://notes.example.org", "on the domain of the public pages"),
        ("discreet_url", "https://tydzen.example.net", "“Тыдзень” is a word"),
    ],
)
def test_what_would_tell_whose_letters_they_are_is_refused_and_nothing_is_lost(
    client: FlaskClient, field: str, value: str, says: str
) -> None:
    answer = client.post("/desk/settings", data={**FORM, field: value})
    assert answer.status_code == 422
    assert says in answer.text
    for other in ("Неделя", *(text for name, text in FORM.items() if name.startswith("discreet") and name != field)):
        assert other.rstrip("/") in answer.text
    assert settings.current().discreet_address == ""


def test_a_name_on_this_machine_needs_no_certificate(client: FlaskClient) -> None:
    client.post("/desk/settings", data={**FORM, "discreet_url": "http://localhost:8000"})
    assert settings.current().discreet_url == "http://localhost:8000"


def test_without_discreet_letters_nothing_about_them_is_asked(client: FlaskClient) -> None:
    nothing = {name: "" for name in FORM if name.startswith("discreet")}
    assert client.post("/desk/settings", data={**FORM, **nothing}).status_code == 302
    assert settings.current().variants == (Variant.STANDARD,)


@pytest.mark.parametrize(("readers", "says"), [(1, "Fewer than 10 readers"), (11, "12 readers")])
def test_they_are_not_given_up_while_readers_would_get_nothing(client: FlaskClient, readers: int, says: str) -> None:
    client.post("/desk/settings", data=FORM)
    for _ in range(readers):
        factories.subscriber(variant=Variant.DISCREET, status=Status.PAUSED)
    if readers > 1:
        take_in("late@example.org", reading=Reading.EN, variant=Variant.DISCREET, language=Language.EN)
    db.session.commit()
    answer = client.post("/desk/settings", data={**FORM, "discreet_address": ""})
    assert answer.status_code == 422
    assert f"{says} have chosen discreet letters and would get nothing." in answer.text
    assert settings.current().discreet_address == "notes@post.example.net"
    assert client.post("/desk/settings", data={**FORM, "discreet_address": "post@mail.example.com"}).status_code == 302


def test_a_name_that_letters_once_led_to_stays_discreet(client: FlaskClient) -> None:
    client.post("/desk/settings", data=FORM)
    client.post("/desk/settings", data={**FORM, "discreet_url": "https://post.example.com"})
    client.post("/desk/settings", data={**FORM, "discreet_url": ""})
    for host in ("notes.example.net", "post.example.com"):
        assert client.get("/en/", base_url=f"https://{host}").status_code == 404
        assert client.get("/n/nonsense", base_url=f"https://{host}").status_code == 410
