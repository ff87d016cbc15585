"""Somebody of the newsroom at the desk."""

import re
from dataclasses import dataclass

from playwright.sync_api import Locator, Page, expect

from newsletter.languages import Language
from tests.browser.speech import say


@dataclass
class Desk:
    """`page` is theirs, and `language` the one in which they use it."""

    page: Page
    language: Language

    def say(self, words: str, **values: object) -> str:
        return say(self.language, words, **values)

    def heading(self, words: str, **values: object) -> Locator:
        return self.page.get_by_role("heading", level=1, name=self.say(words, **values), exact=True)

    def field(self, words: str) -> Locator:
        return self.page.get_by_label(self.say(words), exact=True)

    def in_each_language(self, words: str) -> dict[Language, Locator]:
        """The three fields of a group, whose name may end in a hint."""
        group = self.page.get_by_role("group", name=re.compile(f"^{re.escape(self.say(words))}"))
        return {language: group.get_by_label(language.own_name, exact=True) for language in Language}

    def press(self, words: str, **values: object) -> None:
        self.page.get_by_role("button", name=self.say(words, **values), exact=True).click()

    def follow(self, words: str, **values: object) -> None:
        self.page.get_by_role("link", name=self.say(words, **values), exact=True).click()

    def is_told(self, words: str, **values: object) -> None:
        expect(self.page.locator(".notice").filter(has_text=self.say(words, **values))).to_be_visible()

    def signs_in(self, opening: str) -> None:
        """By the address that the start printed; then chooses a language."""
        self.page.goto(opening)
        expect(self.page).to_have_url(re.compile("/desk/$"))
        self.page.get_by_role("contentinfo").get_by_role("link", name=self.language.own_name).click()
        expect(self.page.locator("html")).to_have_attribute("lang", self.language)

    def signs_out(self) -> None:
        self.press("Sign out")
        self.is_told("You are signed out.")
        self.page.goto("/desk/issues")
        expect(self.heading("Sign in")).to_be_visible()
