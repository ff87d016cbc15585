"""What saving a text keeps, and what it never loses."""

import json
from typing import Any

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from newsletter.commentaries import writing
from newsletter.commentaries.document import plain_text
from newsletter.commentaries.history import revision_of, sittings_of
from newsletter.commentaries.models import Commentary, Text, TextState
from newsletter.db import db
from newsletter.languages import Language
from newsletter.staff.models import Role, Staff
from tests import factories
from tests.conftest import SignIn

EN, BE = Language.EN, Language.BE


@pytest.fixture
def text(app: object) -> Text:
    return factories.commentary(languages=(EN,)).texts[EN]


def save(text: Text, title: str = "A new title", **facts: Any) -> bool:
    words = {"standfirst": text.standfirst, "document": text.document, "by": factories.staff(), **facts}
    return writing.save(text, title=title, **words)


def sent(text: Text, **changes: Any) -> dict[str, Any]:
    """What a browser sends when the text's page is saved."""
    stored = {
        "title": text.title,
        "standfirst": text.standfirst,
        "document": json.dumps(text.document),
        "revision": text.revision,
    }
    return stored | changes


def address(text: Text, rest: str = "") -> str:
    return f"/desk/commentaries/{text.commentary_id}/{text.language}{rest}"


def test_every_change_is_a_revision_of_its_own(text: Text) -> None:
    vera = factories.staff(handle="vera")
    assert save(text, "First", by=vera)
    assert save(text, "Second", by=vera)
    assert [revision.title for revision in sittings_of(text)][:2] == ["Second", "First"]
    assert sittings_of(text)[0].author is vera


def test_saving_the_same_words_makes_no_revision(text: Text) -> None:
    assert not save(text, text.title)
    assert text.revision == 1


def test_what_the_editor_writes_out_by_default_is_no_change(text: Text) -> None:
    item = {"type": "listItem", "content": [{"type": "paragraph", "content": [{"type": "text", "text": "One"}]}]}
    numbered = {"type": "orderedList", "attrs": {"id": "list1"}, "content": [item]}
    save(text, document={"type": "doc", "content": [numbered]})
    as_the_editor_has_it = numbered | {"attrs": {"id": "list1", "start": 1}}
    assert not save(text, document={"type": "doc", "content": [as_the_editor_has_it]})


def test_an_edit_after_approval_keeps_the_approved_revision(text: Text) -> None:
    save(text, "Not approved yet")
    assert text.state is TextState.DRAFT
    assert text.approved_revision == 1
    approved = revision_of(text, 1)
    assert approved
    assert approved.title == factories.TITLES[EN]


def test_an_edit_during_review_stays_in_review(text: Text) -> None:
    text.state = TextState.IN_REVIEW
    save(text)
    assert text.state is TextState.IN_REVIEW


def test_a_title_is_one_clean_line(text: Text) -> None:
    save(text, " Two\r\nlines,\x00 a  gap ")
    assert text.title == "Two lines, a gap"


def test_a_title_over_its_limit_is_refused_on_every_database(text: Text) -> None:
    with pytest.raises(writing.TitleTooLong):
        save(text, "a" * 201)


def test_a_second_save_over_a_newer_revision_loses_nothing(client: FlaskClient, sign_in: SignIn, text: Text) -> None:
    sign_in(Role.AUTHOR)
    opened = sent(text)
    assert client.post(address(text), data=opened | {"title": "Theirs"}).status_code == 302
    mine = json.dumps(factories.document("My paragraph"))
    answer = client.post(address(text), data=opened | {"title": "Mine", "document": mine})
    assert answer.status_code == 409
    assert "<del>Theirs</del><ins>Mine</ins>" in answer.text
    assert "My paragraph" in answer.text
    assert (text.title, text.revision) == ("Theirs", 2)


def test_what_two_people_wrote_in_different_places_is_both_kept(
    client: FlaskClient, sign_in: SignIn, text: Text
) -> None:
    sign_in(Role.AUTHOR)
    opened = sent(text)
    client.post(address(text), data=opened | {"title": "Theirs"})
    mine = json.dumps(factories.document("My paragraph"))
    assert client.post(address(text), data=opened | {"document": mine}).status_code == 302
    assert (text.title, plain_text(text.document)) == ("Theirs", "My paragraph")


def test_who_has_seen_both_versions_may_save_over(client: FlaskClient, sign_in: SignIn, text: Text) -> None:
    sign_in(Role.AUTHOR)
    opened = sent(text)
    client.post(address(text), data=opened | {"title": "Theirs"})
    conflict = client.post(address(text), data=opened | {"title": "Mine"}).text
    assert 'name="revision" value="2"' in conflict
    client.post(address(text), data=opened | {"title": "Mine", "revision": 2})
    assert [revision.title for revision in sittings_of(text)][:2] == ["Mine", "Theirs"]


