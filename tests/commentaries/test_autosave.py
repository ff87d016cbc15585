"""What an open editor and the server say to each other."""

from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from newsletter.commentaries import writing
from newsletter.commentaries.document import MAX_BLOCKS, plain_text
from newsletter.commentaries.history import sittings_of
from newsletter.commentaries.models import Text, TextState
from newsletter.languages import Language
from newsletter.staff.models import Role
from tests import factories
from tests.commentaries.test_merging import block
from tests.conftest import SignIn

EN = Language.EN


@pytest.fixture
def text(sign_in: SignIn) -> Text:
    """Two paragraphs, approved, and somebody signed in."""
    sign_in(Role.AUTHOR, handle="vera")
    return factories.text(factories.commentary(languages=()), EN, document=factories.document("One", "Two"))


def address(text: Text, rest: str = "") -> str:
    return f"/desk/commentaries/{text.commentary_id}/{text.language}{rest}"


def patch(client: FlaskClient, text: Text, opened_at: int | None = None, /, **changes: Any) -> TestResponse:
    return client.patch(address(text), json=changes, headers={"If-Match": f'"{opened_at or text.revision}"'})


def edited(words: str, name: str = "block00001") -> dict[str, Any]:
    return {name: block(name, words)}


def test_one_block_is_sent_and_the_revision_comes_back(client: FlaskClient, text: Text) -> None:
    answer = patch(client, text, blocks=edited("Other"))
    assert (answer.status_code, answer.json and answer.json["revision"], answer.headers["ETag"]) == (200, 2, '"2"')
    assert answer.json
    assert answer.json["theirs"] is None
    assert plain_text(text.document) == "Other\n\nTwo"


def test_words_sent_again_after_a_lost_answer_make_no_second_revision(client: FlaskClient, text: Text) -> None:
    for _ in range(2):
        answer = patch(client, text, 1, title="Once", blocks=edited("Other"))
        assert answer.json
        assert (answer.json["revision"], answer.json["theirs"]) == (2, None)


def test_another_s_words_come_back_with_the_answer(client: FlaskClient, text: Text) -> None:
    patch(client, text, 1, title="Theirs", blocks=edited("Theirs"))
    answer = patch(client, text, 1, blocks=edited("Mine", "block00002"))
    assert answer.json
    assert answer.json["theirs"] == {"title": "Theirs", "blocks": edited("Theirs")}
    assert plain_text(text.document) == "Theirs\n\nMine"


def test_who_opened_the_text_when_it_was_empty_gets_all_of_its_words(client: FlaskClient, sign_in: SignIn) -> None:
    sign_in(Role.AUTHOR)
    empty = writing.create(week=factories.MONDAY, original=EN, by=None).texts[EN]
    first = empty.document["content"][0]["attrs"]["id"]
    answer = patch(client, empty, 0, blocks=edited("First", first) | edited("Second", "new"), order=[first, "new"])
    assert answer.json
    assert (answer.json["revision"], answer.json["theirs"]) == (1, None)
    late = client.patch(address(empty), json={}, headers={"If-Match": '"0"'})
    assert late.json
    assert late.json["theirs"] == {"blocks": edited("First", first) | edited("Second", "new"), "order": [first, "new"]}


def test_a_clash_comes_back_in_both_versions_and_changes_nothing(client: FlaskClient, text: Text) -> None:
    patch(client, text, 1, blocks=edited("Their <b>words</b>"))
    answer = patch(client, text, 1, standfirst="Mine", blocks=edited("My words"))
    assert answer.status_code == 409
    found = answer.json
    assert found
    assert (found["revision"], found["by"], [clash["id"] for clash in found["clashes"]]) == (2, "vera", ["block00001"])
    assert found["clashes"][0]["mine"] == edited("My words")["block00001"]
    assert "<b>" not in found["clashes"][0]["html"]
    assert found["merged"]["standfirst"] == "Mine"
    assert text.revision == 2
    resolved = patch(client, text, 2, standfirst="Mine", blocks=edited("My words"))
    assert resolved.status_code == 200


