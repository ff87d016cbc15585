"""A source that changes: what its author can say of it, and what everybody else sees."""

from playwright.sync_api import expect

from newsletter.languages import Language
from tests.browser.axe import Axe
from tests.browser.conftest import OwnNewsroom
from tests.browser.desk import Desk
from tests.browser.hands import type_words
from tests.browser.watching import Visits
from tests.browser.writing import text_of


def test_minor_words_ask_for_nothing_and_the_others_stop_the_issue(
    visit: Visits, own_newsroom: OwnNewsroom, axe: Axe
) -> None:
    with own_newsroom() as newsroom:
        desk = Desk(visit(newsroom, viewport={"width": 360, "height": 740}, color_scheme="dark"), Language.EN)
        page = desk.page
        desk.signs_in(newsroom.opening)
        number = page.locator("td.cell a[href*='/en']").first.get_attribute("href")
        assert number
        page.goto(number)
        minor = page.get_by_label("Minor from here on: asks translators for nothing")
        text_of(desk).locator("p").first.click()
        minor.press("Space")
        expect(minor).to_be_checked()
        page.locator(".ProseMirror p").first.click()
        type_words(page, "Indeed: ")
        desk.press("Save")
        expect(page.locator(".saving")).to_have_attribute("data-kind", "saved")
        page.goto("/desk/")
        expect(page.locator("td.cell.stale")).to_have_count(0)

        page.goto(number)
        expect(minor).not_to_be_checked()
        text_of(desk).locator("p").first.click()
        type_words(page, "Moreover: ")
        desk.press("Save")
        expect(page.locator(".saving")).to_have_attribute("data-kind", "saved")
        page.goto("/desk/")
        expect(page.locator("td.cell.stale")).to_have_count(2)
        assert axe.violations(page) == []
        page.goto("/desk/issues/2")
        expect(page.locator("#preflight li.blocks").filter(has_text="lags behind its source")).to_have_count(2)
        assert axe.violations(page) == []

        page.goto(f"{number}/history")
        expect(page.locator(".chip")).to_have_count(1)
        page.get_by_role("button", name="Mark as minor").press("Enter")
        expect(page.locator(".chip")).to_have_count(2)
        assert axe.violations(page) == []
        page.goto("/desk/")
        expect(page.locator("td.cell.stale")).to_have_count(0)
