"""What the house style says while one writes, and the term base while one translates."""

import re

from playwright.sync_api import Locator, Page, StorageState, expect

from newsletter.housestyle import spelling
from newsletter.languages import Language
from tests.browser.axe import Axe
from tests.browser.desk import Desk
from tests.browser.hands import insert, pause, press
from tests.browser.newsroom import Newsroom
from tests.browser.watching import Visits
from tests.browser.writing import text_of
from tests.needs import missing

WRONG = 'Lukashenko said "yes" to the f\u0435rry twice.'  # with a Cyrillic letter
TRANSLATED = "/desk/commentaries/5/be/translating"
"""Of the sample newsroom: a block of its source names Minsk."""


def test_what_is_found_is_replaced_left_or_repaired_at_once_by_keyboard(
    visit: Visits, newsroom: Newsroom, signed_in: StorageState, axe: Axe
) -> None:
    desk = Desk(visit(newsroom, storage_state=signed_in), Language.EN)
    page = desk.page
    begins_a_text(desk)
    desk.field("Title").fill('A "ferry" for one')
    text_of(desk).focus()
    insert(page, WRONG)
    expect(page.locator(".house-style summary")).to_have_text("House style: 6 to look at · Repair: 4")
    kinds = {kind: page.locator(f".ProseMirror .style-mark.{kind}") for kind in ("block", "warn", "repair")}
    expect(kinds["block"]).to_have_text(["f\u0435rry"])
    expect(kinds["warn"]).to_have_text(["Lukashenko"])
    lines = {style(kind.first) for kind in kinds.values()}
    assert len(lines) == 3, lines

    page.locator(".house-style summary").press("Enter")
    assert axe.violations(page) == []
    fits_a_phone(page)
    replaces_the_name(page)
    leaves_it_the_next_time(page, desk)
    repairs_everything_at_once(page, desk)


def begins_a_text(desk: Desk) -> None:
    desk.page.goto("/desk/commentaries/new")
    desk.field("Title").fill("A ferry")
    desk.field("Written in").select_option("en")
    desk.press("Begin writing")
    expect(text_of(desk)).to_be_editable()


def style(mark: Locator) -> str:
    found: str = mark.evaluate("mark => getComputedStyle(mark).textDecorationStyle")
    return found


def fits_a_phone(page: Page) -> None:
    page.set_viewport_size({"width": 360, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") == 360
    page.set_viewport_size({"width": 1280, "height": 800})


def replaces_the_name(page: Page) -> None:
    """It is the first; the popover takes the focus, and gives it back."""
    page.locator(".ProseMirror").focus()
    press(page, "Control+Home", "F8")
    popover = page.get_by_role("dialog", name="House style")
    expect(popover.get_by_role("button", name="Replace with “Lukashenka”")).to_be_focused()
    press(page, "Enter")
    expect(popover).to_be_hidden()
    expect(page.locator(".ProseMirror")).to_be_focused()
    expect(page.locator(".ProseMirror")).to_contain_text("Lukashenka said")
    press(page, "Control+z")
    expect(page.locator(".ProseMirror")).to_contain_text("Lukashenko said")


def leaves_it_the_next_time(page: Page, desk: Desk) -> None:
    mark = page.locator(".ProseMirror .style-mark.warn")
    mark.click()
    popover = page.get_by_role("dialog", name="House style")
    expect(popover).to_contain_text("as the term base has it")
    popover.get_by_role("button", name="Leave").click()
    expect(mark).to_have_count(0)
    page.reload()
    expect(text_of(desk)).to_be_editable()
    expect(page.locator(".house-style summary")).to_have_text("House style: 5 to look at · Repair: 4")
    expect(mark).to_have_count(0)


def repairs_everything_at_once(page: Page, desk: Desk) -> None:
    page.locator(".house-style summary").press("Enter")
    page.get_by_role("button", name="Repair: 4").press("Enter")
    expect(page.locator(".house-style [role=status]")).to_have_text(re.compile("Repaired: 4|House style"))
    expect(desk.field("Title")).to_have_value("A “ferry” for one")
    expect(text_of(desk)).to_have_text("Lukashenko said “yes” to the f\u0435rry twice.")
    text_of(desk).focus()
    press(page, "Control+z")
    expect(text_of(desk)).to_have_text(WRONG)
    expect(page.locator(".house-style summary")).to_have_text("House style: 3 to look at · Repair: 2")


def test_spelling_is_asked_of_who_wants_it_and_learns_a_word(
    visit: Visits, newsroom: Newsroom, signed_in: StorageState
) -> None:
    if not spelling.available(Language.EN):
        missing(f"There is no English dictionary: install {spelling.PACKAGES[Language.EN]}")
    desk = Desk(visit(newsroom, storage_state=signed_in), Language.EN)
    page = desk.page
    begins_a_text(desk)
    text_of(desk).focus()
    insert(page, "A wonderfull ferry to Zhabinkovo.")
    page.locator(".house-style summary").press("Enter")
    page.get_by_label("Spelling too").press("Space")
    marks = page.locator(".ProseMirror .style-mark.warn")
    expect(marks).to_have_text(["wonderfull", "Zhabinkovo"])
    popover = page.get_by_role("dialog", name="House style")
    marks.last.click()
    popover.get_by_role("button", name="Add to the dictionary").click()
    expect(marks).to_have_text(["wonderfull"])
    page.reload()
    expect(text_of(desk)).to_be_editable()
    expect(marks).to_have_text(["wonderfull"])
    marks.click()
    popover.get_by_role("button", name="Replace with “wonderful”").click()
    expect(text_of(desk)).to_have_text("A wonderful ferry to Zhabinkovo.")
    expect(marks).to_have_count(0)


def test_the_source_s_terms_are_underlined_and_put_in_by_a_key(
    visit: Visits, newsroom: Newsroom, signed_in: StorageState, axe: Axe
) -> None:
    page = visit(newsroom, storage_state=signed_in)
    page.goto(TRANSLATED)
    terms = page.locator(".cell.source .term")
    expect(terms).to_have_text(["Minsk"])
    terms.click()
    popover = page.get_by_role("dialog", name="Term")
    expect(popover).to_contain_text("Мінск")
    expect(popover.locator("s")).to_have_text("Менск-")
    assert axe.violations(page) == []
    press(page, "Escape")
    expect(popover).to_be_hidden()
    page.get_by_role("textbox", name="Text", exact=True).focus()
    pause(page)
    block = page.locator(".ProseMirror > *", has_text=re.compile("Мінск"))
    before = block.inner_text()
    press(page, "Alt+t")
    expect(block).to_contain_text(re.compile(r" Мінск(?!\w)"))
    press(page, "Control+z")
    assert block.inner_text() == before