@pytest.mark.parametrize("named", [None, "*", '"x"', '"1", "2"', '"99999999999999"', "W/"])
def test_a_save_that_names_no_revision_is_refused(client: FlaskClient, text: Text, named: str | None) -> None:
    headers = {"If-Match": named} if named else {}
    assert client.patch(address(text), json={"title": "New"}, headers=headers).status_code == 428


@pytest.mark.parametrize(
    "sent",
    [r'{"title": "\ud800"}', "", "no JSON", "[" * 100_000, '{"title": 1}', '{"blocks": {"x": {"type": "iframe"}}}'],
)
def test_what_makes_no_sense_is_refused_with_a_sentence(client: FlaskClient, text: Text, sent: str) -> None:
    answer = client.patch(address(text), data=sent, headers={"If-Match": '"1"'})
    assert (answer.status_code, text.revision) == (422, 1)
    assert answer.json
    assert answer.json["error"].endswith(".")


@pytest.mark.parametrize(
    ("changes", "limit"),
    [
        ({"title": "x" * 201}, "200"),
        ({"standfirst": "x" * 601}, "600"),
        ({"blocks": {f"n{n}": block(f"n{n}", "x") for n in range(201)}, "order": [f"n{n}" for n in range(201)]}, "200"),
        ({"blocks": edited("x" * 1_000_001)}, "1 MB"),
    ],
)
def test_a_limit_is_named_with_its_number(client: FlaskClient, text: Text, changes: Any, limit: str) -> None:
    answer = patch(client, text, **changes)
    assert answer.status_code == 422
    assert answer.json
    assert limit in answer.json["error"]


def test_two_long_texts_that_merge_over_the_limit_are_refused_and_keep_both(client: FlaskClient, text: Text) -> None:
    def with_new(prefix: str) -> dict[str, Any]:
        new = {f"{prefix}{n}": block(f"{prefix}{n}", "x") for n in range(MAX_BLOCKS - 2)}
        return {"blocks": new, "order": ["block00001", "block00002", *new]}

    assert patch(client, text, 1, **with_new("theirs")).status_code == 200
    assert patch(client, text, 1, **with_new("mine")).status_code == 422
    assert text.revision == 2


def test_an_edit_that_is_taken_back_leaves_the_text_approved(client: FlaskClient, text: Text) -> None:
    patch(client, text, blocks=edited("Other"))
    assert text.state is TextState.DRAFT
    patch(client, text, blocks=edited("One"))
    assert (text.state, text.approved_revision, text.revision) == (TextState.APPROVED, 3, 3)


def test_what_is_saved_while_typing_is_one_step_of_the_history(client: FlaskClient, text: Text) -> None:
    for words in ("O", "On", "One more"):
        patch(client, text, blocks=edited(words))
    assert [revision.number for revision in sittings_of(text)] == [4, 1]
    patch(client, text, blocks=edited("Saved"), by_hand=True)
    patch(client, text, blocks=edited("And on"))
    assert [revision.number for revision in sittings_of(text)] == [6, 5, 1]


def test_pressing_save_after_it_was_saved_by_itself_ends_the_sitting(client: FlaskClient, text: Text) -> None:
    patch(client, text, blocks=edited("Other"))
    assert patch(client, text, by_hand=True).status_code == 200
    patch(client, text, blocks=edited("Another"))
    assert [revision.number for revision in sittings_of(text)] == [3, 2, 1]


def test_another_person_begins_another_step(client: FlaskClient, text: Text, sign_in: SignIn) -> None:
    patch(client, text, blocks=edited("Vera"))
    sign_in(Role.EDITOR, handle="taras")
    patch(client, text, blocks=edited("Taras"))
    assert [revision.author and revision.author.handle for revision in sittings_of(text)][:2] == ["taras", "vera"]


def test_an_editor_that_follows_asks_with_an_empty_patch(client: FlaskClient, text: Text) -> None:
    patch(client, text, 1, title="Theirs")
    answer = patch(client, text, 1)
    assert answer.json
    assert (answer.json["revision"], answer.json["theirs"]) == (2, {"title": "Theirs"})
    assert text.revision == 2


def test_nobody_saves_without_signing_in(client: FlaskClient, text: Text) -> None:
    with client.session_transaction() as session:
        session.clear()
    assert patch(client, text, 1, title="New").status_code == 403
    assert text.revision == 1
