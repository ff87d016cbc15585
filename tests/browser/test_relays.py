"""A relay is added, and tried out while one looks on."""

from playwright.sync_api import StorageState, expect

from tests.browser.axe import Axe
from tests.browser.newsroom import Newsroom, free_port
from tests.browser.watching import Visits
from tests.mailer.counting_relay import CountingRelay


def test_an_administrator_adds_a_relay_and_hears_whether_it_answers(
    visit: Visits, newsroom: Newsroom, signed_in: StorageState, axe: Axe
) -> None:
    """One that is not used, so that the mails of the others go where they went."""
    page = visit(newsroom, storage_state=signed_in)
    page.goto("/desk/settings/relays")
    page.get_by_role("link", name="Add a relay").press("Enter")
    page.get_by_label("Name", exact=True).fill("Vilnius")
    page.get_by_label("It is used").uncheck()
    page.get_by_label("Server", exact=True).fill("127.0.0.1")
    page.get_by_label("Port", exact=True).fill(str(free_port()))
    page.get_by_label("Encryption", exact=True).select_option("none")
    page.get_by_role("button", name="Add", exact=True).click()
    page.get_by_role("button", name="Try it").click()
    expect(page.get_by_role("status")).to_contain_text("can't be reached")
    assert axe.violations(page) == []
    relay = CountingRelay()
    relay.start()
    page.get_by_label("Port", exact=True).fill(str(relay.port))
    page.get_by_role("button", name="Save").click()
    page.get_by_role("button", name="Try it").click()
    try:
        expect(page.get_by_role("status")).to_contain_text("It answered, and would take our mails.")
    finally:
        relay.stop()
    page.get_by_role("button", name="Remove").click()
    expect(page.locator(".notice.good")).to_have_text("The relay Vilnius is removed.")
