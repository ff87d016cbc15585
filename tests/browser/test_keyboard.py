"""The desk without a mouse."""

import pytest
from playwright.sync_api import Page, StorageState, expect

from tests.browser.controls import controls, reached_by_tab
from tests.browser.hands import pause
from tests.browser.newsroom import Newsroom
from tests.browser.watching import Visits

WRITING = "/desk/commentaries/1/en"


@pytest.fixture
def desk(visit: Visits, newsroom: Newsroom, signed_in: StorageState) -> Page:
    return visit(newsroom, storage_state=signed_in)


@pytest.mark.parametrize("path", ["/desk/account", WRITING, "/desk/issues/2"])
def test_tab_reaches_everything_in_the_order_of_the_page(desk: Page, path: str) -> None:
    desk.goto(path)
    desk.wait_for_load_state("networkidle")
    # The builder renews itself once the links of its issue have been looked at.
    expect(desk.locator("#links:is([data-due], [data-under-way])")).to_have_count(0)
    assert reached_by_tab(desk) == controls(desk)


def test_tab_leads_through_signing_in(visit: Visits, newsroom: Newsroom) -> None:
    page = visit(newsroom)
    page.goto("/desk/sign-in")
    assert reached_by_tab(page) == controls(page)


def test_the_first_press_of_tab_offers_to_skip_the_menu(desk: Page) -> None:
    desk.goto("/desk/")
    desk.keyboard.press("Tab")
    expect(desk.get_by_role("link", name="Skip to the content")).to_be_in_viewport()
    desk.keyboard.press("Enter")
    expect(desk.get_by_role("main")).to_be_focused()


def test_escape_closes_the_dialog_of_a_link_and_leads_back_to_the_text(desk: Page) -> None:
    desk.goto(WRITING)
    expect(desk.locator(".editor.live")).to_be_visible()
    text = desk.get_by_role("textbox", name="Text", exact=True)
    text.focus()
    pause(desk)
    desk.keyboard.press("Control+k")
    expect(desk.get_by_role("dialog")).to_be_visible()
    desk.keyboard.press("Escape")
    expect(desk.get_by_role("dialog")).to_be_hidden()
    expect(text).to_be_focused()


def test_escape_closes_the_menu_of_a_small_screen(desk: Page) -> None:
    desk.set_viewport_size({"width": 360, "height": 740})
    desk.goto("/desk/")
    menu = desk.get_by_role("button", name="Menu")
    menu.press("Enter")
    expect(desk.get_by_role("navigation", name="Desk")).to_be_visible()
    desk.keyboard.press("Escape")
    expect(desk.get_by_role("navigation", name="Desk")).to_be_hidden()
    expect(menu).to_be_focused()
