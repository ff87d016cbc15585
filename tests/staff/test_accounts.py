"""Inviting, signing in, and what an account may change about itself."""

import threading

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from newsletter.db import db
from newsletter.staff import accounts
from newsletter.staff.models import AuditEntry, Role, Staff, StaffSession, first_break, record
from newsletter.tokens import Purpose
from tests import factories
from tests.conftest import SignIn
from tests.jobs import enqueued

PASSWORD = "a long walk along the Nioman"


def test_somebody_signs_in_by_handle_and_password(client: FlaskClient) -> None:
    factories.staff(handle="nina").set_password(PASSWORD)
    db.session.commit()
    answer = client.post("/desk/sign-in", data={"handle": "Nina", "password": PASSWORD})
    assert answer.headers["Location"] == "/desk/"
    assert client.get("/desk/").status_code == 200


@pytest.mark.parametrize(("handle", "password"), [("nina", "wrong"), ("nobody", PASSWORD), ("closed", PASSWORD)])
def test_a_wrong_sign_in_gets_one_answer_whatever_was_wrong(client: FlaskClient, handle: str, password: str) -> None:
    factories.staff(handle="nina").set_password(PASSWORD)
    closed = factories.staff(handle="closed")
    closed.set_password(PASSWORD)
    closed.active = False
    db.session.commit()
    answer = client.post("/desk/sign-in", data={"handle": handle, "password": password})
    assert answer.status_code == 422
    assert "don’t belong together" in answer.text
    assert client.get("/desk/").status_code == 302


@pytest.mark.parametrize(
    ("asked", "led"),
    [
        ("/desk/issues", "/desk/issues"),
        ("https://evil.example/desk", "/desk/"),
        ("//evil.example/desk", "/desk/"),
        ("/desk\\@evil.example", "/desk/"),
        ("/en/", "/desk/"),
        ("javascript:alert(1)", "/desk/"),
    ],
)
def test_after_signing_in_one_is_led_to_a_page_of_the_desk_only(client: FlaskClient, asked: str, led: str) -> None:
    factories.staff(handle="nina").set_password(PASSWORD)
    db.session.commit()
    answer = client.post("/desk/sign-in", data={"handle": "nina", "password": PASSWORD, "next": asked})
    assert answer.headers["Location"] == led


def test_the_session_key_is_new_at_each_sign_in_and_only_its_hash_is_kept(client: FlaskClient) -> None:
    factories.staff(handle="nina").set_password(PASSWORD)
    db.session.commit()
    keys = set()
    for _ in range(2):
        client.post("/desk/sign-in", data={"handle": "nina", "password": PASSWORD})
        with client.session_transaction() as session:
            keys.add(session["key"])
    assert len(keys) == 2
    kept = db.session.scalars(sa.select(StaffSession.key_hash)).all()
    assert not {key.encode() for key in keys} & set(kept)


def test_an_invitation_is_mailed_and_sets_the_password_once(client: FlaskClient, sign_in: SignIn) -> None:
    sign_in(Role.ADMIN)
    form = {"handle": "Vera", "name": "Vera", "role": "translator", "address": "Vera@Example.org"}
    assert client.post("/desk/staff", data=form).status_code == 302
    assert enqueued() == ["send_invitation"]
    vera = accounts.by_handle("vera")
    assert vera
    address, letter = accounts.invitation(vera.id) or ("", None)
    assert address == "vera@example.org"
    assert letter
    link = next(word for word in letter.text.split() if "/desk/link/invitation/" in word)
    path = link.removeprefix("https://weekly.example.org")
    assert client.get(path).status_code == 200
    assert client.post(path, data={"password": "short"}).status_code == 422
    assert client.post(path, data={"password": PASSWORD}).status_code == 302
    assert client.post(path, data={"password": PASSWORD}).status_code == 410
    db.session.expire_all()
    assert vera.has_password(PASSWORD)


@pytest.mark.parametrize(
    ("field", "value", "says"),
    [
        ("handle", "nina", "has this handle already"),
        ("handle", "Nína!", "small Latin letters"),
        ("address", "nina@example.org", "account with this address"),
        ("address", "nonsense", "does not look like"),
        ("role", "owner", "Choose one of these"),
        ("name", "", "Fill this in"),
    ],
)
def test_a_wrong_invitation_says_what_to_change_and_loses_nothing(
    client: FlaskClient, sign_in: SignIn, field: str, value: str, says: str
) -> None:
    sign_in(Role.ADMIN)
    factories.staff(handle="nina")
    db.session.commit()
    form = {"handle": "vera", "name": "Vera K", "role": "author", "address": "vera@example.org", field: value}
    answer = client.post("/desk/staff", data=form)
    assert answer.status_code == 422
    assert says in answer.text
    assert form["handle"].lower() in answer.text
    assert enqueued() == []


def test_a_lost_password_gets_the_same_answer_for_known_and_unknown_handles(client: FlaskClient) -> None:
    factories.staff(handle="nina")
    db.session.commit()
    answers = [client.post("/desk/sign-in/lost", data={"handle": handle}) for handle in ("nina", "nobody")]
    assert answers[0].status_code == answers[1].status_code == 200
    assert answers[0].text == answers[1].text
    assert enqueued() == ["send_recovery", "send_recovery"]
    assert accounts.recovery(0) is None


