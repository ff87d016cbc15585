"""The translating desk as the server has it: the sheet, the choice of a source, the words of the photo."""

import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from newsletter.commentaries import writing
from newsletter.commentaries.document import blocks
from newsletter.commentaries.models import Commentary, Text
from newsletter.commentaries.photo_models import Photo
from newsletter.db import db
from newsletter.languages import Language
from newsletter.staff.models import AuditEntry, Role
from newsletter.translation.sources import change_source
from newsletter.translation.standings import standing_of
from tests import factories
from tests.conftest import SignIn

EN, BE, RU = Language.EN, Language.BE, Language.RU


@pytest.fixture
def commentary(app: object) -> Commentary:
    return factories.commentary(approved=False)


@pytest.fixture
def text(commentary: Commentary) -> Text:
    return commentary.texts[BE]


def address(text: Text, rest: str = "") -> str:
    return f"/desk/commentaries/{text.commentary_id}/{text.language}/translating{rest}"


def rewrite(text: Text, *paragraphs: str, title: str = "") -> None:
    document = factories.document(*paragraphs)
    writing.save(text, title=title or text.title, standfirst=text.standfirst, document=document, by=None)


def of(text: Text) -> list[Any]:
    return [block["attrs"].get("of") for block in blocks(text.document)]


def test_the_sheet_says_how_each_block_stands(client: FlaskClient, sign_in: SignIn, text: Text) -> None:
    sign_in(Role.TRANSLATOR)
    assert text.source
    rewrite(text.source, "The crossing was rebuilt in the summer.", "It is <b>open</b>.")
    sheet = client.get(address(text, "/sheet")).get_json()
    assert sheet["revision"] == text.source.revision
    changed, missing = sheet["pairs"][2:]
    assert (changed["state"], changed["sights"]) == ("changed", [[1, ["block00001"]]])
    assert "<del>over</del><ins>in</ins>" in changed["html"]
    assert (missing["state"], missing["sources"], missing["html"]) == ("missing", ["block00002"], None)
    assert sheet["blocks"][1]["html"] == "<p>It is &lt;b&gt;open&lt;/b&gt;.</p>"


def test_an_open_desk_is_sent_the_sheet_again_only_when_it_is_another(
    client: FlaskClient, sign_in: SignIn, text: Text, query_count: list[str]
) -> None:
    sign_in(Role.TRANSLATOR)
    seen = {"If-None-Match": client.get(address(text, "/sheet")).headers["ETag"]}
    query_count.clear()
    assert client.get(address(text, "/sheet"), headers=seen).status_code == 304
    assert len(query_count) <= 9
    assert text.source
    rewrite(text.source, "The crossing is shut.")
    fresh = client.get(address(text, "/sheet"), headers=seen)
    assert fresh.status_code == 200
    assert fresh.headers["ETag"].strip('"') == fresh.get_json()["version"]


def test_without_scripts_both_texts_and_how_they_stand_can_be_read(
    client: FlaskClient, sign_in: SignIn, text: Text
) -> None:
    sign_in(Role.TRANSLATOR)
    assert text.source
    rewrite(text.source, "The crossing was rebuilt in the summer.")
    page = client.get(address(text)).text
    static = re.sub(r"\s+", " ", page.partition("<noscript>")[2].partition("</noscript>")[0])
    assert "The crossing was rebuilt <del>over</del><ins>in</ins> the summer." in static
    assert f'<td>Changed</td><td class="body" lang="be"><p>{factories.PARAGRAPHS[BE]}</p></td>' in static


def test_what_the_page_carries_for_scripts_ends_no_script(client: FlaskClient, sign_in: SignIn, text: Text) -> None:
    sign_in(Role.TRANSLATOR)
    assert text.source
    rewrite(text.source, "</script><script>alert(1)</script>")
    page = client.get(address(text)).text
    assert "<script>alert" not in page
    data = page.partition('class="sheet-data">')[2].partition("</script>")[0]
    assert json.loads(data)["blocks"][0]["node"]["content"][0]["text"] == "</script><script>alert(1)</script>"


def test_an_original_has_no_desk_of_a_translation(client: FlaskClient, sign_in: SignIn, text: Text) -> None:
    sign_in(Role.TRANSLATOR)
    assert text.source
    for rest in ("", "/sheet"):
        assert client.get(address(text.source, rest)).status_code == 404
    assert client.post(address(text.source, "/source"), data={"language": "be"}).status_code == 404
    answer = client.post(f"/desk/commentaries/{text.commentary_id}/be/draft")
    assert answer.location == address(text)


