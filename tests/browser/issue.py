"""Making an issue and sending it."""

import datetime as dt
import re
import time

from playwright.sync_api import Locator, expect

from newsletter.languages import Language, Reading
from tests.browser.axe import Axe
from tests.browser.desk import Desk
from tests.browser.pieces import PIECE
from tests.browser.readers import open_mail

SENDS_WITHIN = 120_000  # milliseconds


def make_the_issue(desk: Desk, week: dt.date) -> list[str]:
    """Of the week's own piece and two that are left over from the last issue; returns the titles in their order."""
    held_over = [take_the_last_out(desk), take_the_last_out(desk)]
    desk.page.goto("/desk/issues")
    desk.field("A day of the week that it covers").fill(week.isoformat())
    desk.press("Start the issue")
    own = PIECE[desk.language].title
    expect(titles(desk)).to_have_text([own])
    carry_it_whole(desk)
    for count, title in enumerate(held_over, 2):
        choice = desk.field("Add a commentary")
        choice.select_option(choice.get_by_role("option").filter(has_text=title).get_attribute("value"))
        desk.press("Add")
        expect(titles(desk)).to_have_count(count)
    first, second, third = titles(desk).all_inner_texts()
    move_up_by_keyboard(desk, 2)
    expect(titles(desk)).to_have_text([first, third, second])
    drag_to_the_top(desk, 2)
    expect(titles(desk)).to_have_text([second, first, third])
    desk.page.reload()
    expect(titles(desk)).to_have_text([second, first, third])
    return [second, first, third]


def carry_it_whole(desk: Desk) -> None:
    """The first of this section was a teaser last week, and this issue begins like that one."""
    whole = entries(desk).first.get_by_role("button", name=desk.say("Whole"), exact=True)
    expect(whole).to_have_attribute("aria-pressed", "false")
    whole.click()
    expect(whole).to_have_attribute("aria-pressed", "true")


def take_the_last_out(desk: Desk) -> str:
    desk.page.goto("/desk/issues/2")
    title = titles(desk).last.inner_text()
    desk.press("Take “%(title)s” out of the issue", title=title)
    expect(titles(desk).filter(has_text=title)).to_have_count(0)
    return title


def titles(desk: Desk) -> Locator:
    """Of the entries; what stands beside them has titles of its own."""
    return entries(desk).locator(".title")


def entries(desk: Desk) -> Locator:
    return desk.page.locator(".entries > [id^=entry-]")


def move_up_by_keyboard(desk: Desk, which: int) -> None:
    title = titles(desk).nth(which).inner_text()
    place = int(entries(desk).nth(which).locator(".place").inner_text())
    entries(desk).nth(which).locator(".grip").focus()
    desk.page.keyboard.press("Alt+ArrowUp")
    says = desk.say("“{title}” is now in place {place} of {count}.")
    count = desk.page.locator(".entries > li").count()
    expect(desk.page.locator("#moved")).to_have_text(says.format(title=title, place=place - 1, count=count))


def drag_to_the_top(desk: Desk, which: int) -> None:
    grips = entries(desk).locator(".grip")
    start, end = grips.nth(which).bounding_box(), grips.first.bounding_box()
    assert start
    assert end
    mouse = desk.page.mouse
    mouse.move(start["x"] + 5, start["y"] + 5)
    mouse.down()
    mouse.move(start["x"] + 5, end["y"] - 5, steps=12)
    with desk.page.expect_response(re.compile("/order")):
        mouse.up()


def write_its_words(desk: Desk) -> None:
    for group, words in (("Subject", "subject"), ("Preheader", "preheader"), ("Opening words", "opening")):
        for language, field in desk.in_each_language(group).items():
            field.fill(getattr(PIECE[language], words))
    desk.press("Save the words")
    desk.is_told("Saved.")


def look_at_every_edition(desk: Desk) -> None:
    for reading in Reading:
        desk.follow(str(reading.label))
        frame = desk.page.frame_locator("#preview iframe")
        expect(frame.get_by_role("heading", name=PIECE[reading.first].title)).to_be_visible()
        expect(desk.page.locator(".inbox")).to_contain_text(PIECE[reading.first].subject)
    for view in ("Desktop", "Dark", "No pictures", "Plain text", "Phone"):
        desk.follow(view)
        expect(frame.get_by_text(PIECE[Language.RU].opening).last).to_be_visible()


def send_a_test_mail(desk: Desk) -> None:
    issue = desk.page.url
    desk.press("Test mail to me (%(reading)s)", reading=Reading.RU_BE.label)
    expect(desk.page.locator(".notice.good")).to_be_visible()
    letter = open_mail(desk.page, "ala@example.org")
    expect(letter.get_by_role("heading", name=PIECE[Language.RU].title)).to_be_visible()
    desk.page.goto(issue)


def send_it(desk: Desk, axe: Axe) -> None:
    """Not without having scheduled it and thought better of it."""
    desk.press("Lock issue")
    number = desk.page.url.partition("?")[0].rpartition("/")[2]
    desk.press("Schedule…")
    desk.press("Schedule")
    desk.press("Withdraw the release")
    desk.follow("Send now")
    desk.press("Send now")
    expect(desk.page.locator(".figures")).to_contain_text("100", timeout=SENDS_WITHIN)
    has_left(desk, number)
    assert axe.violations(desk.page) == []


def has_left(desk: Desk, number: str) -> None:
    _reload_until_there(desk.heading("Issue %(number)s is sent", number=number))


def _reload_until_there(wanted: Locator) -> None:
    deadline = time.monotonic() + SENDS_WITHIN / 1000
    while not wanted.count() and time.monotonic() < deadline:
        wanted.page.wait_for_timeout(250)
        wanted.page.reload()
    expect(wanted).to_be_visible()
