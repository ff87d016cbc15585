"""Passages of a text, and other words in their place."""

from typing import Any

import pytest

from newsletter.commentaries.document import plain_text
from newsletter.commentaries.merging import Version
from newsletter.commentaries.passages import PassageGone, is_there, replaced

BOLD, ITALIC = {"type": "bold"}, {"type": "italic"}
LINK = {"type": "link", "attrs": {"href": "https://example.org/"}}


BLOCK = "block00001"


def words(*nodes: dict[str, Any], around: str = "") -> Version:
    paragraph: dict[str, Any] = {"type": "paragraph", "content": list(nodes)}
    block = {"type": around, "content": [{"type": "listItem", "content": [paragraph]}]} if around else paragraph
    return Version("Title", "", {"type": "doc", "content": [block | {"attrs": {"id": BLOCK}}]})


def run(text: str, *marks: dict[str, Any]) -> dict[str, Any]:
    return {"type": "text", "text": text, "marks": list(marks)} if marks else {"type": "text", "text": text}


def inline(version: Version) -> list[dict[str, Any]]:
    (block,) = version.document["content"]
    while block["type"] != "paragraph":
        (block,) = block["content"]
    content: list[dict[str, Any]] = block["content"]
    return content


@pytest.mark.parametrize(
    ("before", "quote", "by", "after"),
    [
        ([run("The old bridge")], "old", "new", [run("The new bridge")]),
        (
            [run("The "), run("old", BOLD), run(" bridge")],
            "old",
            "new",
            [run("The "), run("new", BOLD), run(" bridge")],
        ),
        (
            [run("The "), run("old", BOLD), run(" bridge is "), run("shut", LINK)],
            "old bridge is shut",
            "old bridge was closed",
            [run("The "), run("old", BOLD), run(" bridge was "), run("closed", LINK)],
        ),
        ([run("Read "), run("this", LINK)], "Read this", "Read", [run("Read")]),
        (
            [run("a", BOLD), run("b", BOLD, ITALIC)],
            "ab",
            "ab c",
            [run("a", BOLD), run("b", BOLD, ITALIC), run(" c", BOLD)],
        ),
        ([run("one"), {"type": "hardBreak"}, run("two")], "one\ntwo", "one two", [run("one two")]),
        ([run("one two")], "one two", "one\ntwo", [run("one"), {"type": "hardBreak"}, run("two")]),
        ([run("so so")], "so", "as", [run("as so")]),
    ],
)
def test_a_suggested_wording_keeps_the_marks_of_what_it_replaces(
    before: list[dict[str, Any]], quote: str, by: str, after: list[dict[str, Any]]
) -> None:
    for around in ("", "bulletList"):
        changed = replaced(words(*before, around=around), BLOCK, quote, by)
        if by == "ab c":
            assert inline(changed)[:1] == after[:1]
            assert plain_text(changed.document).strip() == by
        else:
            assert inline(changed) == after


def test_a_passage_is_within_one_paragraph_and_within_its_block() -> None:
    version = words(run("One."), around="bulletList")
    assert is_there(version, BLOCK, "One.")
    assert is_there(version, BLOCK, "")
    assert is_there(version, "title", "Tit")
    for part, quote in ((BLOCK, "Two."), ("another", "One."), ("another", "")):
        assert not is_there(version, part, quote)
    with pytest.raises(PassageGone):
        replaced(version, BLOCK, "Two.", "Three.")
