"""Planning a week without a mouse, telling a colleague, and seeing it on the page of the week."""

import datetime as dt

from playwright.sync_api import StorageState, expect

from newsletter.languages import Language, monday_of, week_range
from tests.browser.axe import Axe
from tests.browser.desk import Desk
from tests.browser.newsroom import Newsroom
from tests.browser.readers import open_mail
from tests.browser.watching import Visits

SECTION, LANGUAGES = "Security issues", ("English", "Русский")


def test_a_week_is_planned_by_keyboard_and_told_by_mail(
    visit: Visits, newsroom: Newsroom, signed_in: StorageState, axe: Axe
) -> None:
    desk = Desk(visit(newsroom, storage_state=signed_in, viewport={"width": 1280, "height": 900}), Language.EN)
    week = monday_of(dt.datetime.now(dt.UTC).date()) + dt.timedelta(weeks=3)
    desk.page.goto(f"/desk/plan/{week}")
    moves_the_original(desk)
    for language in LANGUAGES:
        asks_marta(desk, language)
    desk.page.get_by_role("button", name="Save the plan").press("Enter")
    desk.is_told("Saved: 2 texts of the plan changed.")
    expect(desk.page.get_by_text("marta: 2 texts, 1 original")).to_be_visible()
    assert axe.violations(desk.page) == []
    tells_those_concerned(desk)
    the_letter_says_it(desk, week)
    desk.page.goto(f"/desk/?week={week}")
    row = desk.page.get_by_role("row").filter(has_text=SECTION)
    expect(row.get_by_text("marta")).to_have_count(2)
    assert axe.violations(desk.page) == []


def moves_the_original(desk: Desk) -> None:
    """Into another language and back: the earlier due time goes with it."""
    original = desk.page.get_by_label(f"{SECTION}: Written in")
    english, russian = (desk.page.get_by_label(f"{SECTION}, {language}: Due") for language in LANGUAGES)
    assert english.input_value() < russian.input_value()
    original.select_option(label="Русский")
    assert english.input_value() > russian.input_value()
    original.select_option(label="English")
    assert english.input_value() < russian.input_value()


def asks_marta(desk: Desk, language: str) -> None:
    """The first letter of a handle chooses it; the due time is one press of Tab further, and filled in already."""
    who = desk.page.get_by_label(f"{SECTION}, {language}: Who")
    who.focus()
    desk.page.keyboard.type("m")
    expect(who.locator("option:checked")).to_have_text("marta")
    desk.page.keyboard.press("Tab")
    due = desk.page.get_by_label(f"{SECTION}, {language}: Due")
    expect(due).to_be_focused()
    expect(due).not_to_have_value("")


def tells_those_concerned(desk: Desk) -> None:
    desk.page.get_by_role("link", name="Tell those concerned").press("Enter")
    preview = desk.page.get_by_text("Preview of the letter to marta")
    preview.focus()
    desk.page.keyboard.press("Enter")
    expect(desk.page.frame_locator("iframe[title*=marta]").get_by_role("listitem")).to_have_count(2)
    desk.page.get_by_role("button", name="Send").press("Enter")
    expect(desk.page.locator(".notice.good")).to_contain_text("marta (2)")
    expect(desk.page.get_by_role("heading", name="Everybody knows their part")).to_be_visible()


def the_letter_says_it(desk: Desk, week: dt.date) -> None:
    letter = open_mail(desk.page, "2 changes in what is planned for you")
    expect(desk.page.get_by_role("definition").filter(has_text="marta@example.org")).to_be_visible()
    expect(letter.get_by_text(week_range(week, Language.EN)).first).to_be_visible()
    lines = letter.get_by_role("listitem").filter(has_text=SECTION)
    expect(lines).to_contain_text(["write in English", "translate into Russian"])
