"""What an open editor is told of its house style, and what a translation is told of its source."""

from typing import Any

import pytest
from flask.testing import FlaskClient

from newsletter.commentaries.document import MAX_BLOCKS
from newsletter.commentaries.models import Commentary, Text
from newsletter.db import db
from newsletter.housestyle import known_words, spelling
from newsletter.languages import Language
from newsletter.staff.models import Role
from tests import factories
from tests.conftest import SignIn
from tests.needs import missing

EN, BE, RU = Language.EN, Language.BE, Language.RU


@pytest.fixture
def commentary(sign_in: SignIn) -> Commentary:
    sign_in(Role.TRANSLATOR)
    return factories.commentary(languages=())


def asked(client: FlaskClient, text: Text, *paragraphs: str, **more: Any) -> dict[str, Any]:
    """`paragraphs` are not saved anywhere."""
    db.session.commit()
    body = {"title": "", "standfirst": "", "document": factories.document(*paragraphs)} | more
    answer = client.post(f"/desk/commentaries/{text.commentary_id}/{text.language}/style", json=body)
    assert answer.status_code == 200, answer.json
    assert answer.json
    return dict(answer.json)


def test_words_that_nobody_has_saved_are_looked_at(client: FlaskClient, commentary: Commentary) -> None:
    text = factories.text(commentary, EN)
    found = asked(client, text, "It rained.", 'A "quoted" word.', title="Не тут")["findings"]
    assert [(one["part"], one["severity"]) for one in found][:1] == [("title", "block")]
    quotes = [one for one in found if one["rule"] == "quotes"]
    assert [(one["part"], one["start"], one["suggestion"]) for one in quotes] == [
        ("block00002", 2, "“"),
        ("block00002", 9, "”"),
    ]


def test_places_are_counted_as_a_browser_counts_them(client: FlaskClient, commentary: Commentary) -> None:
    text = factories.text(commentary, EN)
    [finding, _] = asked(client, text, 'A \N{GRINNING FACE} "word".')["findings"]
    assert (finding["start"], finding["end"]) == (5, 6)


def test_each_of_twenty_thousand_findings_has_its_place(client: FlaskClient, commentary: Commentary) -> None:
    text = factories.text(commentary, EN)
    found = asked(client, text, '\N{GRINNING FACE} "' + '"' * 20_000)["findings"]
    assert [one["start"] for one in found] == list(range(3, 20_004))


def linked(*paragraphs: tuple[str, list[str]]) -> dict[str, Any]:
    document = factories.document(*(words for words, _ in paragraphs))
    for block, (_, of) in zip(document["content"], paragraphs, strict=True):
        block["attrs"] |= {"of": of, "seen": 1}
    return document


def test_a_translation_is_held_against_the_blocks_that_it_renders(client: FlaskClient, commentary: Commentary) -> None:
    words = factories.document("Of 40 drivers 12 went home.", "It took 3 hours.")
    source = factories.text(commentary, EN, title="", standfirst="", document=words)
    text = factories.text(commentary, BE, source=source)
    document = linked(
        ("Прыехалі 40 кіроўцаў.", ["block00001"]),
        ("З іх 12 вярнуліся дадому.", ["block00001"]),
        ("Гэта заняло 5 гадзін.", ["block00002"]),
    )
    found = asked(client, text, document=document)["findings"]
    [finding] = [one for one in found if one["severity"] == "warn"]
    assert (finding["part"], finding["rule"], finding["words"]) == ("block00003", "numbers", "5")
    assert finding["message"] == "The source has “3”, here it is “5”."


def test_what_is_no_document_is_refused_with_a_sentence(client: FlaskClient, commentary: Commentary) -> None:
    text = factories.text(commentary, EN)
    db.session.commit()
    address = f"/desk/commentaries/{text.commentary_id}/en/style"
    too_long = factories.document(*["One"] * (MAX_BLOCKS + 1))
    answer = client.post(address, json={"document": too_long})
    assert answer.status_code == 422
    assert answer.json
    assert "200" in answer.json["error"]
    assert client.post(address, data="[").status_code == client.post(address, json=[]).status_code == 400


@pytest.fixture
def dictionary() -> None:
    if not spelling.available(EN):
        missing(f"There is no English dictionary: install {spelling.PACKAGES[EN]}")


def test_spelling_is_asked_only_on_demand(client: FlaskClient, dictionary: None, commentary: Commentary) -> None:
    text = factories.text(commentary, EN)
    assert asked(client, text, "A wonderfull day.") == {"findings": [], "spelling": True}
    [finding] = asked(client, text, "A wonderfull day.", spelling=True)["findings"]
    assert (finding["rule"], finding["severity"], finding["words"]) == ("spelling", "warn", "wonderfull")
    address = f"/desk/commentaries/{text.commentary_id}/en/style/spelling"
    answer = client.post(address, json={"word": "wonderfull"})
    assert answer.json
    assert "wonderful" in answer.json["suggestions"]
    assert client.post(address, json={"word": "w" * 100}).status_code == 400


def test_a_word_that_was_added_is_known_from_then_on(
    client: FlaskClient, dictionary: None, commentary: Commentary
) -> None:
    text = factories.text(commentary, EN)
    db.session.commit()
    address = f"/desk/commentaries/{text.commentary_id}/en/style/words"
    assert client.post(address, json={"word": "wonderfull"}).status_code == 200
    assert known_words.known_words(EN) == {"wonderfull"}
    assert asked(client, text, "A wonderfull day.", spelling=True)["findings"] == []
    answer = client.post(address, json={"word": "two words"})
    assert (answer.status_code, bool(answer.json and answer.json["error"])) == (422, True)


def test_an_author_adds_no_word(client: FlaskClient, sign_in: SignIn) -> None:
    text = factories.text(factories.commentary(languages=()), EN)
    sign_in(Role.AUTHOR)
    answer = client.post(f"/desk/commentaries/{text.commentary_id}/en/style/words", json={"word": "known"})
    assert answer.status_code == 403