def test_a_new_password_signs_every_other_browser_out(client: FlaskClient, sign_in: SignIn) -> None:
    nina = sign_in()
    db.session.add(StaffSession(staff_id=nina.id, key_hash=b"x" * 32, browser="Elsewhere"))
    db.session.commit()
    client.post("/desk/account/password", data={"password": PASSWORD})
    assert client.get("/desk/account").status_code == 200
    assert db.session.scalar(sa.select(sa.func.count(StaffSession.id))) == 1


def test_a_session_can_be_ended_from_the_list_but_not_somebody_elses(client: FlaskClient, sign_in: SignIn) -> None:
    nina, other = sign_in(), factories.staff()
    sessions = [
        StaffSession(staff_id=staff.id, key_hash=bytes([staff.id % 256]) * 32, browser="B") for staff in (nina, other)
    ]
    db.session.add_all(sessions)
    db.session.commit()
    mine, theirs = [session.id for session in sessions]
    for session_id in (mine, theirs):
        client.post(f"/desk/account/sessions/{session_id}/end")
    left = db.session.scalars(sa.select(StaffSession.id)).all()
    assert mine not in left
    assert theirs in left


def test_closing_an_account_ends_its_sessions_at_once(client: FlaskClient, sign_in: SignIn) -> None:
    nina = sign_in(Role.EDITOR)
    assert client.get("/desk/").status_code == 200
    nina.active = False
    db.session.commit()
    assert client.get("/desk/").status_code == 302


def test_nobody_closes_their_own_account(client: FlaskClient, sign_in: SignIn) -> None:
    admin = sign_in(Role.ADMIN)
    client.post(f"/desk/staff/{admin.id}/active", data={"active": "no"})
    db.session.expire_all()
    assert admin.active


def test_ones_language_is_kept_and_this_browser_can_have_another(client: FlaskClient, sign_in: SignIn) -> None:
    sign_in()
    client.post("/desk/account", data={"name": "Nina", "language": "be"})
    assert '<html lang="be">' in client.get("/desk/account").text
    client.get("/desk/speak/ru")
    assert '<html lang="ru">' in client.get("/desk/account").text


def test_ones_address_can_be_replaced_and_is_never_shown(client: FlaskClient, sign_in: SignIn) -> None:
    nina = sign_in()
    client.post("/desk/account", data={"name": "Nina", "language": "en", "new_address": "Other@Example.org"})
    assert enqueued() == ["reseal_staff"]
    db.session.expire_all()
    assert db.session.get_one(Staff, nina.id).opened_address() == "other@example.org"
    assert "other@example.org" not in client.get("/desk/account").text


@pytest.mark.parametrize(
    ("page", "form"),
    [
        ("/desk/account", {"name": "Nina", "language": "en", "new_address": "other@example.org"}),
        ("/desk/account/password", {"password": PASSWORD}),
    ],
)
def test_a_new_password_or_address_makes_older_links_worthless(
    client: FlaskClient, sign_in: SignIn, page: str, form: dict[str, str]
) -> None:
    token = accounts.sign_in_token(sign_in())
    assert client.post(page, data=form).status_code == 302
    assert client.post(f"/desk/link/sign-in/{token}").status_code == 410


def test_a_link_for_an_account_that_was_closed_is_worthless(client: FlaskClient) -> None:
    staff = factories.staff()
    token = accounts.sign_in_token(staff, Purpose.SIGN_IN)
    staff.active = False
    db.session.commit()
    assert client.post(f"/desk/link/sign-in/{token}").status_code == 410


def test_the_audit_log_shows_where_it_was_altered(client: FlaskClient) -> None:
    for number in range(4):
        record("nina", "test", f"entry {number}")
    db.session.commit()
    assert first_break() is None
    second = db.session.scalars(sa.select(AuditEntry).order_by(AuditEntry.id)).all()[1]
    second.subject = "something else"
    db.session.commit()
    assert first_break() == second.id


def test_the_audit_log_is_whole_after_two_act_at_once(built_app: Flask) -> None:
    ready = threading.Barrier(2)

    def act(handle: str) -> None:
        with built_app.app_context():
            for number in range(10):
                ready.wait()
                record(handle, "test", f"entry {number}")
                db.session.commit()

    threads = [threading.Thread(target=act, args=(handle,)) for handle in ("nina", "vera")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with built_app.app_context():
        broken = first_break()
        written = db.session.execute(sa.delete(AuditEntry).where(AuditEntry.action == "test"))
        db.session.commit()
    assert broken is None
    assert written.rowcount == 20  # type: ignore[attr-defined]


def test_an_entry_that_was_taken_out_of_the_audit_log_is_missed(client: FlaskClient) -> None:
    for number in range(4):
        record("nina", "test", f"entry {number}")
    entries = db.session.scalars(sa.select(AuditEntry).order_by(AuditEntry.id)).all()
    db.session.delete(entries[1])
    db.session.commit()
    assert first_break() == entries[2].id
