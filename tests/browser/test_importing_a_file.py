"""A Word file comes into a text that somebody is writing, with its pictures."""

import datetime as dt

from playwright.sync_api import StorageState, expect

from newsletter.languages import Language
from tests.browser.axe import Axe
from tests.browser.desk import Desk
from tests.browser.newsroom import Newsroom
from tests.browser.watching import Visits
from tests.browser.writing import begin, text_of
from tests.commentaries.word import docx, drawing, listed, png, table, written

WORD_FILE = docx(
    written("A mill without water", "Heading1")
    + written("How a mill was left without its river.")
    + written("The mill on the Vierbica has stood for the third year, and the miller is still on the payroll.")
    + listed("water")
    + drawing(1, "The mill")
    + table(("Year", "Flour, t"), ("2024", "0.5"))
    + drawing(2),
    {"mill.png": png(200, (900, 500)), "chart.emf": b"no photo"},
)


def test_a_word_file_comes_in_and_goes_out_again(
    visit: Visits, newsroom: Newsroom, signed_in: StorageState, axe: Axe
) -> None:
    desk = Desk(visit(newsroom, storage_state=signed_in), Language.EN)
    begin(desk, dt.date(2026, 2, 2))
    text = text_of(desk)
    desk.field("Title").fill("")
    visit.watches[-1].expected = {422}
    choose(desk, "mill.docx", b"PK and no more")
    expect(desk.page.locator(".left-out")).to_contain_text("damaged or is not a Word document")
    choose(desk, "mill.docx", WORD_FILE)
    expect(desk.field("Title")).to_have_value("A mill without water")
    expect(desk.field("Standfirst")).to_have_value("How a mill was left without its river.")
    expect(text.get_by_role("img", name="The mill")).to_be_visible()
    assert "Year: 2024; Flour, t: 0.5" in text.inner_text()
    told = desk.page.get_by_role("status").filter(has_text="Left out")
    expect(told).to_contain_text("such as EMF and WMF")
    assert axe.violations(desk.page) == []
    text.press("Control+z")
    expect(desk.field("Title")).to_have_value("")
    expect(text).to_have_text("")
    desk.page.context.set_offline(True)
    choose(desk, "mill.docx", WORD_FILE)
    expect(desk.page.locator(".left-out")).to_contain_text("see whether you are online")
    desk.page.context.set_offline(False)
    complaints = visit.watches[-1].complaints
    assert all("ERR_INTERNET_DISCONNECTED" in complaint for complaint in complaints)
    complaints.clear()


def choose(desk: Desk, name: str, data: bytes) -> None:
    with desk.page.expect_file_chooser() as opened:
        desk.page.get_by_role("button", name="Import a file").press("Enter")
    opened.value.set_files({"name": name, "mimeType": "application/octet-stream", "buffer": data})
