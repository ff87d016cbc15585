"""A text goes from its author to an editor and back, by keyboard alone."""

import re

from playwright.sync_api import Locator, Page, StorageState, expect

from newsletter.languages import Language
from tests.browser.axe import Axe
from tests.browser.desk import Desk
from tests.browser.hands import pause, press, type_words
from tests.browser.newsroom import Newsroom
from tests.browser.readers import open_mail
from tests.browser.watching import Visits
from tests.browser.writing import goes, text_of

WORDS = "The ferry leaves at dawn and comes back in the evening."


def test_a_text_is_submitted_remarked_on_mended_and_approved(
    visit: Visits, newsroom: Newsroom, signed_in: StorageState, axe: Axe
) -> None:
    ala = Desk(visit(newsroom, storage_state=signed_in), Language.EN)
    hanna = Desk(visit(newsroom), Language.EN)
    comes_in_by_an_invitation(hanna, ala)
    address = writes_and_submits(hanna)
    suggests_another_word(ala, address, axe)
    accepts_it_and_answers(hanna, address)
    approves(ala, address)


def comes_in_by_an_invitation(hanna: Desk, ala: Desk) -> None:
    ala.page.goto("/desk/staff")
    ala.page.get_by_role("listitem").filter(has_text="hanna").get_by_role("button", name="Send a new link").press(
        "Enter"
    )
    link = open_mail(ala.page, "hanna@example.org").get_by_role("link").first.get_attribute("href")
    hanna.page.goto(link or "")
    hanna.page.get_by_role("textbox").fill("the ferry leaves at dawn")
    press(hanna.page, "Enter")
    hanna.page.get_by_role("contentinfo").get_by_role("link", name="English").click()
    expect(hanna.page.locator("html")).to_have_attribute("lang", "en")


def writes_and_submits(hanna: Desk) -> str:
    hanna.page.goto("/desk/commentaries/new")
    hanna.field("Title").fill("A ferry for one")
    hanna.field("Written in").select_option("en")
    hanna.field("Title").press("Enter")
    text_of(hanna).focus()
    type_words(hanna.page, WORDS)
    address = hanna.page.url
    hanna.page.get_by_role("button", name="Save and send to review").press("Enter")
    hanna.is_told("Saved and sent to review.")
    hanna.page.goto("/desk/")
    return address


def suggests_another_word(ala: Desk, address: str, axe: Axe) -> None:
    page = ala.page
    page.goto(address)
    expect(text_of(ala)).to_be_editable()
    goes(ala, "Control+Home")
    for _ in "The ferry":
        press(page, "Shift+ArrowRight")
    pause(page)
    press(page, "Control+Alt+m")
    expect(page.get_by_label("Remark", exact=True)).to_be_focused()
    type_words(page, "Which one?")
    press(page, "Tab")
    press(page, "Space")
    type_words(page, "The night ferry")
    narrow_and_without_complaints(page, axe)
    press(page, "Control+Enter")
    expect(thread(page)).to_be_focused()
    expect(page.locator(".ProseMirror .remarked")).to_have_text("The ferry")
    assert axe.violations(page) == []
    press(page, "Escape")
    expect(text_of(ala)).to_be_focused()
    assert page.evaluate("getSelection().toString()") == "The ferry"
    asks_for_changes(ala)


def narrow_and_without_complaints(page: Page, axe: Axe) -> None:
    assert axe.violations(page) == []
    page.set_viewport_size({"width": 360, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") == 360
    page.set_viewport_size({"width": 1280, "height": 800})


def asks_for_changes(ala: Desk) -> None:
    ala.page.get_by_text("Ask for changes").press("Enter")
    ala.field("What has to change?").press_sequentially("Say how much it costs.")
    ala.page.get_by_role("button", name="Send it back").press("Enter")
    ala.is_told("Changes are asked for, and the text is a draft again.")
    ala.page.goto("/desk/")


def accepts_it_and_answers(hanna: Desk, address: str) -> None:
    page = hanna.page
    page.goto(address)
    expect(page.locator(".notice.asked")).to_contain_text("Say how much it costs.")
    expect(text_of(hanna)).to_be_editable()
    goes(hanna, "Control+End")
    type_words(page, " A ticket costs five roubles.")
    asked = page.get_by_role("listitem").filter(has_text="Changes asked for")
    asked.locator("summary").press("Enter")
    asked.get_by_role("textbox").press_sequentially("Done, at the end.")
    press(page, "Control+Enter")
    expect(asked).to_contain_text("Done, at the end.")
    thread(page, "Which one?").get_by_role("button", name="Accept").press("Enter")
    expect(page.get_by_text("1 settled")).to_be_visible()
    expect(page.locator(".remarks:focus-within")).to_be_visible()
    mended = f"{WORDS.replace('The ferry', 'The night ferry')} A ticket costs five roubles."
    expect(text_of(hanna)).to_have_text(mended)
    page.get_by_role("button", name="Save and send to review").press("Enter")
    hanna.is_told("Saved and sent to review.")
    expect(text_of(hanna)).to_have_text(mended)
    expect(page.locator(".notice.asked")).to_have_count(0)
    page.goto("/desk/")


def thread(page: Page, words: str = "") -> Locator:
    return page.locator(".thread").filter(has_text=words)


def approves(ala: Desk, address: str) -> None:
    ala.page.goto(address)
    expect(text_of(ala)).to_be_editable()
    ala.page.get_by_role("button", name="Save and approve").press("Enter")
    expect(ala.page.locator(".notice.good")).to_contain_text(re.compile(r"Revision \d+ is approved."))
