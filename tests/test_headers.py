"""What every answer carries, whatever it is."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from newsletter.db import db
from newsletter.staff import accounts
from newsletter.staff.models import Role
from tests import factories
from tests.conftest import SignIn

PAGES = ["/en/", "/be/subscribe", "/ru/safety", "/desk/sign-in", "/nowhere", "/desk/"]


@pytest.mark.parametrize("page", PAGES)
def test_every_page_has_the_security_headers(client: FlaskClient, page: str) -> None:
    headers = client.get(page).headers
    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("page", PAGES)
def test_no_page_has_an_inline_script_or_style(client: FlaskClient, sign_in: SignIn, page: str) -> None:
    sign_in(Role.ADMIN)
    html = client.get(page, follow_redirects=True).get_data(as_text=True)
    assert "style=" not in html
    assert "<style" not in html
    assert "<script>" not in html
    assert " onclick=" not in html


def test_behind_tls_the_browser_is_told_to_stay_there(client: FlaskClient) -> None:
    assert "Strict-Transport-Security" in client.get("/en/", base_url="https://weekly.example.org").headers
    assert "Strict-Transport-Security" not in client.get("/en/", base_url="http://weekly.example.org").headers


def test_a_page_of_the_desk_is_kept_by_no_cache(client: FlaskClient, sign_in: SignIn) -> None:
    sign_in()
    assert client.get("/desk/").headers["Cache-Control"] == "private, no-store"


def test_a_page_behind_a_sign_in_link_and_the_mailbox_are_kept_by_no_cache(app: Flask, client: FlaskClient) -> None:
    token = accounts.sign_in_token(factories.staff())
    assert client.get(f"/desk/link/sign-in/{token}").headers["Cache-Control"] == "private, no-store"
    here = {"base_url": "http://127.0.0.1:8000", "environ_base": {"REMOTE_ADDR": "127.0.0.1"}}
    assert client.get("/mailbox", **here).headers["Cache-Control"] == "private, no-store"


def test_a_form_without_its_token_is_refused(app: Flask, client: FlaskClient, sign_in: SignIn) -> None:
    sign_in(Role.ADMIN)
    app.config["WTF_CSRF_ENABLED"] = True
    try:
        assert client.post("/desk/sign-out").status_code == 400
    finally:
        app.config["WTF_CSRF_ENABLED"] = False


def test_static_files_are_kept_for_good_under_their_hash(app: Flask, client: FlaskClient) -> None:
    page = client.get("/en/").get_data(as_text=True)
    sheet = page.partition('<link rel="stylesheet" href="')[2].partition('"')[0]
    assert "immutable" in client.get(sheet).headers["Cache-Control"]
    stale = sheet.replace(sheet.split("/")[2], "000000000000")
    assert client.get(stale).headers["Cache-Control"] == "no-cache"


@pytest.mark.parametrize("name", ["../config.py", "..%2f..%2fapp.py", "/etc/passwd", "css/../../config.py"])
def test_no_file_outside_the_static_folder_is_served(client: FlaskClient, name: str) -> None:
    assert client.get(f"/static/0/{name}").status_code in (404, 308)


def test_the_editor_is_sent_compressed_as_it_was_built(client: FlaskClient) -> None:
    answer = client.get("/static/0/vendor/editor.js", headers={"Accept-Encoding": "gzip"})
    assert answer.headers["Content-Encoding"] == "gzip"
    assert answer.content_length is not None
    assert answer.content_length < 250_000


def test_a_page_that_fails_says_so_kindly_and_shows_no_trace(app: Flask, client: FlaskClient) -> None:
    app.config["PROPAGATE_EXCEPTIONS"] = False
    kept = app.view_functions["archive.root"]
    try:

        def broken() -> str:
            raise RuntimeError("reader@example.org")

        broken.guard = lambda: None  # type: ignore[attr-defined]
        app.view_functions["archive.root"] = broken
        answer = client.get("/")
    finally:
        app.view_functions["archive.root"] = kept
        app.config["PROPAGATE_EXCEPTIONS"] = None
    assert answer.status_code == 500
    assert "Something went wrong" in answer.text
    assert "example.org" not in answer.text


def test_an_upload_over_the_limit_is_refused_with_the_limit(client: FlaskClient, sign_in: SignIn) -> None:
    sign_in()
    commentary = factories.commentary()
    db.session.commit()
    body = bytes(25 * 1024 * 1024)
    address = f"/desk/commentaries/{commentary.id}"
    answer = client.post(address, data=body, content_type="multipart/form-data; boundary=x")
    assert answer.status_code == 413
    assert "20 MB" in answer.text
