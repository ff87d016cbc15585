"""Texts hold photos: which of them do, and what a photo is said to show."""

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from newsletter.commentaries import photo_library, photos
from newsletter.commentaries.photo_models import TextPhoto
from newsletter.db import db
from newsletter.languages import Language
from newsletter.staff.models import Role
from tests import factories
from tests.commentaries.pictures import document, figure, picture
from tests.conftest import SignIn


def test_a_text_keeps_the_photos_that_it_held_once(app: Flask) -> None:
    first, second = photos.store(picture()), photos.store(picture(size=(800, 600)))
    text = factories.commentary().texts[Language.EN]
    photo_library.note_use(text, document(figure(first), figure(second), figure(first)))
    photo_library.note_use(text, document(figure(first)))
    photo_library.note_use(text, document())
    kept = db.session.scalars(sa.select(TextPhoto.photo_id).where(TextPhoto.text_id == text.id))
    assert set(kept) == {first.id, second.id}


def test_a_photo_remembers_the_words_of_its_latest_use_in_each_language(app: Flask) -> None:
    photo = photos.store(picture())
    texts = factories.commentary().texts
    said = {"alt": "A bridge", "credit": "Alena Verasen", "credit_href": "https://example.org/alena"}
    photo_library.note_use(texts[Language.EN], document(figure(photo, **said, caption="At noon")))
    photo_library.note_use(texts[Language.BE], document(figure(photo, alt="Мост", credit="Алена Верасень")))
    photo_library.note_use(texts[Language.EN], document(figure(photo, alt="A long bridge")))
    assert photo.alts == {"en": "A long bridge", "be": "Мост"}
    assert photo.captions == {"en": "At noon"}
    assert photo.credits == {"en": "Alena Verasen", "be": "Алена Верасень"}
    assert photo.credit_href == "https://example.org/alena"


def test_a_picture_that_nobody_uploaded_is_refused(app: Flask) -> None:
    photo = photos.store(picture())
    text = factories.commentary().texts[Language.EN]
    stranger = figure(photo)
    stranger["attrs"]["photo"] = "0" * 64
    with pytest.raises(photo_library.UnknownPhoto):
        photo_library.note_use(text, document(figure(photo), stranger))


def test_a_text_without_pictures_asks_the_database_nothing(app: Flask, query_count: list[str]) -> None:
    text = factories.commentary().texts[Language.EN]
    db.session.flush()
    query_count.clear()
    photo_library.note_use(text, document())
    assert query_count == []


def test_a_text_is_not_saved_with_a_picture_that_is_gone(client: FlaskClient, sign_in: SignIn) -> None:
    text = factories.commentary().texts[Language.EN]
    sign_in(Role.AUTHOR)
    stranger = document({"type": "figure", "attrs": {"photo": "0" * 64, "width": 10, "height": 10}})
    answer = client.patch(
        f"/desk/commentaries/{text.commentary_id}/en",
        json={"order": [block["attrs"]["id"] for block in stranger["content"]], "blocks": {}}
        | {"blocks": {block["attrs"]["id"]: block for block in stranger["content"]}},
        headers={"If-Match": '"1"'},
    )
    assert answer.status_code == 422
    assert answer.json
    assert "not in the library any more" in answer.json["error"]
    assert text.revision == 1
