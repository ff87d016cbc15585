"""What the issue builder's scripts add to its forms."""

import re

import pytest
from playwright.sync_api import FrameLocator, Locator, Page, StorageState, expect

from newsletter.issues.composing.previews import View
from tests.browser.axe import Axe
from tests.browser.newsroom import Newsroom
from tests.browser.watching import Visits

NOTE = "Editor’s note"


@pytest.fixture
def builder(visit: Visits, newsroom: Newsroom, signed_in: StorageState) -> Page:
    page = visit(newsroom, storage_state=signed_in)
    page.goto("/desk/issues/2")
    return page


def order(page: Page) -> list[str]:
    return page.locator(".entries .title").all_inner_texts()


def note(page: Page) -> Locator:
    """The field for its English words."""
    return page.locator("#note-words_en")


def note_box(page: Page) -> Locator:
    return page.locator(".entries > .box").filter(has_text=NOTE)


def is_told(page: Page, words: str) -> None:
    expect(page.locator(".notice").filter(has_text=words)).to_be_visible()


def test_an_issue_is_rebuilt_without_a_word_lost_and_all_of_it_undone(builder: Page, visit: Visits, axe: Axe) -> None:
    visit.watches[-1].expected = {422}  # for a note without words
    before = order(builder)
    opening = builder.locator("#opening_en").input_value()
    builder.get_by_role("button", name=f"Take “{NOTE}” out of the issue").click()
    expect(note_box(builder)).to_have_count(0)
    move_the_second_up_by_keys(builder)
    drag_the_last_to_the_head(builder)
    think_better_of_a_drag(builder)
    write_a_note_and_do_something_else_meanwhile(builder)
    assert axe.violations(builder) == []
    builder.locator("#add-note button").click()
    expect(note_box(builder).locator(".beginning")).to_have_text("A word from the editors.")
    assert order(builder) == [before[-1], before[2], before[0], *before[3:-1], NOTE]
    change_the_note(builder)
    undo_everything(builder)
    assert order(builder) == before
    expect(builder.locator("#opening_en")).to_have_value(opening)
    builder.keyboard.press("Control+Shift+Z")
    is_told(builder, f"Done again: “{NOTE}” was taken out.")
    builder.keyboard.press("Control+Z")
    is_told(builder, f"Undone: “{NOTE}” was taken out.")


def move_the_second_up_by_keys(builder: Page) -> None:
    first, second, *rest = order(builder)
    grip = builder.locator(".entries > li").nth(1).locator(".grip")
    grip.focus()
    builder.keyboard.press("Alt+ArrowUp")
    expect(builder.locator("#moved")).to_have_text(f"“{second}” is now in place 1 of {len(rest) + 2}.")
    expect(builder.locator(".grip").first).to_be_focused()
    builder.reload()
    assert order(builder) == [second, first, *rest]


def drag_the_last_to_the_head(builder: Page) -> None:
    *rest, last = order(builder)
    take_hold_of_the_last(builder)
    builder.mouse.up()
    expect(builder.locator("#moved")).to_have_text(f"“{last}” is now in place 1 of {len(rest) + 1}.")
    builder.reload()
    assert order(builder) == [last, *rest]


def think_better_of_a_drag(builder: Page) -> None:
    before = order(builder)
    take_hold_of_the_last(builder)
    assert order(builder) != before
    builder.keyboard.press("Escape")
    builder.mouse.up()
    assert order(builder) == before


def take_hold_of_the_last(builder: Page) -> None:
    """And pull it above all others."""
    builder.locator(".grip").last.hover()
    builder.mouse.down()
    head = builder.locator(".entries > li").first.bounding_box()
    assert head
    builder.mouse.move(head["x"] + 10, head["y"], steps=40)


def write_a_note_and_do_something_else_meanwhile(builder: Page) -> None:
    """The opening words save themselves; the note waits until somebody adds it."""
    builder.locator("#add-note summary").click()
    note(builder).fill("A word from the editors.")
    builder.locator("#opening_en").fill("Half a sentence")
    press_another(builder)
    builder.get_by_role("link", name="RU → BE", exact=True).click()
    expect(builder.locator("#preview iframe")).to_have_attribute("src", "/desk/issues/2/preview/ru-be?view=phone")
    expect(note(builder)).to_have_value("A word from the editors.")
    expect(builder.locator("#words [role=status]")).to_have_text("Saved.")
    expect(builder.locator("#opening_en")).to_have_value("Half a sentence")
    builder.locator("#opening_en").press_sequentially(' and "the rest"')
    expect(builder.locator("#opening_en")).to_have_value("Half a sentence and “the rest”")
    builder.keyboard.press("Control+S")
    expect(builder.locator("#words [role=status]")).to_have_text("Saved.")


