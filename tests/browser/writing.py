"""Writing a commentary in three languages."""

import datetime as dt
import json
import re
from typing import Any

from playwright.sync_api import Locator, expect

from newsletter.languages import Language
from tests.browser.desk import Desk
from tests.browser.hands import press, type_words
from tests.browser.pieces import LEADS_TO, PIECE, Piece, photo

KINDS = ["paragraph", "heading", "bulletList", "paragraph"]
"""What the written text is made of, block by block."""


def write_a_commentary(desk: Desk, week: dt.date) -> None:
    """In the desk's own language first, then in the other two, each approved."""
    begin(desk, week)
    write(desk, PIECE[desk.language])
    save(desk)
    the_blocks_are_known_again(desk)
    fill_in_the_facts(desk)
    others = [language for language in Language if language is not desk.language]
    for language in others:
        take(desk, language)
        translate(desk, PIECE[language])
        approve(desk)
    to_the_facts(desk)
    desk.page.get_by_role("complementary").get_by_role("link", name=desk.say("Draft")).click()
    approve(desk)


def begin(desk: Desk, week: dt.date) -> None:
    desk.page.goto("/desk/")
    desk.page.get_by_role("link", name=desk.say("New commentary")).first.click()
    desk.field("Title").fill(PIECE[desk.language].title)
    desk.field("Written in").select_option(desk.language)
    desk.field("Section").select_option(index=2)
    desk.field("Week").fill(week.isoformat())
    desk.press("Begin writing")


def write(desk: Desk, piece: Piece) -> None:
    """With a heading, a list and a link, by the tools and the keyboard."""
    desk.field("Title").fill(piece.title)
    desk.field("Standfirst").fill(piece.standfirst)
    page = desk.page
    text_of(desk).click()
    type_words(page, piece.opening)
    press(page, "Enter")
    page.locator("[data-tool=heading2]").click()
    type_words(page, piece.heading)
    press(page, "Enter")
    page.locator("[data-tool=bulletList]").click()
    for item in piece.items:
        type_words(page, item)
        press(page, "Enter")
    press(page, "Enter")
    _write_source(desk, piece)


def translate(desk: Desk, piece: Piece) -> None:
    """Beside its source, from one block that is missing to the next."""
    text_of(desk)
    desk.field("Title").fill(piece.title)
    desk.field("Standfirst").fill(piece.standfirst)
    page = desk.page
    for lines in ([piece.opening], [piece.heading], piece.items):
        press(page, "Alt+ArrowDown")
        for number, line in enumerate(lines):
            if number:
                press(page, "Enter")
            type_words(page, line)
    press(page, "Alt+ArrowDown")
    _write_source(desk, piece)
    expect(page.locator(".progress .segment:not(.current)")).to_have_count(0)


def _write_source(desk: Desk, piece: Piece) -> None:
    """A line that is a link."""
    type_words(desk.page, piece.source)
    press(desk.page, "Shift+Home", "Control+k")
    desk.field("Where it leads").fill(LEADS_TO)
    desk.press("Set the link")
    expect(desk.page.locator(".ProseMirror a")).to_have_text(piece.source)


def save(desk: Desk) -> None:
    """By hand; then the page is opened anew, as the server has it."""
    desk.press("Save")
    expect(desk.page.locator(".saving")).to_have_attribute("data-kind", "saved")
    desk.page.reload()
    expect(desk.page.locator(".editor.live")).to_be_visible()


def text_of(desk: Desk) -> Locator:
    """The editor, once it is there."""
    expect(desk.page.locator(".editor.live")).to_be_visible()
    return desk.page.get_by_role("textbox", name=desk.say("Text"), exact=True)


def goes(desk: Desk, key: str) -> None:
    """Into the text, and then by that key. The editor puts its own cursor into a text that has just been entered."""
    text_of(desk).focus()
    press(desk.page, key)


def the_blocks_are_known_again(desk: Desk) -> None:
    """After something was added to the last of them."""
    before = blocks(desk)
    assert [kind for kind, _ in before] == KINDS
    goes(desk, "Control+End")
    type_words(desk.page, " …")
    save(desk)
    expect(text_of(desk).locator("p").last).to_have_text(f"{PIECE[desk.language].source} …")
    assert blocks(desk) == before


def blocks(desk: Desk) -> list[tuple[str, str]]:
    """The kind and id of each block, as they are stored."""
    document: dict[str, Any] = json.loads(desk.page.locator("textarea[name=document]").input_value())
    return [(block["type"], block["attrs"]["id"]) for block in document["content"]]


def fill_in_the_facts(desk: Desk) -> None:
    to_the_facts(desk)
    desk.field("Verdict").select_option("improved")  # as the week before, so that no reason is wanted
    desk.field("Photo").set_input_files({"name": "bridge.jpg", "mimeType": "image/jpeg", "buffer": photo()})
    desk.page.locator("summary").filter(has_text=desk.say("Somebody new")).click()
    for name, words in (("Somebody new", "byline"), ("What the photo shows", "shows"), ("Credit", "credit")):
        for language, field in desk.in_each_language(name).items():
            field.fill(getattr(PIECE[language], words))
    desk.press("Save")
    desk.is_told("Saved.")
    expect(desk.page.get_by_role("img", name=PIECE[desk.language].shows)).to_be_visible()


def to_the_facts(desk: Desk) -> None:
    """From any page of the commentary."""
    desk.page.goto(re.sub(r"(/commentaries/\d+).*", r"\1", desk.page.url))


def take(desk: Desk, language: Language) -> None:
    to_the_facts(desk)
    row = desk.page.get_by_role("listitem").filter(has_text=language.own_name)
    row.get_by_role("button", name=desk.say("Take it")).click()
    expect(desk.page.locator(".sheet")).to_contain_text(PIECE[desk.language].opening)


def approve(desk: Desk) -> None:
    desk.press("Save and approve")
    expect(desk.page.locator(".notice.good")).to_be_visible()
