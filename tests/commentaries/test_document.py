"""What a document may hold, and what is measured on it."""

import json
import re
from typing import Any

import pytest

from newsletter.commentaries import document as documents
from newsletter.commentaries.document import DocumentError, checked
from newsletter.languages import Language


def text(words: str, *marks: dict[str, Any]) -> dict[str, Any]:
    return {"type": "text", "text": words, "marks": list(marks)}


def paragraph(*inline: dict[str, Any], **attrs: object) -> dict[str, Any]:
    return {"type": "paragraph", "attrs": attrs, "content": list(inline)}


def doc(*content: dict[str, Any]) -> dict[str, Any]:
    return {"type": "doc", "content": list(content)}


def link(href: object) -> dict[str, Any]:
    return {"type": "link", "attrs": {"href": href, "target": "_blank", "rel": "x", "class": None}}


def ids(document: dict[str, Any]) -> list[str]:
    return [block["attrs"]["id"] for block in documents.blocks(document)]


def test_a_document_as_the_editor_writes_it_passes_unchanged() -> None:
    written = doc(
        {"type": "heading", "attrs": {"level": 3, "id": "h"}, "content": [{"type": "text", "text": "Змены"}]},
        {
            "type": "orderedList",
            "attrs": {"start": 4, "id": "l"},
            "content": [{"type": "listItem", "content": [{"type": "paragraph"}]}],
        },
        {"type": "blockquote", "attrs": {"id": "q"}, "content": [{"type": "paragraph"}]},
        {"type": "horizontalRule", "attrs": {"id": "r"}},
    )
    assert checked(written) == written


def test_checking_twice_changes_nothing_more() -> None:
    once = checked(doc(paragraph(text("a", {"type": "italic"}, {"type": "bold"}, link("https://news.example")))))
    assert checked(once) == once


def test_unknown_attributes_and_marks_are_dropped_and_the_words_stay() -> None:
    document = checked(doc(paragraph(text("words", {"type": "highlight"}), id="a", onclick="alert(1)")))
    assert document["content"] == [
        {"type": "paragraph", "attrs": {"id": "a"}, "content": [{"type": "text", "text": "words"}]}
    ]


def test_a_block_keeps_its_id_and_missing_duplicate_and_unusable_ones_are_replaced() -> None:
    document = checked(
        doc(paragraph(id="one"), paragraph(id="one"), paragraph(), paragraph(id='"><b'), paragraph(id=7))
    )
    assert ids(document)[0] == "one"
    assert len(set(ids(document))) == 5
    assert all(re.fullmatch(r"[A-Za-z0-9_-]{10}", new) for new in ids(document)[1:])


def test_only_top_level_blocks_carry_an_id() -> None:
    document = checked(doc({"type": "blockquote", "content": [paragraph(text("in"), id="inner")]}))
    assert "attrs" not in document["content"][0]["content"][0]


@pytest.mark.parametrize(
    ("href", "kept"),
    [
        ("https://news.example/a?b=1", "https://news.example/a?b=1"),
        ("HTTPS://News.example/A", "https://News.example/A"),
        (" http://news.example ", "http://news.example"),
        ("https://be.example/wiki/Мінск", "https://be.example/wiki/Мінск"),
        ("mailto:desk@news.example", "mailto:desk@news.example"),
    ],
)
def test_a_link_to_the_web_or_to_an_address_is_kept(href: str, kept: str) -> None:
    document = checked(doc(paragraph(text("words", link(href)))))
    assert document["content"][0]["content"][0]["marks"] == [{"type": "link", "attrs": {"href": kept}}]


@pytest.mark.parametrize(
    "href",
    [
        "//evil.example",
        "/\\evil.example",
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "java\nscript:alert(1)",
        "\x01javascript:alert(1)",
        "data:text/html,<script>",
        "vbscript:x",
        "file:///etc/passwd",
        "https:evil.example",
        "https:///evil.example",
        "https://news.example@evil.example",
        "https://news.example\\@evil.example",
        "https://news.example:port/",
        "https://[broken",
        "https://news.example/\u202egpj.exe",
        "https://news.example/" + "a" * 2000,
        "mailto:",
        "relative/page",
        "",
        None,
        7,
    ],
)
def test_a_link_that_leads_nowhere_safe_loses_its_address_and_keeps_its_words(href: object) -> None:
    document = checked(doc(paragraph(text("words", link(href)))))
    assert document["content"][0]["content"] == [{"type": "text", "text": "words"}]


