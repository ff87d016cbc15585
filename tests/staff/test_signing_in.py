from flask.testing import FlaskClient

from newsletter.db import db
from newsletter.staff import accounts
from newsletter.tokens import Purpose
from tests import factories


def test_a_sign_in_link_works_once(client: FlaskClient) -> None:
    token = accounts.sign_in_token(factories.staff(handle="nina"))
    db.session.commit()
    assert client.post(f"/desk/link/sign-in/{token}").status_code == 302
    assert client.post(f"/desk/link/sign-in/{token}").status_code == 410


def test_a_link_of_one_kind_does_not_pass_for_another(client: FlaskClient) -> None:
    token = accounts.sign_in_token(factories.staff(), Purpose.INVITATION)
    db.session.commit()
    assert client.get(f"/desk/link/sign-in/{token}").status_code == 410
