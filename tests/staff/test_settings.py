import pytest
from flask.testing import FlaskClient

from newsletter.db import db
from newsletter.languages import Language
from newsletter.staff import settings
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
}


def test_what_is_saved_is_shown_and_used(client: FlaskClient, sign_in: SignIn) -> None:
    sign_in(Role.ADMIN)
    assert client.post("/desk/settings", data=FORM).status_code == 302
    page = client.get("/desk/settings").text
    assert 'value="Тыдзень"' in page
    assert "Неделя" in client.get("/ru/").text
    assert settings.current().masthead(Language.BE) == "Тыдзень"
    assert settings.current().sender_name(Language.RU) == "Неделя"


@pytest.mark.parametrize(
    ("field", "value", "says"),
    [
        ("zone", "Minsk", "no such zone"),
        ("sender_address", "nonsense", "does not look like"),
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
