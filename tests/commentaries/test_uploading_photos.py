"""A picture comes in from the editor."""

import io
import threading
from typing import Any

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from newsletter.commentaries import developing
from newsletter.commentaries.photo_models import Photo
from newsletter.db import db
from newsletter.staff.models import Role
from tests.commentaries.pictures import SVG, picture
from tests.conftest import SignIn


def upload(client: FlaskClient, data: bytes, **fields: str) -> Any:
    return client.post("/desk/photos", data={"file": (io.BytesIO(data), "photo.jpg"), **fields})


def test_an_upload_answers_with_what_a_figure_needs(client: FlaskClient, sign_in: SignIn) -> None:
    sign_in(Role.TRANSLATOR)
    said = upload(client, picture()).json
    photo = db.session.scalars(sa.select(Photo)).one()
    photo.alts, photo.credits, photo.credit_href = {"be": "Мост"}, {"en": "Ala"}, "https://example.org/"
    db.session.commit()
    again = upload(client, picture(), language="be")
    assert again.status_code == 201
    assert again.json == {
        "photo": photo.digest,
        "width": 1600,
        "height": 900,
        "alt": "Мост",
        "caption": "",
        "credit": "",
        "credit_href": "https://example.org/",
        "url": f"/photos/{photo.digest}-640.jpg",
    }
    assert said["alt"] == ""
    assert client.get(again.json["url"], buffered=True).status_code == 200


def test_a_useless_upload_is_refused_with_a_sentence(client: FlaskClient, sign_in: SignIn) -> None:
    sign_in(Role.AUTHOR)
    answer = upload(client, SVG)
    assert answer.status_code == 422
    assert "save the photo as JPEG" in answer.json["error"]
    assert db.session.scalars(sa.select(Photo)).all() == []


def test_a_page_in_disguise_is_served_as_the_picture_that_it_also_was(client: FlaskClient, sign_in: SignIn) -> None:
    sign_in(Role.AUTHOR)
    said = upload(client, picture(comment=b"<script>alert(1)</script>") + b"<script>alert(1)</script>").json
    answer = client.get(said["url"], buffered=True)
    assert (answer.content_type, answer.headers["X-Content-Type-Options"]) == ("image/jpeg", "nosniff")
    assert b"script" not in answer.data


def test_pictures_are_developed_one_after_the_other_and_nobody_waits_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    """As many at once as the web server has threads, and one more."""
    at_once, most, lock = 0, 0, threading.Lock()
    decoded = developing._decoded

    def counted(data: bytes) -> Any:
        nonlocal at_once, most
        with lock:
            at_once += 1
            most = max(most, at_once)
        image = decoded(data)
        with lock:
            at_once -= 1
        return image

    monkeypatch.setattr(developing, "_decoded", counted)
    ends: list[int] = []
    data = picture(size=(700, 400))
    threads = [threading.Thread(target=lambda: ends.append(developing.develop(data).width)) for _ in range(21)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (ends, most) == ([700] * 21, 1)
    monkeypatch.setattr(developing, "_PATIENCE", 0.01)
    with developing._darkroom, pytest.raises(developing.TooManyAtOnce):
        developing.develop(data)
