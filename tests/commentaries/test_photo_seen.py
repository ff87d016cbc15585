"""What translators have seen of the words about a photo: noted whenever theirs are saved."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from newsletter.commentaries import photo_seen
from newsletter.commentaries.models import Commentary
from newsletter.commentaries.photo_models import Photo
from newsletter.db import db
from newsletter.languages import Language
from newsletter.staff.models import Role
from newsletter.translation.cells import cells_of_one
from tests import factories
from tests.conftest import SignIn

EN, BE, RU = Language.EN, Language.BE, Language.RU


@pytest.fixture
def piece(app: Flask) -> Commentary:
    """With a photo that is described in English."""
    photo = Photo(digest="a" * 64, width=1600, height=900, alts={}, captions={}, credits={})
    return factories.commentary(photo=photo, alts={"en": "Lime trees"})


def states(piece: Commentary) -> dict[Language, tuple[str, ...]]:
    """The fields of each translation whose source reads otherwise now."""
    db.session.flush()
    return {cell.language: cell.completeness.photo_words for cell in cells_of_one(piece) if cell.completeness}


def describe(piece: Commentary, **words: str) -> None:
    with photo_seen.noting_photo_words(piece):
        piece.alts = {**piece.alts, **words}


def test_whoever_writes_a_translation_has_seen_the_source_as_it_is_then(piece: Commentary) -> None:
    describe(piece, be="Ліпы")
    assert states(piece) == {BE: (), RU: ()}
    assert piece.photo_seen["be"]["alt"] == "Lime trees"


def test_a_changed_source_asks_for_every_translation_that_was_not_saved_with_it(piece: Commentary) -> None:
    describe(piece, be="Ліпы", ru="Липы")
    describe(piece, en="Old lime trees", ru="Старые липы")
    assert states(piece) == {BE: ("alt",), RU: ()}
    describe(piece, en="Lime trees")
    assert states(piece) == {BE: (), RU: ("alt",)}


def test_words_written_before_a_text_is_begun_follow_the_original(app: Flask) -> None:
    piece = factories.commentary(languages=(EN,), alts={"en": "Lime trees"})
    describe(piece, be="Ліпы")
    assert piece.photo_seen == {"be": {"alt": "Lime trees"}}
    describe(piece, en="Old lime trees")
    assert piece.photo_seen == {"be": {"alt": "Lime trees"}}


def test_a_translation_is_still_right_by_one_press_unless_the_source_has_moved_on(
    client: FlaskClient, sign_in: SignIn, piece: Commentary
) -> None:
    describe(piece, be="Ліпы")
    describe(piece, en="Old lime trees")
    db.session.commit()
    sign_in(Role.TRANSLATOR)
    page = f"/desk/commentaries/{piece.id}"
    assert "Old lime trees" in client.get(page).text
    press = f"{page}/photo/be/alt"
    assert "Look at them again" in client.post(press, data={"words": "Lime"}, follow_redirects=True).text
    assert states(piece)[BE] == ("alt",)
    answer = client.post(press, data={"words": "Old lime trees"}, follow_redirects=True)
    assert "Still right" not in answer.text
    db.session.expire_all()
    assert states(piece)[BE] == ()


@pytest.mark.parametrize("path", ["be/src", "en/alt", "999/be/alt"])
def test_nothing_else_can_be_called_right(client: FlaskClient, sign_in: SignIn, piece: Commentary, path: str) -> None:
    sign_in(Role.TRANSLATOR)
    db.session.commit()
    answer = client.post(f"/desk/commentaries/{piece.id}/photo/{path}", data={"words": "Lime trees"})
    assert answer.status_code in (302, 404)
    db.session.expire_all()
    assert piece.photo_seen.get("en") is None
