"""A machine of one's own is switched on, tried out, and drafts what a translation lacks."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, StorageState, expect

from newsletter.languages import Language
from tests.browser.axe import Axe
from tests.browser.hands import press, type_words
from tests.browser.newsroom import Newsroom
from tests.browser.watching import Visits
from tests.translation.machine import provider
from tests.translation.machine.provider import SAID, ProviderServer, completed, in_turn

SETTINGS = "/desk/settings/machine"
LACKING = "/desk/commentaries/3/ru/translating"
"""Of the sample newsroom: one block of its source has no translation yet."""


@pytest.fixture
def server() -> Iterator[ProviderServer]:
    with ProviderServer(provider.chat) as running:
        yield running


def switch_on(page: Page, server: ProviderServer) -> None:
    page.goto(SETTINGS)
    page.get_by_label("Provider", exact=True).select_option("chat")
    page.get_by_label("Address", exact=True).fill(server.address)
    page.get_by_label("Model", exact=True).fill("gemma3:27b")
    page.get_by_role("button", name="Save").click()
    page.get_by_role("button", name="Try it").click()
    expect(page.get_by_text("It works: the sentence came back in Russian.")).to_be_visible()


def test_what_is_missing_is_drafted_and_waits_for_a_person(
    visit: Visits, newsroom: Newsroom, signed_in: StorageState, server: ProviderServer, axe: Axe
) -> None:
    page = visit(newsroom, storage_state=signed_in)
    switch_on(page, server)
    assert axe.violations(page) == []
    page.goto(LACKING)
    panel = page.locator(".machine-drafts")
    expect(panel).to_contain_text(f"Sends these words, unpublished, to {server.host}.")
    panel.get_by_role("button", name="Draft all that is missing: 1").press("Enter")
    expect(panel.get_by_role("status")).to_have_text("The machine drafted 1 part.")
    drafted = page.locator(".ProseMirror > .machine", has_text=SAID[Language.RU])
    expect(drafted).to_be_visible()
    expect(page.locator(".progress")).to_contain_text("1 by a machine")
    assert axe.violations(page) == []
    drafted.click()
    type_words(page, "Да.")
    expect(page.locator(".ProseMirror > .machine")).to_have_count(0)
    expect(page.locator(".progress")).not_to_contain_text("by a machine")

    standfirst = page.get_by_label("Standfirst", exact=True)
    words = standfirst.input_value()
    standfirst.fill("")
    server.behaves = in_turn(completed('{"translations": []}'), provider.chat)
    panel.get_by_role("button", name="Draft this block by machine").press("Enter")
    panel.get_by_role("button", name="Standfirst: The answer was empty.").press("Enter")
    expect(standfirst).to_be_focused()
    panel.get_by_role("button", name="Draft this block by machine").press("Enter")
    expect(standfirst).to_have_value(re.compile(SAID[Language.RU]))
    expect(page.locator(".progress")).to_contain_text("1 by a machine")
    standfirst.press("Control+Enter")
    expect(page.locator(".progress")).not_to_contain_text("by a machine")
    standfirst.fill(words)
    press(page, "Control+s")
    expect(page.locator(".saving")).to_contain_text("Saved")

    page.goto(SETTINGS)
    page.get_by_label("Provider", exact=True).select_option("")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("nobody: machine drafts are off").last).to_be_visible()
    page.goto(LACKING)
    expect(panel).to_have_count(0)
