"""A translation that is there already is tied to its source."""

import html

from flask.testing import FlaskClient

from newsletter.commentaries import photos
from newsletter.commentaries.developing import develop
from newsletter.commentaries.document import blocks, checked
from newsletter.commentaries.models import Text, TextState
from newsletter.db import db
from newsletter.translation.staleness import State
from tests import factories
from tests.commentaries.pictures import picture
from tests.translation.bringing import DRAFT, SOURCE, address, confirmed, filled, said, save, states


def test_a_translation_from_before_there_were_ties_is_tied_without_touching_a_word(
    client: FlaskClient, text: Text
) -> None:
    save(text, factories.document(*DRAFT), factories.staff())
    text.approved_revision, text.state = text.revision, TextState.APPROVED
    db.session.commit()
    desk = client.get(f"/desk/commentaries/{text.commentary_id}/be/translating")
    assert "isn’t tied to its source yet" in html.unescape(desk.text)
    ids = [block["attrs"]["id"] for block in blocks(text.document)]
    page = client.post(address(text), data={"present": "yes"})
    assert confirmed(client, text, filled(page)).status_code == 302
    assert said(text) == DRAFT
    assert [block["attrs"]["id"] for block in blocks(text.document)] == ids
    assert states(text).count(State.CURRENT) == 4
    assert text.state is TextState.APPROVED
    assert "isn’t tied" not in html.unescape(client.get(desk.request.path).text)


def test_a_picture_keeps_its_translated_words_when_what_is_there_is_tied(client: FlaskClient, text: Text) -> None:
    photo = photos.keep(develop(picture()))
    figure = {"photo": photo.digest, "width": photo.width, "height": photo.height, "alt": "A bridge", "credit": "Ales"}
    source = text.source
    assert source
    english, belarusian = factories.document(*SOURCE), factories.document(*DRAFT)
    english["content"].insert(1, {"type": "figure", "attrs": figure | {"id": "picture1"}})
    belarusian["content"].insert(1, {"type": "figure", "attrs": figure | {"id": "picture2", "alt": "Мост"}})
    save(source, checked(english), factories.staff())
    save(text, checked(belarusian), factories.staff())
    data = filled(client.post(address(text), data={"present": "yes"}))
    assert data["figure"] == ["picture1"]
    assert confirmed(client, text, data).status_code == 302
    assert said(text)[:1] + said(text)[2:] == DRAFT
    assert blocks(text.document)[1]["attrs"]["alt"] == "Мост"
    assert blocks(text.document)[1]["attrs"]["of"] == ["picture1"]
