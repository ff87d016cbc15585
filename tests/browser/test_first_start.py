"""A newsroom that begins with nothing, and finds everything as it was when it is started again."""

from playwright.sync_api import expect

from newsletter.languages import Language
from tests.browser.axe import Axe
from tests.browser.conftest import OwnNewsroom
from tests.browser.desk import Desk
from tests.browser.watching import Visits

EMPTY = {
    "/en/": "The first issue is being written",
    "/en/issues": "Archive",
    "/desk/": "Nothing for this week yet",
    "/desk/commentaries": "No commentary yet",
    "/desk/issues": "No issue yet",
    "/desk/sending": "Nothing has left yet",
    "/mailbox": "No mail yet",
}


def test_empty_pages_say_what_to_do_and_settings_stay(visit: Visits, axe: Axe, own_newsroom: OwnNewsroom) -> None:
    with own_newsroom(empty=True) as newsroom:
        desk = Desk(visit(newsroom), Language.EN)
        desk.signs_in(newsroom.opening)
        for path, words in EMPTY.items():
            desk.page.goto(path)
            expect(desk.page.get_by_role("main").get_by_role("heading", name=words)).to_be_visible()
            assert axe.violations(desk.page) == [], path
        desk.page.goto("/desk/settings")
        for language, field in desk.in_each_language("Name of the weekly").items():
            field.fill(f"Weekly {language}")
        desk.field("Sender’s address").fill("letters@example.org")
        desk.press("Save")
        desk.is_told("Saved.")
    with own_newsroom(empty=True) as newsroom:
        page = visit(newsroom)
        page.goto("/be/")
        expect(page.get_by_role("banner")).to_contain_text("Weekly be")
