"""The translation memory on the desk."""

import json
from typing import Any

import pytest
from flask.testing import FlaskClient

from newsletter.commentaries.models import Text
from newsletter.db import db
from newsletter.staff.models import Role
from tests import factories
from tests.conftest import SignIn
from tests.translation.remembering import BE, BRIDGE, BRIDGE_BE, EN, remembered, translated


@pytest.fixture(autouse=True)
def translator(sign_in: SignIn) -> None:
    sign_in(Role.TRANSLATOR)


def asked(client: FlaskClient, text: Text, *parts: str) -> dict[str, Any]:
    db.session.commit()
    address = f"/desk/commentaries/{text.commentary_id}/{text.language}/memory"
    answer = client.post(address, data=json.dumps({"parts": dict.fromkeys(parts, True)}))
    assert answer.status_code == 200
    found: dict[str, Any] = json.loads(answer.text)
    return found


def test_the_desk_is_told_what_is_like_the_blocks_of_the_source(client: FlaskClient) -> None:
    earlier = remembered((BRIDGE, BRIDGE_BE), title=("A <bridge>", "<Мост>"))
    text = translated((BRIDGE.replace("old", "<old>"), ""), title=("A <bridge>", ""))
    url = f"/desk/commentaries/{earlier.commentary_id}/be"
    title, block = (found := asked(client, text, "title", "block00001"))["title"], found["block00001"]
    assert title == [
        {
            "similarity": 100,
            "words": "<Мост>",
            "html": "A &lt;bridge&gt;",
            "from": "<Мост> · November\N{NO-BREAK SPACE}4 – November\N{NO-BREAK SPACE}10,\N{NO-BREAK SPACE}2024",
            "url": url,
        }
    ]
    assert (block[0]["words"], block[0]["url"]) == (BRIDGE_BE, url)
    assert "<ins>&lt;</ins>old<ins>&gt;</ins>" in block[0]["html"]


def test_what_is_not_a_part_of_the_source_stays_without_an_answer(client: FlaskClient) -> None:
    text = remembered((BRIDGE, BRIDGE_BE))
    remembered((BRIDGE, "Мост."))
    assert list(asked(client, text, "nowhere", "standfirst", "block00001", "", "block00009")) == ["block00001"]
    assert asked(client, text) == {}
    assert text.source
    assert asked(client, text.source, "title") == {}, "an original is made from nothing"


def test_two_hundred_parts_are_looked_up_and_no_more(client: FlaskClient, query_count: list[str]) -> None:
    remembered(*((f"{BRIDGE} {number}", f"{BRIDGE_BE} {number}") for number in range(9)))
    text = translated(*((f"{BRIDGE} {number}", "") for number in range(200)))
    names = [f"block{number:05}" for number in range(1, 201)]
    asked(client, text, *names)
    query_count.clear()
    assert len(asked(client, text, names[0])) == 1
    one = len(query_count)
    query_count.clear()
    assert len(asked(client, text, "nowhere", *names, "title")) == 200
    assert len(query_count) == one


@pytest.mark.parametrize("body", ["", "[]", "{}", '{"parts": []}', '{"parts": "title"}', "null", "[" * 100_000])
def test_a_question_in_another_form_is_refused(client: FlaskClient, body: str) -> None:
    text = translated((BRIDGE, BRIDGE_BE))
    db.session.commit()
    assert client.post(f"/desk/commentaries/{text.commentary_id}/be/memory", data=body).status_code == 400
    assert client.post(f"/desk/commentaries/{text.commentary_id}/ru/memory", data='{"parts": {}}').status_code == 404


def search(client: FlaskClient, **asked: object) -> str:
    db.session.commit()
    answer = client.get("/desk/memory", query_string=asked)
    assert answer.status_code == 200
    return answer.text


@pytest.mark.parametrize("words", ["lorries one", "LORRIES", "грузавікі па", "ГРУЗАВІКІ", "Грузавікі"])
def test_words_are_found_in_both_languages_and_in_any_capitals(client: FlaskClient, words: str) -> None:
    remembered((BRIDGE, BRIDGE_BE), ("Elsewhere.", "Не тут."))
    page = search(client, q=words)
    assert page.count("<mark>") == 1
    assert ("Elsewhere" in page, 'lang="be"' in page) == (False, True)


def test_quotes_apostrophes_and_spaces_are_found_however_they_are_typed(client: FlaskClient) -> None:
    remembered(("“It’s 5\N{NO-BREAK SPACE}%”, he said", "«Гэта 5\N{NO-BREAK SPACE}%»"))
    for words in ('"it\'s 5 %"', "«Гэта 5 %»", "it’s"):
        assert search(client, q=words).count("<mark>") == 1, words


@pytest.mark.parametrize("words", ["%", "_", "\\", "<script>", "o_d", "100%"])
def test_signs_of_the_search_itself_are_words_like_any_others(client: FlaskClient, words: str) -> None:
    remembered((BRIDGE, BRIDGE_BE))
    page = search(client, q=words)
    assert "Nothing fits" in page
    assert "<script>" not in page


def test_only_the_languages_that_are_asked_for_are_searched(client: FlaskClient) -> None:
    remembered((BRIDGE, BRIDGE_BE))
    remembered((BRIDGE_BE, BRIDGE), source=BE, to=EN)
    assert search(client, q="lorries").count("<mark>") == 2
    assert search(client, q="lorries", source="be").count("<mark>") == 1
    assert search(client, q="lorries", target="ru").count("<mark>") == 0
    assert search(client, q="lorries", target="xx").count("<mark>") == 2


def test_much_is_shown_by_page(client: FlaskClient, query_count: list[str]) -> None:
    remembered(*((f"Lorry {number}", f"Грузавік {number}") for number in range(60)))
    first = search(client, q="lorry")
    assert first.count("<mark>") == 50
    assert "page=2" in first
    assert "Lorry</mark> 59" in first
    query_count.clear()
    assert search(client, q="lorry", page=2).count("<mark>") == 10
    one = len(query_count)
    query_count.clear()
    search(client, q="lorry")
    assert len(query_count) == one
    assert search(client, q="lorry", page=10**9).count("<mark>") == 0


def test_the_page_begins_with_nothing_but_the_question(client: FlaskClient) -> None:
    remembered((BRIDGE, BRIDGE_BE))
    assert "lorries" not in search(client)
    assert "lorries" not in search(client, q="  ")
    assert factories.TITLES[EN] not in search(client, q="x" * 10_000)
