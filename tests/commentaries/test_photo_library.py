"""Which photos we have, who uses them, and when one goes."""

from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from newsletter.commentaries import photo_library, photos
from newsletter.commentaries.document import checked
from newsletter.commentaries.models import Photo, TextPhoto
from newsletter.db import db
from newsletter.languages import Language
from tests import factories
from tests.commentaries.test_photos import picture


def figure(photo: Photo, **words: str) -> dict[str, Any]:
    return {
        "type": "figure",
        "attrs": {"photo": photo.digest, "width": photo.width, "height": photo.height, **words},
    }


def document(*figures: dict[str, Any]) -> dict[str, Any]:
    return checked({"type": "doc", "content": [*factories.document("Cows graze.")["content"], *figures]})


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
