"""What the issue builder's script adds to its forms."""

import pytest
from playwright.sync_api import Page, StorageState, expect

from tests.browser.newsroom import Newsroom
from tests.browser.watching import Visits


@pytest.fixture
def builder(visit: Visits, newsroom: Newsroom, signed_in: StorageState) -> Page:
    page = visit(newsroom, storage_state=signed_in)
    page.goto("/desk/issues/2")
    return page


def order(page: Page) -> list[str]:
    return page.locator(".entries .title").all_inner_texts()


def test_an_entry_moves_by_alt_and_arrow_keys_and_keeps_the_focus(builder: Page) -> None:
    first, second, *rest = order(builder)
    builder.locator(".grip").nth(1).focus()
    builder.keyboard.press("Alt+ArrowUp")
    expect(builder.locator("#moved")).to_have_text(f"“{second}” is now in place 1 of {len(rest) + 2}.")
    expect(builder.locator(".grip").first).to_be_focused()
    builder.reload()
    assert order(builder) == [second, first, *rest]


def test_an_entry_is_dragged_to_its_place(builder: Page) -> None:
    *rest, last = order(builder)
    builder.locator(".grip").last.hover()
    builder.mouse.down()
    head = builder.locator(".entries > li").first.bounding_box()
    assert head
    builder.mouse.move(head["x"] + 10, head["y"], steps=40)
    builder.mouse.up()
    expect(builder.locator("#moved")).to_have_text(f"“{last}” is now in place 1 of {len(rest) + 1}.")
    builder.reload()
    assert order(builder) == [last, *rest]


def test_words_that_are_being_written_stay_while_something_else_is_done(builder: Page) -> None:
    builder.locator("#opening_en").fill("Half a sentence")
    pressed = builder.locator(".entries button[aria-pressed='true']").first
    other = "teaser" if pressed.get_attribute("value") == "whole" else "whole"
    builder.locator(f".entries button[value='{other}']").first.click()
    expect(builder.locator(f".entries button[value='{other}']").first).to_have_attribute("aria-pressed", "true")
    builder.get_by_role("link", name="RU → BE", exact=True).click()
    expect(builder.locator("#preview iframe")).to_have_attribute("src", "/desk/issues/2/preview/ru-be?view=phone")
    expect(builder.locator("#opening_en")).to_have_value("Half a sentence")
    builder.get_by_role("button", name="Save the words").click()
    expect(builder.locator(".notice.good")).to_have_text("Saved.")
    builder.reload()
    expect(builder.locator("#opening_en")).to_have_value("Half a sentence")
