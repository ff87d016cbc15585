"""A whole translation made elsewhere comes into a text, and nothing changes before somebody confirms it."""

import sqlalchemy as sa
from flask.testing import FlaskClient

from newsletter.commentaries import photos
from newsletter.commentaries.developing import develop
from newsletter.commentaries.document import blocks
from newsletter.commentaries.models import Revision, Text
from newsletter.db import db
from newsletter.translation.staleness import State
from tests import factories
from tests.commentaries.pictures import picture
from tests.translation.bringing import DRAFT, SOURCE, address, confirmed, filled, pasted, said, save, states


def test_a_draft_is_laid_beside_its_source_and_taken_over_when_confirmed(client: FlaskClient, text: Text) -> None:
    assert "<textarea" in client.get(address(text)).text
    before = text.revision
    page = pasted(client, text, *DRAFT)
    assert page.status_code == 200
    db.session.refresh(text)
    assert text.revision == before
    data = filled(page)
    assert [data[name] for name in data if name.startswith("of-")] == ["block00001", "block00002", "block00003"]
    answer = confirmed(client, text, data)
    assert answer.status_code == 302
    assert said(text) == DRAFT
    assert text.title == "Мост адкрыты"
    assert set(states(text)) == {State.CURRENT, State.MISSING}  # the standfirst is still to be written
    assert states(text).count(State.MISSING) == 1


def test_what_was_aligned_wrongly_is_chosen_by_hand(client: FlaskClient, text: Text) -> None:
    own = "Ад перакладчыцы: назвы рэк пададзены паводле слоўніка."
    data = filled(pasted(client, text, *DRAFT, own))
    names = [name for name in data if name.startswith("of-")]
    data[names[0]], data[names[1]] = "block00001 block00002", "block00003"
    data[names[2]] = data[names[3]] = ""
    again = confirmed(client, text, data | {"again": "yes"})
    assert [filled(again)[name] for name in names] == [data[name] for name in names]
    assert confirmed(client, text, data).status_code == 302
    db.session.refresh(text)
    assert [block["attrs"].get("of") for block in blocks(text.document)] == [
        ["block00001", "block00002"],
        ["block00003"],
        None,
        None,
    ]
    assert states(text).count(State.OWN) == 2


def test_what_has_no_words_cannot_be_chosen(client: FlaskClient, text: Text) -> None:
    data = filled(pasted(client, text, *DRAFT))
    assert text.source
    rule = {"type": "horizontalRule", "attrs": {"id": "rule"}}
    save(text.source, text.source.document | {"content": [*blocks(text.source.document), rule]}, None)
    chosen = next(name for name in data if name.startswith("of-"))
    again = confirmed(client, text, data | {chosen: "rule", "again": "yes"})
    assert (again.status_code, filled(again)[chosen]) == (200, "")


def test_the_translation_before_stays_in_the_history_and_the_same_words_keep_their_block(
    client: FlaskClient, text: Text
) -> None:
    """Also one that was typed a minute ago, which would be a step of the same sitting."""
    earlier = factories.document(
        "Гэтых слоў у чарнавіку няма, бо яны былі раней.", DRAFT[1].replace("кабіне", "машыне")
    )
    earlier["content"][1]["attrs"]["id"] = "kept"
    save(text, earlier, text.owner, by_hand=False)
    confirmed(client, text, filled(pasted(client, text, *DRAFT)))
    db.session.refresh(text)
    assert blocks(text.document)[1]["attrs"]["id"] == "kept"
    kept = db.session.scalars(sa.select(Revision).where(Revision.text_id == text.id).order_by(Revision.number)).all()
    assert [revision.by_hand for revision in kept[-2:]] == [True, True]
    assert kept[-1].sitting != kept[-2].sitting
    assert "Гэтых слоў" in str(kept[-2].document)


def test_a_source_that_moved_meanwhile_is_shown_again(client: FlaskClient, text: Text) -> None:
    data = filled(pasted(client, text, *DRAFT))
    assert text.source
    save(text.source, factories.document(SOURCE[0], "Other words.", SOURCE[2]), None)
    answer = confirmed(client, text, data)
    assert answer.status_code == 409
    assert "The source has changed meanwhile" in answer.text
    assert "Other words." in answer.text
    assert said(text) == [""]
    assert confirmed(client, text, filled(answer)).status_code == 302
    assert said(text) == DRAFT


def test_who_saved_the_translation_meanwhile_is_not_overwritten_unasked(client: FlaskClient, text: Text) -> None:
    save(text, factories.document("Ранейшыя словы."), text.owner)
    data = filled(pasted(client, text, *DRAFT))
    save(text, factories.document("Ранейшыя словы, але іншыя."), None)
    answer = confirmed(client, text, data)
    assert answer.status_code == 409
    assert said(text) == ["Ранейшыя словы, але іншыя."]
    assert confirmed(client, text, filled(answer)).status_code == 302
    assert said(text) == DRAFT


def test_pictures_of_the_source_are_carried_over_where_they_stand(client: FlaskClient, text: Text) -> None:
    photo = photos.keep(develop(picture()))
    words = {"alt": "A gate", "caption": "At noon", "credit": "Lipen", "credit_href": ""}
    facts = {"id": "gate", "photo": photo.digest, "width": photo.width, "height": photo.height}
    document = factories.document(*SOURCE)
    document["content"].insert(1, {"type": "figure", "attrs": {**facts, **words}})
    assert text.source
    save(text.source, document, None)
    data = filled(pasted(client, text, *DRAFT))
    assert data["figure"] == ["gate"]
    confirmed(client, text, data)
    db.session.refresh(text)
    assert [block["type"] for block in blocks(text.document)] == ["paragraph", "figure", "paragraph", "paragraph"]
    assert states(text)[3] is State.CHANGED  # somebody has to look at its words
    confirmed(client, text, filled(pasted(client, text, *DRAFT)) | {"figure": []})
    db.session.refresh(text)
    assert "figure" not in [block["type"] for block in blocks(text.document)]