def test_words_are_composed_and_freed_of_control_characters() -> None:
    document = checked(doc(paragraph(text("и\u0306\x00 \u202eab\ufeff\tc\u2028d\ne"))))
    assert documents.plain_text(document) == "й ab c d e"


def test_half_a_character_is_refused() -> None:
    with pytest.raises(documents.BrokenCharacters, match="copy it again"):
        checked(
            json.loads('{"type":"doc","content":[{"type":"paragraph","content":[{"type":"text","text":"\\ud800"}]}]}')
        )


def nested(levels: int) -> dict[str, Any]:
    inner = paragraph(text("deep"))
    for _ in range(levels):
        inner = {"type": "blockquote", "content": [inner]}
    return doc(inner)


@pytest.mark.parametrize(
    ("raw", "error", "limit"),
    [
        (doc(*[paragraph()] * 201), documents.TooManyBlocks, "200"),
        (doc(paragraph(text("ы" * 500_000))), documents.TooLarge, "1 MB"),
        (nested(11), documents.NestedTooDeep, "12"),
        (nested(900), documents.NestedTooDeep, "12"),
    ],
)
def test_a_document_over_a_limit_is_refused_with_the_limit(raw: object, error: type[DocumentError], limit: str) -> None:
    with pytest.raises(error, match=limit):
        checked(raw)


def test_a_document_at_its_limits_passes() -> None:
    assert len(documents.blocks(checked(doc(*[paragraph()] * 200)))) == 200
    assert documents.plain_text(checked(nested(10))) == "deep"


@pytest.mark.parametrize(
    "raw",
    [
        None,
        [],
        "doc",
        {},
        doc(),
        {"type": ["doc"]},
        {"type": "doc", "content": "text"},
        doc(text("loose words")),
        doc(doc(paragraph())),
        doc({"type": "image", "attrs": {"src": "x"}}),
        doc({"type": "bulletList", "content": [paragraph()]}),
        doc({"type": "heading", "attrs": {"level": 1}}),
        doc({"type": "heading", "attrs": {"level": "2><script>"}}),
        doc({"type": "heading", "attrs": {"level": 2.0}}),
        doc({"type": "orderedList", "attrs": {"start": True}, "content": [{"type": "listItem"}]}),
        doc(paragraph({"type": "text", "text": 7})),
        doc(paragraph({"type": "text", "text": "a", "marks": "bold"})),
        paragraph(text("a")),
    ],
)
def test_what_is_no_document_is_refused(raw: object) -> None:
    with pytest.raises(documents.NotADocument):
        checked(raw)


def test_a_new_document_is_one_empty_paragraph() -> None:
    document = documents.empty_document()
    assert checked(document) == document
    assert documents.is_empty(document)
    assert not documents.is_empty(checked(doc(paragraph(text("a")))))


def test_plain_text_has_a_line_for_each_item_and_a_blank_line_between_blocks() -> None:
    items = [{"type": "listItem", "content": [paragraph(text(word))]} for word in ("one", "two")]
    document = checked(
        doc(paragraph(text("a"), {"type": "hardBreak"}, text("b")), {"type": "bulletList", "content": items})
    )
    assert documents.plain_text(document) == "a\nb\n\none\ntwo"


def test_words_with_hyphens_and_apostrophes_count_once() -> None:
    assert documents.word_count(checked(doc(paragraph(text("П’яць сем’яў — па-ранейшаму тут, don't ask"))))) == 6


def test_cyrillic_takes_longer_to_read() -> None:
    document = checked(doc(paragraph(text("слова " * 400))))
    assert documents.reading_minutes(document, Language.EN) == 2
    assert documents.reading_minutes(document, Language.BE) == 3
    assert documents.reading_minutes(documents.empty_document(), Language.RU) == 1
