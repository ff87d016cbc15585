"""The translating desk: what somebody does there with the keyboard, and what the source does meanwhile."""

import pytest
from playwright.sync_api import Page, StorageState, expect

from tests.browser.newsroom import Newsroom
from tests.browser.translating.desk import BE, CLOSING, EN, OPENING, ORDER, Texts, TranslatingDesk, paragraph
from tests.browser.watching import Visits


def test_an_empty_text_is_translated_by_keyboard_alone(page: Page, texts: Texts) -> None:
    items = [{"type": "listItem", "content": [paragraph("", words)]} for words in ("for lorries", "for cars")]
    texts.save(EN, OPENING, {"type": "bulletList", "attrs": {"id": "list"}, "content": items}, CLOSING)
    desk = TranslatingDesk(page, texts)
    desk.stands("0 of 5 current, 5 to write")
    for words in ("Масты", "Пераправа для ўсіх.", "Мост зноў адкрыты."):
        desk.press("Alt+ArrowDown")
        desk.types(words)
    desk.stands("3 of 5 current, 2 to write")
    desk.press("Alt+ArrowDown")
    desk.types("для грузавікоў")
    desk.press("Enter")
    desk.types("для легкавікоў")
    desk.press("Alt+ArrowDown", "Alt+c")
    expect(desk.block(CLOSING["content"][0]["text"])).to_be_visible()
    desk.types("Паром улетку ходзіць.")
    desk.stands("4 of 5 current, 1 changed")  # what was copied is a translation only when somebody says so
    desk.press("Control+Enter")
    desk.stands("5 of 5 current")
    desk.press("Alt+ArrowDown")
    expect(page.locator("[data-sheet-says]")).to_have_text("Nothing is to write, and nothing has changed")
    desk.saves()
    stored = [(block["type"], block["attrs"]["of"], block["attrs"]["seen"]) for block in texts.document(BE)]
    seen = texts.revision(EN)
    assert stored == [
        ("paragraph", ["opening"], seen),
        ("bulletList", ["list"], seen),
        ("paragraph", ["closing"], seen),
    ]
    page.reload()
    desk.stands("5 of 5 current")
    assert desk.stand_beside("for lorries", "для грузавікоў")


def test_what_changes_in_the_source_is_seen_at_once_and_said_to_be_right_by_nobody_else(
    page: Page, translated: Texts
) -> None:
    desk = TranslatingDesk(page, translated)
    desk.stands("5 of 5 current")
    desk.goes_to("Паром")
    desk.press("End")
    before = desk.top(desk.block("Паром"))
    translated.save(EN, paragraph("toll", "Lorries pay a higher toll. Cars pay none."), order=ORDER)
    desk.looks_up()
    expect(page.locator(".news")).to_have_text("The source has changed. To look at: 1")
    assert desk.top(desk.block("Паром")) == pytest.approx(before, abs=1)
    desk.types(" Заўжды.")
    expect(desk.block("Паром")).to_have_text("Паром улетку ходзіць. Заўжды.")
    desk.stands("4 of 5 current, 1 changed")
    expect(desk.source("toll").locator("ins")).to_have_text("higher ")
    expect(desk.source("toll")).to_contain_text("Words changed since revision")
    desk.source("toll").get_by_role("button", name="As it reads now").click()
    expect(desk.source("toll").locator("ins")).to_have_count(0)
    desk.press("Alt+ArrowUp")
    expect(page.get_by_role("button", name="Still right")).to_be_visible()
    before = desk.top(desk.block("Грузавікі"))
    desk.types(" Больш.")
    desk.stands("4 of 5 current, 1 changed")
    assert desk.top(desk.block("Грузавікі")) == pytest.approx(before, abs=1)
    desk.saves()
    desk.stands("4 of 5 current, 1 changed")
    expect(page.get_by_role("button", name="Done")).to_be_visible()
    desk.press("Control+Enter")
    desk.stands("5 of 5 current")
    desk.press("Control+z")
    desk.stands("4 of 5 current, 1 changed")
    desk.press("Control+y")
    desk.saves()
    page.reload()
    desk.stands("5 of 5 current")