@pytest.mark.parametrize("number", ["9" * 30, "2147483648", "-1"])
def test_a_revision_that_no_text_can_have_saves_nothing(
    client: FlaskClient, sign_in: SignIn, text: Text, number: str
) -> None:
    sign_in(Role.EDITOR)
    for step in ("", "/submission", "/approval"):
        answer = client.post(address(text, step), data=sent(text, title="Mine", revision=number))
        assert answer.status_code == 422
    assert text.revision == 1


def test_pressing_save_twice_is_no_conflict(client: FlaskClient, sign_in: SignIn, text: Text) -> None:
    sign_in(Role.AUTHOR)
    opened = sent(text, title="Once")
    assert [client.post(address(text), data=opened).status_code for _ in range(2)] == [302, 302]
    assert text.revision == 2


@pytest.mark.parametrize("broken", ["", "no JSON", "[" * 100_000, '{"type": "doc", "content": [{"type": "iframe"}]}'])
def test_a_broken_document_is_refused_and_what_was_written_beside_it_stays(
    client: FlaskClient, sign_in: SignIn, text: Text, broken: str
) -> None:
    sign_in(Role.AUTHOR)
    answer = client.post(address(text), data=sent(text, title="Still here", document=broken))
    assert answer.status_code == 422
    assert "Still here" in answer.text
    assert text.revision == 1


HOSTILE: dict[str, Any] = {
    "type": "doc",
    "content": [
        {
            "type": "paragraph",
            "attrs": {"id": "x' onmouseover='alert(1)", "onclick": "alert(1)"},
            "content": [
                {
                    "type": "text",
                    "text": "<script>alert(1)</script>",
                    "marks": [
                        {"type": "link", "attrs": {"href": "javascript:alert(1)", "onclick": "alert(1)"}},
                        {"type": "script"},
                    ],
                },
                {"type": "text", "text": "slashes", "marks": [{"type": "link", "attrs": {"href": "//evil.example"}}]},
            ],
        }
    ],
}


def test_no_page_runs_what_a_document_smuggles_in(client: FlaskClient, sign_in: SignIn, text: Text) -> None:
    sign_in(Role.AUTHOR)
    title = "</title><script>alert(2)</script>"
    client.post(address(text), data=sent(text, title=title, document=json.dumps(HOSTILE)))
    pages = [address(text), address(text, "/preview"), address(text, "/history/2"), address(text, "/history")]
    for page in [*pages, f"/desk/commentaries/{text.commentary_id}", "/desk/commentaries", "/desk/?week=2024-11-04"]:
        html = client.get(page).text
        assert "alert(2)" in html
        for trap in ("<script>alert", "javascript:", "//evil", "onclick", "onmouseover"):
            assert trap not in html, (page, trap)


def test_the_source_stands_beside_its_translation(client: FlaskClient, sign_in: SignIn, text: Text) -> None:
    sign_in(Role.TRANSLATOR)
    factories.text(text.commentary, BE, approved=False).source = text
    db.session.flush()
    page = client.get(address(text.commentary.texts[BE], "/translating")).text
    assert factories.PARAGRAPHS[EN] in page
    assert factories.TITLES[BE] in page


def test_the_first_who_takes_a_missing_text_has_it(client: FlaskClient, sign_in: SignIn, text: Text) -> None:
    vera = sign_in(Role.TRANSLATOR, handle="vera")
    assert client.post(f"/desk/commentaries/{text.commentary_id}/be/owner").status_code == 302
    sign_in(Role.TRANSLATOR, handle="taras")
    page = client.post(f"/desk/commentaries/{text.commentary_id}/be/owner", follow_redirects=True).text
    assert "vera has this text already." in page
    assert owners_of(text.commentary)[BE] is vera


def owners_of(commentary: Commentary) -> dict[Language, Staff | None]:
    texts = db.session.scalars(sa.select(Text).where(Text.commentary_id == commentary.id))
    return {text.language: text.owner for text in texts}


def test_a_new_commentary_opens_where_it_is_written(client: FlaskClient, sign_in: SignIn, app: object) -> None:
    adam = sign_in(Role.AUTHOR, handle="adam")
    section = factories.section()
    form = {"title": "Мост закрыты", "original": "be", "section": section.id, "week": "2024-11-07"}
    answer = client.post("/desk/commentaries", data=form)
    made = db.session.scalars(sa.select(Commentary)).one()
    assert answer.location == f"/desk/commentaries/{made.id}/be"
    assert (made.week.isoformat(), made.section, made.texts[BE].owner) == ("2024-11-04", section, adam)
    assert "Мост закрыты" in client.get(answer.location).text


def test_a_form_that_lacks_something_comes_back_with_what_it_had(client: FlaskClient, sign_in: SignIn) -> None:
    sign_in(Role.AUTHOR)
    answer = client.post("/desk/commentaries", data={"title": "Kept", "original": "en", "week": "0001-01-01"})
    assert answer.status_code == 422
    assert "Kept" in answer.text
    assert "Choose a day between 1990 and 2199." in answer.text
