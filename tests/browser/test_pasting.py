"""What is copied elsewhere arrives as it was meant, and what had to be left out is said."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from newsletter.commentaries.document import block_text
from tests.browser.axe import Axe
from tests.browser.writer import Writer, editor_at_an_address, writing

CLIPBOARD = Path(__file__).parents[1] / "clipboard"
SOURCES = sorted(path.name for path in CLIPBOARD.glob("*.html") if not path.name.endswith(".clean.html"))
START = {
    "type": "doc",
    "content": [
        {"type": "paragraph", "attrs": {"id": own}, "content": [{"type": "text", "text": words}]}
        for own, words in (("one", "First."), ("two", "Second."))
    ],
}
PIXEL = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with editor_at_an_address(START) as at:
        yield at


@pytest.fixture
def writer(window: BrowserContext, address: str) -> Iterator[Writer]:
    with writing(window.new_page(), f"{address}en") as somebody:
        yield somebody


def called(page: Page, module: str, function: str, *arguments: object) -> Any:
    """What a function of one of our modules makes of it."""
    script = f"async given => (await import('/static/js/{module}.js')).{function}(...given)"
    return page.evaluate(script, list(arguments))


def cleaned(page: Page, html: str) -> Any:
    return called(page, "paste-html", "cleaned", html)


def copied(writer: Writer, **kinds: str) -> None:
    """As another program puts it onto the clipboard: unaltered."""
    writer.page.evaluate(
        """kinds => document.addEventListener("copy", event => {
            for (const [kind, content] of Object.entries(kinds)) event.clipboardData.setData("text/" + kind, content);
            event.preventDefault();
            event.stopImmediatePropagation();
        }, { capture: true, once: true })""",
        kinds,
    )
    writer.press("Control+c")


def words(writer: Writer) -> list[str]:
    return [block_text(block) for block in writer.document()["content"]]


def test_each_source_is_read_with_its_quirks(writer: Writer) -> None:
    for name in SOURCES:
        *blocks, dropped = (CLIPBOARD / name.replace(".html", ".clean.html")).read_text("utf-8").splitlines()
        found = cleaned(writer.page, (CLIPBOARD / name).read_text("utf-8"))
        assert found["html"].replace("\xa0", "&nbsp;") == "".join(blocks), name
        assert found["dropped"] == json.loads(dropped), name
        # A second reading finds nothing to do.
        assert cleaned(writer.page, found["html"]) == {"html": found["html"], "dropped": {}, "pictures": []}, name


def test_plain_text_keeps_its_paragraphs_and_lists(writer: Writer) -> None:
    wrapped = (
        "Nobody in the district office could say on Monday where the\n"
        "second bridge had gone, though everybody remembered having\n"
        "signed for it, and some of them had even been promoted for\n"
        "the signing, which is how the matter came to be known as a\n"
        "success.\n\n– it was wide\n– it was long\n\n3. first they looked\n4) then they left\n\n– and alone\n"
    )
    found = called(writer.page, "paste-plain", "plainBlocks", wrapped)
    assert [block["type"] for block in found] == ["paragraph", "bulletList", "orderedList", "paragraph"]
    assert "known as a success." in block_text(found[0])
    assert [block_text(block) for block in found[1:]] == [
        "it was wide\nit was long",
        "first they looked\nthen they left",
        "– and alone",
    ]
    assert found[2]["attrs"] == {"start": 3}
    talk = called(writer.page, "paste-plain", "plainBlocks", "— Куды?\r\n— Дадому.\u200b")
    assert [block_text(block) for block in talk] == ["— Куды?", "— Дадому."]


HOSTILE = """<svg onload=steal()><img src=x onerror=steal()><math><mtext><table><mglyph><style><!--</style>
<img title="--&gt;&lt;img src=x onerror=steal()&gt;"></table></mtext></math><p style="background:url(//evil.example/1)">
<a href="javascript:steal()">a</a><a href=" jAvAsCrIpT:steal()">b</a><a href="//evil.example">c</a>
<a href="https://ok.example@evil.example/">d</a><a href="https:\\\\evil.example">e</a><a href="data:text/html,x">f</a>
<iframe srcdoc="<script>steal()</script>"></iframe>
<noscript><p title="</noscript><img src=x onerror=steal()>"></noscript>
<form action=//evil.example><input name=q value=x><button formaction=//evil.example>g</button></form>
<template><img src=x onerror=steal()></template><base href=//evil.example>
<meta http-equiv=refresh content="0;//evil.example">
<textarea></p><script>steal()</script></textarea>
<b id="x" class=y data-block=z on\ufdd0click=steal()>\u202eh\u202c</b>"""


def test_nothing_that_acts_gets_in_or_is_even_tried(writer: Writer) -> None:
    asked: list[str] = []
    writer.page.on("request", lambda request: asked.append(request.url))
    found = cleaned(writer.page, HOSTILE)["html"]
    assert found == "<p>abc def</p><p><strong>h</strong></p>"
    copied(writer, html=HOSTILE)
    writer.press("Control+v")
    assert "steal" not in json.dumps(writer.document())
    assert [url for url in asked if "/static/" not in url] == []


def test_what_is_huge_or_deep_is_read_all_the_same(writer: Writer) -> None:
    for html, in_words in (
        ("<div>" * 10_000 + "at the bottom", "at the bottom"),
        ("<ul><li>item" * 3_000, "item"),
        ("<table><tr><td>cell<td>cell" * 2_000, "cell"),
        ('<p title="' + "x" * 2_000_000 + '">words', "words"),
        ('<a"' * 500_000 + ">words", "words"),
        ("<p style='" * 100_000 + "'>words", "words"),
        ("<p style='mso-list:l0 level9 lfo1'><b>x</b> word</p>" * 5_000, "word"),
        ("<tr><td rowspan=65000 colspan=1000>x" * 1_000, "x"),
    ):
        assert in_words in cleaned(writer.page, html)["html"]


def test_a_paste_is_one_step_and_says_what_it_left_out(writer: Writer, axe: Axe) -> None:
    copied(writer, html=(CLIPBOARD / "word.html").read_text("utf-8"), plain="Млын без вады")
    writer.type(" Before")
    writer.press("Control+v")
    writer.type(" after")
    pasted = words(writer)
    assert pasted[:2] == ["First. Before", "Млын без вады"]
    assert pasted[-2:] == ["[1] Загад ад 3 мая. after", "Second."]
    notice = writer.page.get_by_role("status").filter(has_text="Left out")
    expect(notice.get_by_role("listitem")).to_have_count(5)
    expect(notice).to_contain_text("comments: 1")
    assert axe.violations(writer.page) == []
    writer.press("Control+z")
    assert words(writer)[-2] == "[1] Загад ад 3 мая."
    writer.press("Control+z")
    assert words(writer) == ["First. Before", "Second."]
    writer.press("Control+Shift+z")
    assert words(writer)[-2] == "[1] Загад ад 3 мая."
    notice.get_by_role("button", name="Close").press("Enter")
    expect(notice).to_have_count(0)
    expect(writer.page.locator(".ProseMirror")).to_be_focused()


def test_too_much_is_refused_with_its_number_and_nothing_changes(writer: Writer) -> None:
    copied(writer, plain="line\n" * 300)
    writer.press("Control+v")
    expect(writer.page.get_by_role("status").filter(has_text="301")).to_contain_text("may have 200")
    copied(writer, html="<p>" + "word " * 300_000)
    writer.press("Control+v")
    expect(writer.page.locator(".left-out")).to_contain_text("larger than 1 MB")
    writer.press("Control+Shift+v")
    assert writer.document() == START


def test_nothing_is_overwritten_where_nothing_is_left_of_a_copy(writer: Writer) -> None:
    copied(writer, html='<img src="https://example.org/map.png">')
    writer.press("Control+a", "Control+v")
    expect(writer.page.locator(".left-out")).to_contain_text("pictures: 1")
    assert writer.document() == START


def test_words_go_on_where_they_are_pasted(writer: Writer) -> None:
    for kinds in ({"plain": " Plain"}, {"html": "<span style='color:red'>, <b>bold</b></span>"}):
        copied(writer, **kinds)
        writer.press("Control+v")
    assert words(writer) == ["First. Plain, bold", "Second."]


def test_what_is_pasted_into_an_empty_text_is_all_of_it(writer: Writer) -> None:
    copied(writer, html="<h1>Title</h1><p>Words.</p><ul><li>item</ul>")
    writer.press("Control+a", "Delete", "Control+v")
    assert [kind for kind, _ in writer.blocks()] == ["heading", "paragraph", "bulletList"]


def test_a_block_stays_itself_where_it_is_moved_and_only_there(writer: Writer) -> None:
    writer.press("Control+Home", "Shift+ArrowDown", "Control+x", "Control+End", "Enter", "Control+v")
    assert words(writer) == ["Second.", "First.", ""]
    assert writer.blocks()[1] == ("paragraph", "one")
    copied(writer, html='<p data-pm-slice="0 0 []" data-block="elsewhere">Of another text</p>')
    writer.press("Control+v")
    assert "Of another text" in "\n".join(words(writer))
    assert "elsewhere" not in [own for _, own in writer.blocks()]


def test_pictures_are_handed_on(writer: Writer) -> None:
    writer.page.evaluate(
        """() => {
            window.handed = [];
            const { editor } = document.querySelector(".editor");
            editor.off("picture"); // nobody is there to send them to
            editor.on("picture", ({ file }) => handed.push([file.type, file.size]));
        }"""
    )
    copied(writer, html=f'<p>A dot: <img src="data:image/png;base64,{PIXEL}"></p>')
    writer.press("Control+v")
    writer.page.evaluate(
        """bytes => {
            const clipboardData = new DataTransfer();
            clipboardData.items.add(new File([new Uint8Array(bytes)], "dot.png", { type: "image/png" }));
            const event = new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true });
            document.querySelector(".ProseMirror").dispatchEvent(event);
        }""",
        [1, 2, 3],
    )
    assert writer.page.evaluate("handed") == [["image/png", 70], ["image/png", 3]]
    assert words(writer)[0] == "First.A dot:"
