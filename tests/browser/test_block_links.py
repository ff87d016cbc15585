"""What ties a block to its source, through all that is done to it by hand."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import BrowserContext

from newsletter.commentaries.links import LINKS
from tests.browser.writer import Writer, editor_at_an_address, writing


def block(own: str, words: str, **links: Any) -> dict[str, Any]:
    return {"type": "paragraph", "attrs": {"id": own, **links}, "content": [{"type": "text", "text": words}]}


START = {
    "type": "doc",
    "content": [
        block("one", "Першы абзац", of=["a"], seen=5, machine=True),
        block("two", "Другі абзац", of=["b"], seen=3),
        block("three", "Трэці абзац"),
    ],
}


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with editor_at_an_address(START) as address:
        yield address


@pytest.fixture
def writer(window: BrowserContext, address: str) -> Iterator[Writer]:
    with writing(window.new_page(), address + "be") as writer:
        yield writer


def links(writer: Writer) -> list[dict[str, Any]]:
    found = [node["attrs"] for node in writer.document()["content"]]
    return [{name: attrs[name] for name in LINKS if name in attrs} for attrs in found]


def test_both_parts_of_a_split_block_render_the_same_and_the_new_one_says_where_it_is_from(writer: Writer) -> None:
    writer.press("Home", "Control+ArrowRight", "Enter")
    first, second = links(writer)[:2]
    assert (first["of"], first["seen"]) == (second["of"], second["seen"]) == (["a"], 5)
    assert "derived_from" not in first
    assert second["derived_from"] == "one"
    writer.press("Control+z")
    assert links(writer) == [{"of": ["a"], "seen": 5, "machine": True}, {"of": ["b"], "seen": 3}, {}]


def test_a_paragraph_begun_below_another_is_derived_from_nothing(writer: Writer) -> None:
    writer.press("End", "Enter")
    writer.type("Новы абзац")
    assert "derived_from" not in links(writer)[1]


def test_a_merged_block_renders_both_and_was_seen_when_the_older_was(writer: Writer) -> None:
    writer.press("Delete")
    assert links(writer)[0] == {"of": ["a", "b"], "seen": 3, "machine": True}
    writer.press("End", "Delete")
    assert links(writer)[0] == {"of": ["a", "b"], "seen": 3, "machine": True}
    writer.press("Control+z", "Control+z")
    assert links(writer) == [{"of": ["a"], "seen": 5, "machine": True}, {"of": ["b"], "seen": 3}, {}]


def test_words_that_somebody_has_been_over_are_the_machines_no_more(writer: Writer) -> None:
    writer.type("!")
    assert links(writer)[0] == {"of": ["a"], "seen": 5}
    writer.press("Control+z")
    assert links(writer)[0] == {"of": ["a"], "seen": 5, "machine": True}


@pytest.mark.parametrize("tool", ["heading2", "bulletList", "blockquote", "callout"])
def test_a_block_stays_tied_as_something_else_and_back(writer: Writer, tool: str) -> None:
    before = links(writer)[0]
    writer.use(tool)
    assert links(writer)[0] == before
    writer.use(tool)
    assert links(writer)[0] == before


def test_what_is_moved_stays_tied_and_a_copy_is_tied_to_nothing(writer: Writer) -> None:
    writer.press("Home", "Shift+End", "Control+c", "Control+End", "Enter", "Control+v")
    assert links(writer)[-1] == {}
    writer.press(
        "Control+Home", "ArrowDown", "Home", "Shift+ArrowDown", "Control+x", "Control+End", "Enter", "Control+v"
    )
    moved = [attrs for attrs in links(writer) if attrs.get("of") == ["b"]]
    assert moved == [{"of": ["b"], "seen": 3}]
