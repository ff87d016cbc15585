"""Whatever a form can do works in a browser that runs no scripts."""

import re

from playwright.sync_api import expect

from newsletter.languages import Language, Reading
from tests.browser import issue
from tests.browser.conftest import OwnNewsroom
from tests.browser.desk import Desk
from tests.browser.readers import Reader, open_mail
from tests.browser.watching import Visits


def test_signing_up_writing_sending_and_leaving(visit: Visits, own_newsroom: OwnNewsroom) -> None:
    with own_newsroom() as newsroom:
        reader = Reader(visit(newsroom, java_script_enabled=False), Reading.RU_BE, "reader@example.net")
        reader.fills_in_the_form()
        reader.signs_up()
        reader.confirms()
        desk = Desk(visit(newsroom, java_script_enabled=False), Language.BE)
        desk.signs_in(newsroom.opening)
        save_a_text_with_a_new_title(desk)
        subject = send_the_issue_in_another_order(desk)
        letter = open_mail(reader.page, reader.address)
        expect(reader.page.get_by_role("heading", level=1, name=subject)).to_be_visible()
        reader.follow(letter.get_by_role("link", name=reader.say("Unsubscribe"), exact=True))
        reader.press("Unsubscribe")
        expect(reader.heading("You are unsubscribed")).to_be_visible()


def save_a_text_with_a_new_title(desk: Desk) -> None:
    """The text itself stays as it is stored: only the editor can change it."""
    desk.page.goto("/desk/commentaries/1/be")
    stored = desk.page.locator("textarea[name=document]").input_value()
    desk.field("Title").fill("Новы загаловак")
    desk.press("Save")
    desk.is_told("Saved.")
    expect(desk.field("Title")).to_have_value("Новы загаловак")
    expect(desk.page.locator("textarea[name=document]")).to_have_value(stored)


def send_the_issue_in_another_order(desk: Desk) -> str:
    """Returns its Russian subject."""
    desk.page.goto("/desk/issues/2")
    first, second = issue.titles(desk).all_inner_texts()[:2]
    desk.press("Move “%(title)s” down", title=first)
    expect(issue.titles(desk).first).to_have_text(second)
    subject = "Тема без скриптов"
    desk.in_each_language("Subject")[Language.RU].fill(subject)
    desk.press("Save the words")
    desk.is_told("Saved.")
    desk.press("Lock issue")
    desk.follow("Send now")
    desk.press("Send now")
    expect(desk.page).to_have_url(re.compile(r"/desk/sending/2$"))
    issue.has_left(desk, "2")
    return subject
