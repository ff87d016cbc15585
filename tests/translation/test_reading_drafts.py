"""What a draft may be that somebody brings, and what is refused."""

import io
from typing import Any

import pytest
from flask.testing import FlaskClient

from newsletter.commentaries.document import blocks, checked
from newsletter.commentaries.models import Text
from newsletter.db import db
from newsletter.languages import Language
from tests import factories
from tests.commentaries.word import docx, written
from tests.translation.bringing import DRAFT, SOURCE, address, confirmed, filled, pasted, said, save


def test_plain_lines_become_the_list_and_the_heading_that_they_render(client: FlaskClient, text: Text) -> None:
    body = factories.document(SOURCE[0], "What to watch", SOURCE[1])
    opening, heading, closing = blocks(body)
    items = [f"Gate {number} opens at {number} in the morning." for number in range(1, 6)]
    gates = {"type": "bulletList", "attrs": {"id": "blockgates"}, "content": list(map(item, items))}
    heading |= {"type": "heading", "attrs": heading["attrs"] | {"level": 3}}
    assert text.source
    save(text.source, checked({"type": "doc", "content": [opening, gates, heading, closing]}), None)
    lines = [f"- Брама {number} адчыняецца а {number}-й раніцы." for number in range(1, 6)]
    data = filled(
        pasted(client, text, DRAFT[0], *lines, "За чым сачыць", "— Чарга, — кажуць кіроўцы, — рухаецца хутчэй.")
    )
    assert confirmed(client, text, data).status_code == 302
    db.session.refresh(text)
    assert [block["type"] for block in blocks(text.document)] == ["paragraph", "bulletList", "heading", "paragraph"]
    assert [block["attrs"]["of"] for block in blocks(text.document)[:3]] == [
        ["block00001"],
        ["blockgates"],
        ["block00002"],
    ]
    assert said(text)[1].splitlines() == [line.removeprefix("- ") for line in lines]
    assert said(text)[3].startswith("— Чарга")


def item(words: str) -> dict[str, Any]:
    return {"type": "listItem", "content": [{"type": "paragraph", "content": [{"type": "text", "text": words}]}]}


def test_a_standfirst_is_one_only_if_it_renders_the_sources(client: FlaskClient, text: Text) -> None:
    standfirst = factories.STANDFIRSTS[Language.BE]
    assert filled(pasted(client, text, standfirst, *DRAFT))["standfirst"] == standfirst
    without = filled(pasted(client, text, *DRAFT))
    assert without["standfirst"] == ""
    assert sum(name.startswith("of-") for name in without) == 3


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (docx(written("Мост адкрыты", "Heading1") + "".join(map(written, DRAFT))), "пераклад.docx"),
        ("\n\n".join(["# Мост адкрыты", *DRAFT]).encode(), "draft.md"),
        ("".join(["<h1>Мост адкрыты</h1>", *(f"<p>{line}</p>" for line in DRAFT)]).encode(), "draft.html"),
    ],
)
def test_a_draft_may_be_a_file(client: FlaskClient, text: Text, data: bytes, name: str) -> None:
    page = client.post(address(text), data={"file": (io.BytesIO(data), name)})
    assert confirmed(client, text, filled(page)).status_code == 302
    assert said(text) == DRAFT


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({}, "Choose a file, or paste the words."),
        ({"file": (b"", "a.txt")}, "The file is empty"),
        ({"file": (b"words", "a.pdf")}, "Only .txt, .md, .html and .docx"),
        ({"file": (b"PK\x03\x04", "a.docx")}, "damaged"),
        ({"words": "Загаловак\n" + "\n".join(f"Радок {n}" for n in range(201))}, "more than 200 paragraphs"),
        ({"words": "ы" * 200_001}, "At most 200000 characters."),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_sentence(
    client: FlaskClient, text: Text, data: dict[str, Any], sentence: str
) -> None:
    sent = {name: (io.BytesIO(value[0]), value[1]) if name == "file" else value for name, value in data.items()}
    answer = client.post(address(text), data=sent)
    assert answer.status_code == 422
    assert sentence in answer.text


def test_a_draft_that_acts_or_says_nonsense_does_no_harm(client: FlaskClient, text: Text) -> None:
    page = (
        "<h1>Мост</h1><p>Словы<script>steal()</script> <a href='javascript:steal()'>тут</a><img src=x onerror=steal()>"
    )
    checked = client.post(address(text), data={"file": (io.BytesIO(page.encode()), "a.html")})
    assert "steal" not in checked.text
    data = filled(checked)
    names = [name for name in data if name.startswith("of-")]
    data |= dict.fromkeys(names, "nowhere block00001 title") | {"figure": ["nowhere"]}
    assert confirmed(client, text, data).status_code == 302
    assert blocks(text.document)[0]["attrs"]["of"] == ["block00001"]
    for broken in ({"document": "{"}, {"seen": "x"}, {"revision": ""}):
        answer = confirmed(client, text, data | broken)
        assert answer.location.endswith(address(text))


def test_only_a_translation_has_a_place_for_a_draft(client: FlaskClient, text: Text) -> None:
    original = address(text).replace("/be/", "/en/")
    assert client.get(original).status_code == 404
    assert client.post(original, data={"words": "Words"}).status_code == 404
    assert client.post(f"{original}/confirmation").status_code == 404
