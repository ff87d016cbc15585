"""A reader: signs up on the public pages, and finds the letters in the local mailbox."""

import time
from dataclasses import dataclass
from urllib.parse import urlsplit

from playwright.sync_api import FrameLocator, Locator, Page, expect

from newsletter.languages import Language, Reading
from tests.browser.speech import say

PAGE_OF = {Reading.EN: Language.EN, Reading.BE_RU: Language.BE, Reading.RU_BE: Language.RU}
"""The language of the pages on which each is signed up here."""
ASKS = {
    False: ("One press, and you are subscribed", "You have been successfully subscribed"),
    True: ("Shall we write to you?", "It is done"),
}
"""What the page of a confirmation is called before and after, by whether its reader is a discreet one."""

LEAST_SECONDS = 2.1
"""The form refuses whoever fills it in faster than people do."""

LOOKS_FOR_A_MAIL = 240  # times, a quarter of a second apart


@dataclass
class Reader:
    page: Page
    reading: Reading
    address: str
    discreet: bool = False
    opened_the_form: float = 0

    @property
    def language(self) -> Language:
        return PAGE_OF[self.reading]

    def say(self, words: str, **values: object) -> str:
        return say(self.language, words, **values)

    def heading(self, words: str, **values: object) -> Locator:
        return self.page.get_by_role("heading", level=1, name=self.say(words, **values), exact=True)

    def press(self, words: str) -> None:
        self.page.get_by_role("button", name=self.say(words), exact=True).click()

    def fills_in_the_form(self) -> None:
        self.page.goto(f"/{self.language}/subscribe")
        self.opened_the_form = time.monotonic()
        self.page.get_by_label(self.say("Mail address")).fill(self.address)
        self.page.get_by_role("radio", name="EN" if self.reading is Reading.EN else "BE / RU", exact=True).check()
        if self.reading is not Reading.EN:
            first = "Russian first" if self.reading is Reading.RU_BE else "Belarusian first"
            self.page.get_by_role("radio", name=self.say(first)).check()
        if self.discreet:
            self.page.get_by_role("radio", name=self.say("Discreet letter")).check()

    def signs_up(self) -> None:
        too_fast = self.opened_the_form + LEAST_SECONDS - time.monotonic()
        self.page.wait_for_timeout(max(0, 1000 * too_fast))
        self.press("Subscribe")
        expect(self.heading("Look in your mailbox")).to_be_visible()

    def confirmation(self) -> Locator:
        """The link in the letter that asks whether it was them."""
        words = "Yes, it was me" if self.discreet else "Yes, send it to me"
        return open_mail(self.page, self.address).get_by_role("link", name=self.say(words))

    def confirms(self) -> None:
        self.follow(self.confirmation())
        asks, done = ASKS[self.discreet]
        expect(self.heading(asks)).to_be_visible()
        self.press("Yes, send it to me")
        expect(self.heading(done)).to_be_visible()

    def follow(self, link: Locator) -> None:
        """A link in a mail opens in a tab of its own; the reader goes on there.

        A discreet one leads to the port at which the sample was first written: it is followed here instead.
        """
        if self.discreet:
            self.page.goto(urlsplit(link.get_attribute("href") or "")._replace(scheme="", netloc="").geturl())
            return
        with self.page.context.expect_page() as opened:
            link.click()
        self.page = opened.value


def open_mail(page: Page, recipient: str) -> FrameLocator:
    """The newest mail to somebody, waited for; the page is then that mail's, and the frame its HTML part."""
    for _ in range(LOOKS_FOR_A_MAIL):
        page.goto("/mailbox")
        found = page.get_by_role("row").filter(has_text=recipient).get_by_role("link")
        if found.count():
            found.first.click()
            return page.frame_locator("iframe")
        page.wait_for_timeout(250)
    raise AssertionError("No mail came.")
