"""The whole job, from the first word to the reader's mailbox and back, on a desk that speaks Belarusian."""

import datetime as dt

from playwright.sync_api import Page, expect

from newsletter.languages import Language, Reading, monday_of
from tests.browser import issue, writing
from tests.browser.axe import Axe
from tests.browser.conftest import OwnNewsroom
from tests.browser.desk import Desk
from tests.browser.newsroom import Newsroom
from tests.browser.pieces import PIECE
from tests.browser.readers import Reader, open_mail
from tests.browser.watching import Visits

NEXT_WEEK = monday_of(dt.date.today()) + dt.timedelta(weeks=1)  # noqa: DTZ011 -- any future week will do


def test_an_issue_is_written_assembled_sent_and_read(visit: Visits, axe: Axe, own_newsroom: OwnNewsroom) -> None:
    language = Language.BE  # other tests press the English buttons, and the catalogues have tests of their own
    with own_newsroom() as newsroom:
        desk = Desk(visit(newsroom), language)
        desk.signs_in(newsroom.opening)
        writing.write_a_commentary(desk, NEXT_WEEK)
        order = issue.make_the_issue(desk, NEXT_WEEK)
        issue.write_its_words(desk)
        issue.look_at_every_edition(desk)
        issue.send_a_test_mail(desk)
        *readers, quiet = sign_up(visit, newsroom)
        issue.send_it(desk, axe)
        for reader in readers:
            reads_the_mail(reader)
            leaves_and_comes_back(reader)
        reads_the_discreet_mail(quiet)
        reads_on_the_site(visit(newsroom), language, order.index(PIECE[language].title))
        desk.signs_out()


def sign_up(visit: Visits, newsroom: Newsroom) -> list[Reader]:
    """One of each kind, and last one whose letters are discreet."""
    readers = [Reader(visit(newsroom), reading, f"{reading}@example.net") for reading in Reading]
    readers.append(Reader(visit(newsroom), Reading.BE_RU, "quiet@example.net", discreet=True))
    for act in (Reader.fills_in_the_form, Reader.signs_up, Reader.confirms):
        for reader in readers:
            act(reader)
    return readers


def reads_the_mail(reader: Reader) -> None:
    letter = open_mail(reader.page, reader.address)
    piece = PIECE[reader.language]
    expect(reader.page.get_by_role("heading", level=1, name=piece.subject)).to_be_visible()
    expect(letter.locator("html")).to_have_attribute("lang", reader.language)
    expect(letter.get_by_role("heading", name=piece.title)).to_be_visible()
    expect(letter.get_by_text(piece.opening).last).to_be_visible()
    expect(letter.get_by_role("link", name=piece.source)).to_be_visible()
    picture = letter.get_by_role("img", name=piece.shows)
    assert picture.evaluate("picture => picture.decode().then(() => picture.naturalWidth)") >= 640
    expect(reader.page.locator("pre")).to_contain_text(piece.opening)
    headers = reader.page.locator("dl")
    expect(headers).to_contain_text("List-Unsubscribe=One-Click")
    expect(headers).to_contain_text("/s/")


def reads_the_discreet_mail(reader: Reader) -> None:
    """The whole text, under another name, with nothing to fetch, and one link: to all that may be done with it."""
    letter = open_mail(reader.page, reader.address)
    piece = PIECE[reader.language]
    expect(letter.get_by_role("heading", name=piece.title)).to_be_visible()
    expect(letter.get_by_text(piece.opening).last).to_be_visible()
    expect(letter.get_by_role("img")).to_have_count(0)
    expect(reader.page.locator("dl")).not_to_contain_text(piece.subject)
    reader.follow(letter.get_by_role("link"))
    expect(reader.heading("Your settings")).to_be_visible()


def leaves_and_comes_back(reader: Reader) -> None:
    letter = reader.page.frame_locator("iframe")
    reader.follow(letter.get_by_role("link", name=reader.say("Unsubscribe"), exact=True))
    reader.press("Unsubscribe")
    expect(reader.heading("You are unsubscribed")).to_be_visible()
    reader.press("That was a mistake: subscribe me again")
    expect(reader.heading("Your settings")).to_be_visible()


def reads_on_the_site(page: Page, language: Language, place: int) -> None:
    """The issue and the piece, in the page's language and by its links in the others."""
    page.goto(f"/{language}/")
    page.get_by_role("link", name=PIECE[language].title).first.click()
    for other in [*(other for other in Language if other is not language), language]:
        page.get_by_role("complementary").get_by_role("link", name=other.own_name).click()
        expect(page.get_by_role("heading", level=1, name=PIECE[other].title)).to_be_visible()
        expect(page.locator("html")).to_have_attribute("lang", other)
        expect(page.get_by_role("img", name=PIECE[other].shows)).to_be_visible()
    page.get_by_role("banner").get_by_role("link").first.click()
    for other in Language:
        page.get_by_role("banner").get_by_role("link", name=other.own_name).click()
        expect(page.get_by_role("article").nth(place)).to_contain_text(PIECE[other].title)
