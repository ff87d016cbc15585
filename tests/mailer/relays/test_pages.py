"""An administrator sets relays; passwords stay where they belong."""

from collections.abc import Callable

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from newsletter.db import db
from newsletter.mailer.models import Hold, MailingState
from newsletter.staff.models import AuditEntry, Role
from newsletter.staff.relay_models import Purpose, Relay
from tests.conftest import SignIn
from tests.mailer import samples

PAGE = "/desk/settings/relays"
FORM = {
    "name": "Vilnius",
    "purpose": "production",
    "active": "y",
    "host": "smtp.example.org",
    "port": "465",
    "security": "tls",
    "username": "weekly",
    "password": "secret words",
    "weight": "3",
    "connections": "8",
    "per_connection": "100",
    "per_second": "2.5",
}
Post = Callable[..., int]


@pytest.fixture
def post(client: FlaskClient, sign_in: SignIn) -> Post:
    """As an administrator; the status of the answer."""
    sign_in(Role.ADMIN)

    def posted(where: str = "/new", **changes: str) -> int:
        return client.post(f"{PAGE}{where}", data={**FORM, **changes}).status_code

    return posted


def only() -> Relay:
    db.session.expire_all()
    return db.session.scalars(sa.select(Relay)).one()


def test_a_relay_is_added_with_its_limits_and_its_password_is_sealed(client: FlaskClient, post: Post) -> None:
    assert post() == 302
    row = only()
    assert (row.host, row.port, row.security, row.purpose) == ("smtp.example.org", 465, "tls", Purpose.PRODUCTION)
    assert (row.weight, row.connections, row.per_connection, row.per_second) == (3, 8, 100, 2.5)
    assert "secret" not in row.password
    assert row.opened_password() == "secret words"
    page = client.get(f"{PAGE}/{row.id}").text
    assert "A password is stored" in page
    assert "secret" not in page
    assert row.password not in page
    entry = db.session.scalars(sa.select(AuditEntry).where(AuditEntry.action == "relay.added")).one()
    assert (entry.subject, entry.details) == ("Vilnius", {})


def test_each_ones_share_is_said(client: FlaskClient, post: Post) -> None:
    post()
    post(name="Minsk", weight="1")
    post(name="Spare", weight="0")
    post(name="For tests", purpose="test")
    page = client.get(PAGE).text
    assert "75%" in page
    assert "25%" in page
    assert "a reserve" in page
    assert "for test mails" in page


def test_the_stored_password_stays_and_is_not_handed_to_another_server(post: Post) -> None:
    post()
    here = f"/{only().id}"
    assert post(here, password="", host="SMTP.example.org", port="587") == 302
    assert only().opened_password() == "secret words"
    assert post(here, password="", host="smtp.example.net") == 422
    assert (only().host, only().opened_password()) == ("SMTP.example.org", "secret words")
    assert post(here, password="other words", host="smtp.example.net") == 302
    assert only().opened_password() == "other words"
    assert post(here, password="", username="", host="smtp.example.com") == 302
    assert only().password == ""


@pytest.mark.parametrize(
    ("field", "value", "says"),
    [
        ("host", "smtp://example.org/", "name or address alone"),
        ("security", "none", "can be read on the way"),
        ("port", "0", "between 1 and 65535"),
        ("per_second", "many", "Write a number, such as 2.5."),
        ("per_second", "nan", "Write a number"),
        ("weight", "-1", "between 0 and 1000"),
        ("connections", "", "Fill this in."),
        ("password", "", "Type the password"),
        ("name", "Taken", "of this name already"),
    ],
)
def test_what_cannot_work_is_refused(client: FlaskClient, post: Post, field: str, value: str, says: str) -> None:
    samples.relay(25, name="Taken")
    answer = client.post(f"{PAGE}/new", data={**FORM, field: value})
    assert (answer.status_code, only().name) == (422, "Taken")
    assert says in answer.text


@pytest.mark.parametrize("host", ["localhost", "127.0.0.2", "::1"])
def test_on_this_machine_no_encryption_is_needed(post: Post, host: str) -> None:
    assert post(host=host, security="none") == 302


def test_the_last_one_stays_while_mailings_are_under_way(client: FlaskClient, post: Post) -> None:
    post()
    mailing, here = samples.mailing(1), f"/{only().id}"
    client.post(f"{PAGE}{here}/removal")
    assert only().active
    assert "Mailings are under way" in client.get(PAGE).text
    assert post(here, active="") == 422
    assert post(here, purpose="test") == 422
    mailing.state = MailingState.DONE
    db.session.commit()
    client.post(f"{PAGE}{here}/removal")
    assert not db.session.scalar(sa.select(sa.func.count(Relay.id)))


def test_a_change_lets_it_take_mails_again_and_mailings_go_on(post: Post) -> None:
    post()
    mailing, row = samples.mailing(1), only()
    row.fail("535 5.7.8 Bad credentials", lasting=True)
    mailing.hold, mailing.retry_at = Hold.RELAY, mailing.created_at
    db.session.commit()
    assert post(f"/{row.id}", password="new words") == 302
    assert (only().problem, only().failing_since) == (None, None)
    db.session.refresh(mailing)
    assert mailing.retry_at is None
    entry = db.session.scalars(sa.select(AuditEntry).where(AuditEntry.action == "relay.changed")).one()
    assert entry.details == {"changed": ["password"]}


def test_how_each_does_is_said(client: FlaskClient, post: Post) -> None:
    for name, lasting in (("away", False), ("wrong", True)):
        samples.relay(25, name=name).fail(f"{name} it is", lasting=lasting)
    samples.relay(25, name="fine")
    samples.relay(25, name="idle", active=False)
    db.session.commit()
    page = client.get(PAGE).text
    for words in ("It takes mails.", "It is not used.", "It is tried again at", "Trying again wouldn’t help"):
        assert page.count(words) == 1


def test_without_one_for_readers_it_is_said_what_becomes_of_mails(client: FlaskClient, post: Post) -> None:
    post(purpose="test")
    assert "they wait until there is one" in client.get(PAGE).text
    post(name="Minsk")
    assert "No relay takes mails" not in client.get(PAGE).text


def test_editors_do_not_see_them(client: FlaskClient, sign_in: SignIn) -> None:
    sign_in(Role.EDITOR)
    row = samples.relay(25)
    assert [client.get(f"{PAGE}{where}").status_code for where in ("", "/new", f"/{row.id}")] == [403] * 3
    assert client.post(f"{PAGE}/{row.id}/trial").status_code == 403
