"""Answers may overtake each other on the way; what is shown last is what was asked for last."""

from playwright.sync_api import StorageState, expect

from tests.browser.hands import pause
from tests.browser.newsroom import Newsroom
from tests.browser.watching import Visits

SLOW_FOR_BELARUSIAN = """
const quickly = window.fetch;
window.fetch = async (address, ...more) => {
  const answer = await quickly(address, ...more);
  if (String(address).includes("be-ru")) await new Promise((resolve) => setTimeout(resolve, 1000));
  return answer;
};
"""


def test_of_two_previews_asked_for_quickly_the_later_is_shown(
    visit: Visits, newsroom: Newsroom, signed_in: StorageState
) -> None:
    page = visit(newsroom, storage_state=signed_in)
    page.add_init_script(SLOW_FOR_BELARUSIAN)
    page.goto("/desk/issues/1?edition=en&view=text")
    page.get_by_role("link", name="BE → RU", exact=True).click()
    page.get_by_role("link", name="RU → BE", exact=True).click()
    pause(page, 2000)
    expect(page.locator("#preview [aria-current]", has_text="→")).to_have_text("RU → BE")
