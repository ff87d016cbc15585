"""The editor as its writers know it: typography, the menu of blocks, find and replace, full screen, its keys."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager

import pytest
from playwright.sync_api import BrowserContext, Locator, StorageState, expect

from tests.browser.axe import Axe
from tests.browser.hands import insert, pause, press
from tests.browser.newsroom import Newsroom
from tests.browser.watching import Visits
from tests.browser.writer import Writer, editor_at_an_address, writing

Opened = Callable[[str], AbstractContextManager[Writer]]

LINE_OF_THE_CURSOR = """() => {
    const { view, state } = document.querySelector(".editor").editor;
    return view.coordsAtPos(state.selection.head).top;
}"""

START = {"type": "doc", "content": [{"type": "paragraph", "attrs": {"id": "one"}}]}

TYPED = {
    "en": (
        '"Don\'t "go" - now" -- it\'s (the "end") ... \'90s\' "x" https://e.org/a--b?c=\'d\'... "https://e.org" y',
        "“Don’t ‘go’ – now” – it’s (the “end”) … ’90s’ “x” https://e.org/a--b?c='d'... “https://e.org” y",
    ),
    "be": (
        'Ён кажа: "аб\'ява "Знамя" - гэта..." -- пʼяны, www.e.by/а--б, \'не\' "так"',
        "Ён кажа: «аб’ява „Знамя“ — гэта…» — п’яны, www.e.by/а--б, 'не’ «так»",
    ),
    "ru": (
        'Он: "сказал "так" - да" -- кто-то... д\'Артаньян ["и"] "а "б""',
        "Он: «сказал „так“ — да» — кто-то… д'Артаньян [«и»] «а „б“»",
    ),
}


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with editor_at_an_address(START) as address:
        yield address


@pytest.fixture
def writer(window: BrowserContext, address: str) -> Iterator[Writer]:
    with writing(window.new_page(), address + "en") as writer:
        yield writer


def text(writer: Writer) -> Locator:
    return writer.page.locator(".ProseMirror")


def words(block: dict[str, object]) -> str:
    return "".join(str(part["text"]) for part in block.get("content", []))  # type: ignore[attr-defined]


@pytest.mark.parametrize("language", TYPED)
def test_what_is_typed_takes_the_typography_of_its_language(
    window: BrowserContext, address: str, language: str
) -> None:
    plain, typographic = TYPED[language]
    with writing(window.new_page(), address + language) as writer:
        writer.type(plain)
        expect(text(writer)).to_have_text(typographic)
        title = writer.page.get_by_label("Title")
        title.focus()
        writer.type(plain)
        expect(title).to_have_value(typographic)


def test_undo_and_backspace_bring_back_the_plain_character_and_nothing_else(writer: Writer) -> None:
    writer.type('so "')
    writer.press("Control+z")
    expect(text(writer)).to_have_text('so "')
    writer.press("Control+y")
    expect(text(writer)).to_have_text("so “")
    writer.type("it--")
    writer.press("Backspace")
    writer.type("s ...")
    writer.press("Backspace", "Backspace")
    expect(text(writer)).to_have_text("so “it--s ..")
    title = writer.page.get_by_label("Title")
    title.focus()
    writer.type('so "')
    writer.press("Control+z")
    writer.type("a --")
    writer.press("Backspace")
    writer.type("b")
    expect(title).to_have_value('so "a --b')


def test_a_composed_character_is_left_alone_until_it_is_finished(writer: Writer) -> None:
    keyboard = writer.page.context.new_cdp_session(writer.page)
    writer.type("it")
    keyboard.send("Input.imeSetComposition", {"text": "'", "selectionStart": 1, "selectionEnd": 1})
    expect(text(writer)).to_have_text("it'")
    keyboard.send("Input.insertText", {"text": "'"})
    expect(text(writer)).to_have_text("it’")
    writer.type("s")
    expect(text(writer)).to_have_text("it’s")


def test_three_hyphens_on_a_line_of_their_own_draw_a_line(window: BrowserContext, address: str) -> None:
    for language in TYPED:
        with writing(window.new_page(), address + language) as writer:
            writer.type("---")
            expect(text(writer).locator("hr")).to_be_attached()


def test_the_slash_offers_blocks_to_the_keyboard(writer: Writer, axe: Axe) -> None:
    menu = writer.page.get_by_role("listbox")
    writer.type("/")
    kinds = writer.page.locator("[data-tool][data-block]")
    expect(menu.get_by_role("option")).to_have_count(kinds.count())
    chosen = menu.get_by_role("option", selected=True)
    writer.press("ArrowUp")
    expect(chosen).to_contain_text(kinds.last.get_attribute("aria-label") or "")
    assert text(writer).get_attribute("aria-activedescendant") == chosen.get_attribute("id")
    assert axe.violations(writer.page) == []
    writer.press("Escape")
    expect(menu).to_be_hidden()
    expect(text(writer)).to_have_text("/")
    writer.press("Backspace")
    writer.type("/cal")
    expect(menu.get_by_role("option")).to_have_count(1)
    writer.press("Enter")
    writer.type("Why")
    expect(text(writer).locator("aside")).to_have_text("Why")
    writer.press("Enter")
    writer.type("and/or")
    expect(menu).to_be_hidden()
    writer.use("callout")
    assert [kind for kind, _ in writer.blocks()] == ["callout", "paragraph"]


def test_words_are_found_across_bold_and_links_and_replaced_in_one_step(writer: Writer, axe: Axe) -> None:
    writer.type("Мінск і мі")
    writer.press("Control+b")
    writer.type("нск")
    writer.press("Control+b", "Enter")
    writer.type("a.c abc Мінск")
    before = writer.document()
    writer.press("Control+f")
    status = writer.page.get_by_role("search").get_by_role("status")
    writer.type("МІНСК")
    expect(status).to_have_text("3 of 3")
    writer.press("Enter")
    expect(status).to_have_text("1 of 3")
    writer.press("Shift+Enter", "Shift+Enter")
    expect(status).to_have_text("2 of 3")
    assert "".join(text(writer).locator(".found.current").all_inner_texts()) == "мінск"
    assert axe.violations(writer.page) == []
    writer.page.get_by_label("Match case").check()
    expect(status).to_have_text("Not found")
    writer.page.get_by_label("Match case").uncheck()
    writer.page.get_by_label("Replace with").fill("Гродна")
    writer.page.get_by_role("button", name="Replace all").press("Enter")
    assert [words(block) for block in writer.document()["content"]] == ["Гродна і Гродна", "a.c abc Гродна"]
    writer.press("Escape", "Control+z")
    assert writer.document() == before
    writer.press("Control+Home", "Control+f")
    writer.type("a.c")
    expect(status).to_have_text("1 of 1")
    writer.page.get_by_label("Replace with").fill("")
    writer.press("Enter", "Escape")
    expect(text(writer).locator("p").last).to_have_text("abc Мінск")
    expect(text(writer)).to_be_focused()


def test_tools_are_one_stop_of_the_tab_key(writer: Writer) -> None:
    writer.press("Shift+Tab")
    expect(writer.page.get_by_role("button", name="Bold")).to_be_focused()
    writer.press("ArrowRight")
    expect(writer.page.get_by_role("button", name="Italic")).to_be_focused()
    writer.press("Home", "ArrowLeft", "Enter")
    expect(writer.page.get_by_role("dialog", name="Keyboard shortcuts")).to_be_visible()
    writer.press("Escape")
    expect(text(writer)).to_be_focused()
    for tool in writer.page.locator("[data-tool][aria-keyshortcuts]").all():
        keys = (tool.get_attribute("aria-keyshortcuts") or "").replace("Control", "Ctrl")
        assert keys in (tool.get_attribute("title") or "")
        assert writer.page.locator("dialog kbd").get_by_text(keys, exact=True).count() == 1


def test_words_and_reading_time_are_counted_a_moment_later(writer: Writer) -> None:
    insert(writer.page, "it’s one-off " * 115)
    expect(writer.page.locator(".words")).to_have_text("Words: 230 · reading time: 2 min")


def test_typing_looks_at_no_block_but_its_own(writer: Writer) -> None:
    """What is done at each key must not grow with the text."""
    writer.page.evaluate(
        """() => {
            const { editor } = document.querySelector(".editor");
            const block = (at) => ({ type: "paragraph", content: [{ type: "text", text: `Block ${at}.` }] });
            editor.commands.setContent({ type: "doc", content: Array.from({ length: 200 }, (_, at) => block(at)) });
            const kind = Object.getPrototypeOf(editor.state.doc);
            window.looked = { reads: 0 };
            for (const name of ["textContent", "textBetween"]) {
                const own = Object.getOwnPropertyDescriptor(kind, name);
                const was = own.get ?? own.value;
                const counting = function (...rest) { looked.reads++; return was.apply(this, rest); };
                Object.defineProperty(kind, name, own.get ? { ...own, get: counting } : { ...own, value: counting });
            }
        }"""
    )
    expect(writer.page.locator(".words")).to_contain_text("Words: 400")
    text(writer).locator("p").nth(100).click()
    writer.press("End")
    writer.page.evaluate("looked.reads = 0")
    writer.press("a")
    expect(text(writer).locator("p").nth(100)).to_have_text("Block 100.a")
    assert 0 < writer.page.evaluate("looked.reads") < 20


@pytest.mark.parametrize(("width", "language"), [(360, "be"), (1280, "ru")])
def test_nothing_but_the_text_can_be_had_and_left_by_keyboard(
    visit: Visits, newsroom: Newsroom, signed_in: StorageState, axe: Axe, width: int, language: str
) -> None:
    """Of a text each: for some seconds the first still counts as open in the window that was closed."""
    page = visit(newsroom, storage_state=signed_in, viewport={"width": width, "height": 740})
    page.goto(f"/desk/commentaries/1/{language}")
    expect(page.locator(".editor.live")).to_be_visible()
    page.locator(".ProseMirror p").last.click()
    pause(page)
    before = page.evaluate(LINE_OF_THE_CURSOR)
    press(page, "Control+Shift+f")
    for beside in (page.get_by_role("banner"), page.get_by_role("contentinfo")):
        expect(beside).to_be_hidden()
    for stays in ("Title", "Standfirst"):
        expect(page.get_by_label(stays, exact=True)).to_be_visible()
    assert page.evaluate(LINE_OF_THE_CURSOR) == pytest.approx(before, abs=2)
    assert axe.violations(page) == []
    press(page, "Control+f")
    press(page, "Escape")
    press(page, "Control+/")
    expect(page.get_by_role("dialog")).to_be_visible()
    assert axe.violations(page) == []
    press(page, "Escape")
    expect(page.locator(".ProseMirror")).to_be_focused()
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    press(page, "Escape")
    expect(page.get_by_role("banner")).to_be_visible()