def press_another(builder: Page) -> None:
    """Whole becomes a teaser, or the other way round."""
    pressed = builder.locator(".entries button[aria-pressed='true']").first
    other = "teaser" if pressed.get_attribute("value") == "whole" else "whole"
    builder.locator(f".entries button[value='{other}']").first.click()
    expect(builder.locator(f".entries button[value='{other}']").first).to_have_attribute("aria-pressed", "true")


def change_the_note(builder: Page) -> None:
    """Not to nothing."""
    box = note_box(builder)
    box.locator("summary").click()
    note(builder).fill("")
    box.locator(".form button").click()
    expect(box.locator(".error")).to_be_visible()
    note(builder).fill("Another word.")
    box.locator(".form button").click()
    expect(box.locator(".beginning")).to_have_text("Another word.")
    expect(note(builder)).to_be_hidden()


def undo_everything(builder: Page) -> None:
    """The note was added and changed within seconds, and the words were written so: each is one step, or two."""
    builder.locator("#entries h2").focus()
    last = f"Undone: “{NOTE}” was taken out."
    while builder.locator(".notice").all_inner_texts() != [last]:
        known = builder.locator("#undo").get_attribute("title")
        builder.keyboard.press("Control+Z")
        expect(builder.locator("#undo")).not_to_have_attribute("title", known or "")


def test_a_mail_is_looked_at_in_every_way_and_the_address_remembers_which(builder: Page, axe: Axe) -> None:
    frame = builder.frame_locator("#preview iframe")
    builder.get_by_role("link", name="BE → RU", exact=True).focus()
    builder.keyboard.press("Enter")
    expect(frame.locator("html")).to_have_attribute("lang", "be")
    for view in View:
        builder.locator(f"#view-{view}").focus()
        builder.keyboard.press("Enter")
        expect(builder).to_have_url(re.compile(f"edition=be-ru&view={view}#preview"))
        expect(builder.locator(f"#view-{view}")).to_be_focused()
        expect(frame.locator("body")).to_contain_text(SHOWN.get(view, re.compile("[а-я]{5}")))
        if look := LOOKS.get(view):
            look(frame)
    builder.reload()
    expect(frame.locator("body")).to_contain_text(SHOWN[View.SOURCE])
    assert axe.violations(builder) == []


SHOWN = {View.SOURCE: re.compile("List-Unsubscribe-Post: List-Unsubscribe=One-Click")}


def is_dark(frame: FrameLocator) -> None:
    expect(frame.locator('meta[name="color-scheme"]').first).to_have_attribute("content", "dark")


def says_what_its_pictures_show(frame: FrameLocator) -> None:
    picture = frame.get_by_role("img").first
    expect(picture).to_have_js_property("naturalWidth", 0)
    assert picture.get_attribute("alt")


LOOKS = {View.DARK: is_dark, View.NO_PICTURES: says_what_its_pictures_show}


def test_on_a_phone_one_language_is_written_at_a_time(builder: Page) -> None:
    builder.set_viewport_size({"width": 360, "height": 740})
    expect(builder.locator("#subject_en")).to_be_visible()
    expect(builder.locator("#subject_be")).to_be_hidden()
    builder.locator("#words").get_by_role("radio", name="BE").check()
    expect(builder.locator("#subject_be")).to_be_visible()
    expect(builder.locator("#subject_en")).to_be_hidden()


def test_two_at_the_words_of_one_issue_leave_each_other_theirs(builder: Page) -> None:
    other = builder.context.new_page()
    other.goto("/desk/issues/2")
    other.locator("#closing_be").fill("Да пабачэння!")
    other.get_by_role("button", name="Save the words").click()
    is_told(other, "Saved.")
    builder.locator("#closing_en").fill("So long!")
    builder.get_by_role("button", name=re.compile("^Test mail to me")).click()
    is_told(builder, "is on its way to you")
    expect(builder.locator("#closing_en")).to_have_value("So long!")
    expect(builder.locator("#closing_be")).to_have_value("Да пабачэння!")