def test_another_source_is_chosen_and_nothing_counts_as_seen(
    client: FlaskClient, sign_in: SignIn, text: Text, commentary: Commentary
) -> None:
    sign_in(Role.TRANSLATOR, handle="vera")
    before = [block.get("content") for block in blocks(text.document)]
    client.post(address(text, "/source"), data={"language": "ru"})
    assert text.source is commentary.texts[RU]
    assert of(text) == [["block00001"]]
    assert [block.get("content") for block in blocks(text.document)] == before
    standing = standing_of(text)
    assert standing
    assert (standing.current, standing.changed) == (0, 3)
    audit = select(AuditEntry.details).where(AuditEntry.action == "text.source")
    assert db.session.scalars(audit).one()["source"] == "ru"
    client.post(address(text, "/source"), data={"language": "en"})
    assert (text.source, of(text)) == (commentary.texts[EN], [["block00001"]])


def test_what_was_seen_of_an_earlier_source_is_not_seen_of_the_next(
    client: FlaskClient, sign_in: SignIn, text: Text, commentary: Commentary
) -> None:
    """A number of a revision says nothing of which text it is of; both have a title, and a revision 1."""
    by = sign_in(Role.TRANSLATOR)
    change_source(text, commentary.texts[RU], by)
    db.session.commit()
    page = f"/desk/commentaries/{commentary.id}/be"
    client.post(f"{page}/history/1/restoration")
    assert text.heads == {}
    patch = {"title": "Іншы загаловак", "heads": {"title": {"seen": 1}, "standfirst": {"seen": 0}}}
    assert client.patch(page, json=patch, headers={"If-Match": '"1"'}).status_code == 200
    assert (text.title, text.heads) == ("Іншы загаловак", {})
    standing = standing_of(text)
    assert standing
    assert standing.current == 0


def test_ties_lead_through_another_translation_wherever_it_was_split(text: Text, commentary: Commentary) -> None:
    by = factories.staff()
    russian = commentary.texts[RU]
    (block,) = blocks(russian.document)
    parts = [block | {"attrs": {"id": name, "of": ["block00001"], "seen": 1}} for name in ("a", "b")]
    writing.save(russian, title="", standfirst="", document={"type": "doc", "content": parts}, by=by)
    change_source(text, russian, by)
    assert of(text) == [["a", "b"]]
    change_source(text, commentary.texts[EN], by)
    assert of(text) == [["block00001"]]


@pytest.mark.parametrize("language", ["be", "xx", ""])
def test_no_text_is_translated_from_itself(client: FlaskClient, sign_in: SignIn, text: Text, language: str) -> None:
    sign_in(Role.TRANSLATOR)
    client.post(address(text, "/source"), data={"language": language})
    assert text.source is text.commentary.texts[EN]


def test_no_text_is_translated_from_what_was_made_from_it(
    client: FlaskClient, sign_in: SignIn, text: Text, commentary: Commentary
) -> None:
    sign_in(Role.TRANSLATOR)
    commentary.texts[RU].source = text
    db.session.commit()
    page = client.post(address(text, "/source"), data={"language": "ru"}, follow_redirects=True).text
    assert "not from one that was made from it" in page
    assert text.source is commentary.texts[EN]
    assert "Translate from" not in client.get(address(text)).text


@pytest.fixture
def said(commentary: Commentary) -> Callable[[str], None]:
    """`said(words)`: of the photo, in English."""
    commentary.photo = Photo(digest="0" * 64, width=800, height=600)
    db.session.flush()

    def say(words: str) -> None:
        commentary.alts = {**commentary.alts, "en": words}
        db.session.flush()

    return say


def test_the_words_of_the_photo_are_translated_beside_the_sources(
    client: FlaskClient, sign_in: SignIn, text: Text, said: Callable[[str], None]
) -> None:
    sign_in(Role.TRANSLATOR)
    said("A bridge.")
    assert "A bridge." in client.get(address(text)).text

    def states() -> Any:
        return client.get(address(text, "/sheet")).get_json()["photo"]

    assert states() == [{"name": "alt", "state": "missing"}]
    client.post(address(text, "/photo"), data={"photo-alt": " Мост. "})
    assert text.commentary.alts == {"en": "A bridge.", "be": "Мост."}
    assert states() == [{"name": "alt", "state": "current"}]
    said("A new bridge.")
    assert states() == [{"name": "alt", "state": "changed"}]
    client.post(address(text, "/photo"), data={"photo-alt": "Мост.", "right": "alt", "there-alt": "A bridge."})
    assert states() == [{"name": "alt", "state": "changed"}]
    client.post(address(text, "/photo"), data={"photo-alt": "Мост.", "right": "alt", "there-alt": "A new bridge."})
    assert states() == [{"name": "alt", "state": "current"}]


def test_words_of_a_photo_that_are_too_long_are_refused(
    client: FlaskClient, sign_in: SignIn, text: Text, said: Callable[[str], None]
) -> None:
    sign_in(Role.TRANSLATOR)
    said("A bridge.")
    page = client.post(address(text, "/photo"), data={"photo-alt": "я" * 301}, follow_redirects=True).text
    assert "too long" in page
    assert text.commentary.alts == {"en": "A bridge."}


def test_who_reads_only_the_public_pages_sees_none_of_it(client: FlaskClient, text: Text) -> None:
    for rest in ("", "/sheet"):
        assert client.get(address(text, rest)).status_code in (302, 403)
