from flask import Flask
from flask.testing import FlaskClient

from newsletter.db import db
from newsletter.staff import accounts
from newsletter.staff.models import Role, record
from tests import factories


def run(app: Flask, *words: str, asked: str = "") -> tuple[int, str]:
    db.session.commit()
    result = app.test_cli_runner().invoke(args=["staff", *words], input=asked)
    db.session.expire_all()
    return result.exit_code, result.output


def test_the_first_account_is_made_by_command_and_its_link_signs_in(app: Flask, client: FlaskClient) -> None:
    code, said = run(app, "add", "Nina", "--role", "admin", asked="Nina@Example.org\n")
    nina = accounts.by_handle("nina")
    assert code == 0
    assert nina
    assert nina.role is Role.ADMIN
    path = said.split()[-1].removeprefix("https://weekly.example.org")
    assert client.post(path, data={"password": "a walk along the river"}).status_code == 302


def test_a_lost_account_gets_a_new_link_and_is_open_again(app: Flask, client: FlaskClient) -> None:
    nina = factories.staff(handle="nina")
    nina.active = False
    code, said = run(app, "reset", "nina")
    assert code == 0
    assert nina.active
    path = said.split()[-1].removeprefix("https://weekly.example.org")
    assert client.get(path).status_code == 200


def test_what_cannot_be_is_said_in_a_sentence(app: Flask) -> None:
    factories.staff(handle="nina")
    for words, says in [
        (("add", "nina", "--address", "other@example.org"), "Choose another handle"),
        (("add", "vera", "--address", "nina@example.org"), "with this address already"),
        (("add", "vera", "--address", "nonsense"), "does not look like"),
        (("reset", "nobody"), "no account"),
    ]:
        code, said = run(app, *words)
        assert code == 1
        assert says in said


def test_the_audit_log_is_shown_and_an_altered_one_is_reported(app: Flask) -> None:
    record("nina", "issue.locked", "45")
    entry = record("nina", "issue.sent", "45")
    code, said = run(app, "audit")
    assert code == 0
    assert "nina\tissue.locked\t45" in said
    entry.subject = "46"
    code, said = run(app, "audit")
    assert code == 1
    assert f"altered at entry {entry.id}" in said