def test_blocks_that_were_split_and_merged_stand_beside_each_other(page: Page, translated: Texts) -> None:
    desk = TranslatingDesk(page, translated)
    desk.goes_to("Грузавікі")
    desk.press("Home", "Control+ArrowRight", "Control+ArrowRight", "Control+ArrowRight", "Enter")
    expect(page.locator(".gutter").filter(has_text="One block, two here")).to_be_visible()
    desk.stands("5 of 5 current")
    assert desk.stand_beside("Lorries", "Грузавікі")
    assert desk.stand_beside("ferry", "Паром")
    desk.saves()
    parts = [block["attrs"] for block in translated.document(BE)][1:3]
    assert [part["of"] for part in parts] == [["toll"], ["toll"]]
    assert parts[1]["derived_from"] == "be-toll"
    desk.press("Backspace")
    desk.goes_to("Паром")
    desk.press("Home", "Backspace")
    expect(page.locator(".gutter").filter(has_text="Two blocks, one here")).to_be_visible()
    assert desk.stand_beside("Lorries", "Паром")
    assert desk.top(desk.source("ferry")) > desk.top(desk.source("Lorries"))
    desk.saves()
    assert [block["attrs"]["of"] for block in translated.document(BE)] == [["opening"], ["toll", "closing"]]
    desk.press("Control+z")
    expect(page.locator(".gutter").filter(has_text="Two blocks, one here")).to_have_count(0)
    desk.stands("5 of 5 current")
    page.reload()
    desk.stands("5 of 5 current")
    translated.save(
        EN,
        OPENING,
        paragraph("toll", "Lorries pay a toll."),
        paragraph("cars", "Cars pay none.", derived_from="toll"),
        CLOSING,
    )
    desk.looks_up()
    expect(page.locator(".gutter").filter(has_text="Two blocks, one here")).to_be_visible()
    desk.stands("5 of 5 current")
    translated.save(
        EN, paragraph("cars", "Cars pay less.", derived_from="toll"), order=["opening", "toll", "cars", "closing"]
    )
    desk.looks_up()
    desk.stands("4 of 5 current, 1 changed")
    desk.press("Alt+ArrowDown", "Control+Enter")
    desk.saves()
    page.reload()
    desk.stands("5 of 5 current")


def test_what_lost_its_source_is_kept_tied_or_deleted_and_all_of_it_taken_back(page: Page, translated: Texts) -> None:
    fresh = paragraph("fresh", "Walkers cross for nothing.")
    translated.save(EN, CLOSING, fresh, OPENING)
    desk = TranslatingDesk(page, translated)
    desk.stands("4 of 6 current, 1 to write, 1 without source")
    expect(page.locator(".gutter").filter(has_text="Order differs")).to_have_count(2)
    expect(page.locator(".gutter").filter(has_text="renders the block")).to_be_visible()
    desk.goes_to("Грузавікі")
    page.get_by_role("button", name="Keep it: it stands on its own").click()
    desk.stands("5 of 6 current, 1 to write")
    desk.goes_to("Грузавікі")
    desk.press("Control+z")
    desk.stands("4 of 6 current, 1 to write, 1 without source")
    desk.goes_to("Грузавікі")
    page.get_by_label("It renders …").select_option("Walkers cross for nothing.")
    desk.stands("5 of 5 current")
    desk.press("Control+z")
    desk.goes_to("Грузавікі")
    page.get_by_role("button", name="Delete", exact=True).click()
    desk.stands("4 of 5 current, 1 to write")
    desk.press("Control+z")
    desk.stands("4 of 6 current, 1 to write, 1 without source")
    page.get_by_role("button", name="To write", exact=True).click()
    desk.press("Alt+ArrowDown")
    expect(page.locator(".ProseMirror > *")).to_have_count(3)


def test_words_and_ties_that_were_made_offline_arrive_whole(page: Page, translated: Texts, visit: Visits) -> None:
    translated.save(EN, paragraph("toll", "Lorries pay more."), order=ORDER, title="Bridges again")
    desk = TranslatingDesk(page, translated)
    desk.stands("3 of 5 current, 2 changed")
    page.context.set_offline(True)
    desk.press("Alt+ArrowDown", "Control+Enter")
    desk.press("Control+Enter")
    desk.goes_to("Мост")
    desk.press("End")
    desk.types(" Так.")
    desk.stands("5 of 5 current")
    expect(page.locator(".standing")).to_contain_text("Offline")
    page.context.set_offline(False)
    desk.is_saved()
    for watch in visit.watches:
        watch.complaints[:] = [complaint for complaint in watch.complaints if "DISCONNECTED" not in complaint]
    page.reload()
    desk.stands("5 of 5 current")
    expect(desk.block("Мост")).to_have_text("Мост зноў адкрыты. Так.")


def test_two_people_see_what_the_other_has_tied(
    page: Page, translated: Texts, visit: Visits, newsroom: Newsroom, signed_in: StorageState
) -> None:
    translated.save(EN, paragraph("toll", "Lorries pay more."), order=ORDER, title="Bridges again")
    desk = TranslatingDesk(page, translated)
    other = TranslatingDesk(visit(newsroom, storage_state=signed_in), translated)
    other.stands("3 of 5 current, 2 changed")
    expect(other.page.locator(".ProseMirror")).not_to_be_editable()
    desk.press("Alt+ArrowDown", "Control+Enter", "Control+Enter")
    desk.saves()
    other.looks_up()
    other.stands("5 of 5 current")
