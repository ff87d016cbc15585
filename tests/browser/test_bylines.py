"""Who is named above a commentary, from the facts page to the public one, and how the name goes again."""

import re

from playwright.sync_api import expect

from newsletter.languages import Language
from tests.browser.axe import Axe
from tests.browser.conftest import OwnNewsroom
from tests.browser.desk import Desk
from tests.browser.watching import Visits

FACTS = "/desk/commentaries/1"


def test_a_guest_is_named_beside_another_and_redacted(visit: Visits, own_newsroom: OwnNewsroom, axe: Axe) -> None:
    with own_newsroom() as newsroom:
        desk = Desk(visit(newsroom, viewport={"width": 360, "height": 740}, color_scheme="dark"), Language.EN)
        page = desk.page
        desk.signs_in(newsroom.opening)
        page.goto(FACTS)
        week = desk.field("Week")
        week.fill("2026-01-01")
        expect(page.locator("output")).to_have_text(re.compile("December.29,.2025 – January.4,.2026"))
        page.reload()
        first = page.get_by_label("Author 1").locator("option:checked").inner_text()
        page.locator("summary").filter(has_text="Somebody new").press("Enter")
        desk.in_each_language("Somebody new")[Language.EN].fill("Ada O’Lis")
        desk.in_each_language("Somebody new")[Language.EN].press("Enter")
        desk.is_told("Saved.")
        expect(page.get_by_label("Author 2").locator("option:checked")).to_have_text("Ada O’Lis")
        public = visit(newsroom)
        public.goto("/en/issues/1")
        public.get_by_role("link", name=page.get_by_role("heading", level=1).inner_text()).first.click()
        expect(public.get_by_text(f"{first} and Ada O’Lis")).to_be_visible()

        page.goto("/desk/authors?search=lis")
        page.get_by_role("link", name="Ada O’Lis").press("Enter")
        page.get_by_role("link", name="Redact the byline").press("Enter")
        expect(page.get_by_text("What can’t be undone or called back")).to_be_visible()
        assert axe.violations(page) == []
        page.get_by_role("button", name="Redact it everywhere").press("Enter")
        desk.is_told("The byline is redacted. No page, feed or letter names it any more.")
        expect(page.get_by_role("link", name="redacted author")).to_be_visible()
        public.reload()
        expect(public.get_by_text(first).first).to_be_visible()
        expect(public.get_by_text("Ada")).to_have_count(0)
