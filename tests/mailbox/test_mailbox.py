"""The local mailbox: a real SMTP server, seen only from this machine."""

import contextlib
import smtplib
import time
from collections.abc import Iterator
from email.message import EmailMessage

import pytest
from flask import Flask
from flask.testing import FlaskClient

from newsletter import mailbox, onemachine
from newsletter.db import now
from newsletter.mailbox.store import Store
from tests.mailer import samples

HERE = {"base_url": "http://127.0.0.1:8000", "environ_base": {"REMOTE_ADDR": "127.0.0.1"}}


@pytest.fixture
def store(app: Flask) -> Iterator[Store]:
    server = mailbox.start(app)
    yield app.extensions["mailbox"]
    server.stop()
    app.extensions["mailbox"].empty()
    del app.extensions["mailbox"], app.extensions["mailbox_address"]


def send(app: Flask, subject: str = "Добры дзень", html: str = "<p>Hello <b>there</b></p>") -> None:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "letters@example.org", "reader@example.org", subject
    mail.set_content("Hello there")
    mail.add_alternative(html, subtype="html")
    host, port = app.extensions["mailbox_address"]
    with smtplib.SMTP(host, port, timeout=60) as relay:
        relay.send_message(mail)


def test_a_mail_is_kept_and_shown_whole(app: Flask, client: FlaskClient, store: Store) -> None:
    send(app)
    (name,) = store.names()
    assert "Добры дзень" in client.get("/mailbox", **HERE).text
    shown = client.get(f"/mailbox/{name}", **HERE).text
    assert "Hello there" in shown
    assert "reader@example.org" in shown
    assert "Hello <b>there</b>" in client.get(f"/mailbox/{name}/html", **HERE).text
    assert client.get(f"/mailbox/{name}/source", **HERE).text.startswith("From: letters@example.org")


def test_a_mail_that_wants_to_run_something_runs_nothing(app: Flask, client: FlaskClient, store: Store) -> None:
    send(app, html="<script>alert(1)</script>")
    policy = client.get(f"/mailbox/{store.names()[0]}/html", **HERE).headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "sandbox" in policy
    assert "allow-scripts" not in policy


def test_the_newest_mail_is_first_and_the_list_has_pages(app: Flask, client: FlaskClient, store: Store) -> None:
    for number in range(52):
        store.add(f"Subject: mail {number}\r\n\r\n".encode())
    first, second = client.get("/mailbox", **HERE).text, client.get("/mailbox?page=2", **HERE).text
    assert first.index("mail 51") < first.index("mail 50")
    assert "mail 1<" in second
    assert "mail 51" not in second


def test_it_can_be_emptied(app: Flask, client: FlaskClient, store: Store) -> None:
    send(app)
    assert client.post("/mailbox/empty", **HERE).status_code == 302
    assert store.names() == []


def test_no_mail_is_kept_for_longer_than_a_sign_up_that_nobody_confirmed(app: Flask, store: Store) -> None:
    long_ago = str(time.time_ns() - round(mailbox.KEPT.total_seconds() * 1e9))
    for name in (f"0{long_ago}-00000001.eml", f".0{long_ago}-00000002"):  # The second was cut off half written.
        (store.folder / name).write_bytes(b"Subject: Old\r\n\r\n")
    send(app, "New")
    mailbox.purge(app.config["DATA"], now())
    assert [mail.subject for mail in store.summaries(store.names())] == ["New"]
    assert len(list(store.folder.iterdir())) == 1


def test_once_a_relay_takes_the_mails_none_stays_here(
    app: Flask, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(onemachine, "working", lambda app, worker: contextlib.nullcontext())
    send(app)
    samples.relay(25)
    with onemachine.everything_running(app):
        assert not store.folder.exists()
    store.folder.mkdir()


def test_mails_outlive_a_restart(app: Flask, store: Store) -> None:
    send(app)
    assert Store(store.folder).names() == store.names()


@pytest.mark.parametrize(
    "how",
    [
        {"environ_base": {"REMOTE_ADDR": "192.168.1.7"}, "base_url": "http://127.0.0.1:8000"},
        {"environ_base": {"REMOTE_ADDR": "127.0.0.1"}, "base_url": "http://evil.example"},
        {
            "environ_base": {"REMOTE_ADDR": "127.0.0.1"},
            "base_url": "http://127.0.0.1",
            "headers": {"X-Forwarded-For": "1.1.1.1"},
        },
    ],
    ids=["from another machine", "under another name", "through a proxy"],
)
def test_nobody_else_sees_it(client: FlaskClient, store: Store, how: dict[str, object]) -> None:
    assert client.get("/mailbox", **how).status_code == 404


def test_without_it_there_is_no_page(client: FlaskClient) -> None:
    assert client.get("/mailbox", **HERE).status_code == 404


@pytest.mark.parametrize("name", ["../newsletter", "..%2f..%2fetc", "nothing", "."])
def test_no_other_file_can_be_asked_for(client: FlaskClient, store: Store, name: str) -> None:
    assert client.get(f"/mailbox/{name}/source", **HERE).status_code == 404


def test_the_server_listens_on_loopback_alone(app: Flask, store: Store) -> None:
    assert app.extensions["mailbox_address"][0] == "127.0.0.1"
