"""The editor marks and replaces what the server has found: both count the characters of a block alike."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from newsletter.commentaries.document import block_text, blocks, checked
from tests.browser.writer import editor_at_an_address

NESTED: dict[str, Any] = {
    "type": "doc",
    "content": [
        {
            "type": "bulletList",
            "content": [
                {"type": "listItem", "content": [{"type": "paragraph", "content": [{"type": "text", "text": "One"}]}]},
                {
                    "type": "listItem",
                    "content": [
                        {
                            "type": "paragraph",
                            "content": [
                                {"type": "text", "text": "bold", "marks": [{"type": "bold"}]},
                                {"type": "hardBreak"},
                                {"type": "text", "text": " \N{GRINNING FACE} plain"},
                            ],
                        },
                        {
                            "type": "bulletList",
                            "content": [{"type": "listItem", "content": [{"type": "paragraph"}]}],
                        },
                    ],
                },
            ],
        },
        {
            "type": "callout",
            "content": [
                {"type": "heading", "attrs": {"level": 3}, "content": [{"type": "text", "text": "Head"}]},
                {"type": "horizontalRule"},
                {
                    "type": "blockquote",
                    "content": [
                        {"type": "paragraph"},
                        {"type": "paragraph", "content": [{"type": "text", "text": "End"}]},
                    ],
                },
            ],
        },
    ],
}


PICTURE = {
    "type": "figure",
    "attrs": {
        "photo": "0" * 64,
        "width": 10,
        "height": 10,
        "alt": "A bridge",
        "caption": 'The "old" bridge',
        "credit": "",
    },
}


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """With an editor that has NESTED in it, and a picture."""
    with editor_at_an_address(checked(NESTED | {"content": [*NESTED["content"], PICTURE]})) as address:
        page = browser.new_page()
        page.goto(f"{address}en")
        page.wait_for_selector(".editor.live")
        yield page
        page.close()


def test_the_server_s_characters_are_found_in_the_editor(page: Page) -> None:
    """The same words of each block, and at each position the letter that stands there."""
    found = page.evaluate(
        """async () => {
            const { charactersOf } = await import("/static/js/style-places.js");
            const { doc } = document.querySelector(".editor").editor.state;
            return doc.children.slice(0, -1).map((block, index) => {
                const position = doc.children.slice(0, index).reduce((size, child) => size + child.nodeSize, 0);
                const { words, positions } = charactersOf(block, position);
                const letters = positions.map((at) => doc.textBetween(at, at + 1, "", ""));
                return [words, words.split("").every((one, at) => one === "\\n" || one === letters[at])];
            });
        }"""
    )
    assert found == [[block_text(block), True] for block in blocks(checked(NESTED))]


def test_only_the_words_that_were_found_are_replaced_with_their_marks_and_in_one_step(page: Page) -> None:
    found = page.evaluate(
        """async () => {
            const { markStyle, marked, replaceEach, show } = await import("/static/js/style-marks.js");
            const { editor } = document.querySelector(".editor");
            const [list, callout, picture] = editor.state.doc.children.map(({ attrs }) => attrs.id);
            const finding = (part, words, start, suggestion, field = "") =>
                ({ part, field, start, end: start + words.length, words, suggestion, severity: "repair" });
            markStyle(editor);
            show(editor, [
                finding(list, "bold", 4, "bald"), finding(callout, "End", 7, "The end"),
                finding(callout, "gone", 0, "nothing"), finding(picture, '"old"', 4, "“old”", "caption"),
            ]);
            const count = replaceEach(editor, marked(editor));
            const is = (pattern) => pattern.test(JSON.stringify(editor.getJSON()));
            const all = [is(/bold.*"text":"bald"/), is(/The end/), is(/“old”/)];
            editor.commands.undo();
            return { count, all, undone: !is(/bald|The end|“old”/) };
        }"""
    )
    assert found == {"count": 3, "all": [True, True, True], "undone": True}
