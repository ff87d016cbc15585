"""What a translation hangs on: whatever is done in the editor, a block stays itself and no two are the same."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import BrowserContext

from newsletter.commentaries.document import checked
from tests.browser.hands import type_words
from tests.browser.writer import Writer, editor_at_an_address, writing


def block(kind: str, own: str, words: str) -> dict[str, Any]:
    return {"type": kind, "attrs": {"id": own}, "content": [{"type": "text", "text": words}]}


START = {"type": "doc", "content": [block("paragraph", "one", "Першы абзац"), block("paragraph", "two", "Другі абзац")]}


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with editor_at_an_address(START) as address:
        yield address


@pytest.fixture
def writer(window: BrowserContext, address: str) -> Iterator[Writer]:
    with writing(window.new_page(), address + "be") as writer:
        yield writer


def test_the_first_part_of_a_split_block_keeps_the_id(writer: Writer) -> None:
    writer.press("ArrowLeft", "ArrowLeft", "Enter")
    (_, first), (_, new), (_, second) = writer.blocks()
    assert (first, second) == ("one", "two")
    assert len(new) == 10


def test_an_empty_line_begun_above_a_block_leaves_its_id_to_the_words(writer: Writer) -> None:
    writer.press("Home", "Enter")
    assert [own for _, own in writer.blocks()][1:] == ["one", "two"]


def test_a_merged_block_keeps_the_id_of_the_first(writer: Writer) -> None:
    writer.press("Delete")
    assert writer.blocks() == [("paragraph", "one")]


@pytest.mark.parametrize("tool", ["heading2", "bulletList", "orderedList", "blockquote", "callout"])
def test_a_block_is_still_itself_as_something_else_and_back(writer: Writer, tool: str) -> None:
    kind = {"heading2": "heading"}.get(tool, tool)
    writer.use(tool)
    assert writer.blocks()[0] == (kind, "one")
    writer.use(tool)
    assert writer.blocks()[0] == ("paragraph", "one")


@pytest.mark.parametrize("sign", ["##", "-", "1.", ">"])
def test_a_block_is_still_itself_when_a_sign_typed_before_its_words_makes_it_something_else(
    writer: Writer, sign: str
) -> None:
    kind = {"##": "heading", "-": "bulletList", "1.": "orderedList", ">": "blockquote"}[sign]
    writer.press("Home")
    type_words(writer.page, f"{sign} ")
    assert writer.blocks() == [(kind, "one"), ("paragraph", "two")]


def test_undo_brings_the_ids_back(writer: Writer) -> None:
    writer.press("Control+a", "Delete")
    assert len(writer.blocks()) == 1
    writer.use("undo")
    assert [own for _, own in writer.blocks()] == ["one", "two"]


def test_a_copy_gets_ids_of_its_own(writer: Writer) -> None:
    writer.press("Control+a", "Control+c", "Control+End", "Enter", "Control+v")
    found = writer.blocks()
    assert len(found) == 4
    assert [own for _, own in found][:2] == ["one", "two"]


def test_an_untouched_text_is_sent_as_it_came(writer: Writer) -> None:
    assert writer.document() == START


def test_a_link_leads_only_where_a_reader_may_be_sent(writer: Writer) -> None:
    writer.press("Shift+Home", "Control+k")
    field = writer.page.get_by_label("Where it leads")
    field.fill("javascript:alert(1)")
    field.press("Enter")
    assert writer.page.locator("dialog[open]").count() == 1
    field.fill("example.org")
    field.press("Enter")
    writer.page.wait_for_selector(".ProseMirror a")
    (words,) = writer.document()["content"][0]["content"]
    assert words["marks"] == [{"type": "link", "attrs": {"href": "https://example.org"}}]


def test_what_is_pasted_keeps_only_what_the_server_knows(writer: Writer) -> None:
    writer.page.evaluate(
        """html => {
            const clipboardData = new DataTransfer();
            clipboardData.setData("text/html", html);
            const event = new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true });
            document.querySelector(".ProseMirror").dispatchEvent(event);
        }""",
        '<p class="x" dir="rtl"><u>у</u> <a href="javascript:1">а</a> <a href="https://example.org" title="t">б</a></p>'
        '<ol start="-4" type="a"><li>адзін</li></ol><table><tr><td>клетка</td></tr></table>',
    )
    sent = writer.document()
    assert checked(sent) == json.loads(json.dumps(sent).replace(', "attrs": {}', ""))
