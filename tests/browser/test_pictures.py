"""Pictures come into a text as people bring them, and get their words where they stand."""

import base64
import datetime as dt
import io
import json
import re
from dataclasses import dataclass
from typing import Any

from PIL import Image
from playwright.sync_api import FilePayload, Locator, Page, StorageState, expect

from newsletter.languages import Language
from tests.browser.axe import Axe
from tests.browser.desk import Desk
from tests.browser.hands import press, type_words
from tests.browser.newsroom import Newsroom
from tests.browser.watching import Visits
from tests.browser.writing import begin, text_of

WEEK = dt.date(2031, 3, 3)
PHONE = 360

BRING = """([kind, name, type, content]) => {
    const carried = new DataTransfer();
    const bytes = Uint8Array.from(atob(content), character => character.charCodeAt(0));
    carried.items.add(new File([bytes], name, { type }));
    const place = document.querySelector(".ProseMirror p");
    const { left, top } = place.getBoundingClientRect();
    const how = { bubbles: true, cancelable: true };
    place.dispatchEvent(kind === "drop"
        ? new DragEvent("drop", { ...how, dataTransfer: carried, clientX: left + 5, clientY: top + 5 })
        : new ClipboardEvent("paste", { ...how, clipboardData: carried }));
}"""


def drawing(kind: str = "JPEG", width: int = 900) -> bytes:
    file = io.BytesIO()
    Image.linear_gradient("L").resize((width, 400)).convert("RGB").save(file, kind)
    return file.getvalue()


@dataclass
class Author:
    page: Page

    @property
    def figures(self) -> Locator:
        return self.page.locator(".ProseMirror figure")

    def press(self, *keys: str) -> None:
        press(self.page, *keys)

    def brings(self, kind: str, name: str, content: bytes, media: str = "image/jpeg") -> None:
        self.page.evaluate(BRING, [kind, name, media, base64.b64encode(content).decode()])

    def words(self) -> list[dict[str, Any]]:
        """Of each picture, as they will be saved."""
        document: str = self.page.evaluate("JSON.stringify(document.querySelector('.editor').editor.getJSON())")
        return [block["attrs"] for block in json.loads(document)["content"] if block["type"] == "figure"]

    def kinds(self) -> list[str]:
        kinds: list[str] = self.page.evaluate(
            "document.querySelector('.editor').editor.getJSON().content.map(({ type }) => type)"
        )
        return kinds


def begins(visit: Visits, newsroom: Newsroom, signed_in: StorageState) -> Author:
    desk = Desk(visit(newsroom, storage_state=signed_in), Language.EN)
    begin(desk, WEEK)
    text_of(desk).click()
    type_words(desk.page, "Below the bridge there is a meadow.")
    press(desk.page, "Enter")
    return Author(desk.page)


def test_pictures_are_dropped_pasted_and_chosen_and_seen_on_the_preview(
    visit: Visits, newsroom: Newsroom, signed_in: StorageState, axe: Axe
) -> None:
    author = begins(visit, newsroom, signed_in)
    page = author.page
    author.brings("drop", "bridge.jpg", drawing())
    expect(author.figures).to_have_count(1)
    assert author.kinds() == ["figure", "paragraph", "paragraph"]
    expect(page.get_by_text("Describe it for readers who don’t see it.")).to_be_visible()

    # By the keyboard from the text into the fields, through them, and out again.
    author.press("Control+Home", "ArrowUp", "Tab")
    type_words(page, "A bridge over a meadow")
    author.press("Tab")
    type_words(page, "At noon")
    author.press("Enter")
    type_words(page, "Ala Rybak")
    author.press("Tab")
    type_words(page, "no page")
    expect(page.locator("[data-word=credit_href]")).to_have_attribute("aria-invalid", "true")
    page.locator("[data-word=credit_href]").fill("example.org/ala")
    author.press("Escape")
    expect(page.locator("figure.ProseMirror-selectednode")).to_be_visible()
    words = {"alt": "A bridge over a meadow", "caption": "At noon", "credit": "Ala Rybak"}
    [first] = author.words()
    assert first.items() >= (words | {"credit_href": "https://example.org/ala"}).items()

    # What is typed on the picture goes below it, and there is a place for the cursor above the first one.
    type_words(page, "b")
    assert author.kinds() == ["figure", "paragraph", "paragraph", "paragraph"]
    author.press("Control+z", "ArrowUp")
    type_words(page, "a")
    assert author.kinds() == ["paragraph", "figure", "paragraph", "paragraph"]
    author.press("Control+z")
    assert author.kinds() == ["figure", "paragraph", "paragraph"]
    page.locator("[data-word=credit_href]").focus()
    author.press("Escape")

    # What was typed into a field is undone at once, and done again.
    author.press("Control+z", "Control+z")
    assert author.words()[0]["credit"] == ""
    expect(page.locator("[data-word=credit]")).to_have_value("")
    author.press("Control+y", "Control+y")
    assert author.words() == [first]

    # It moves, and goes only when it was selected first.
    author.press("Alt+ArrowDown")
    assert author.kinds() == ["paragraph", "figure", "paragraph"]
    author.press("ArrowDown", "Backspace")
    assert len(author.words()) == 1
    author.press("Backspace")
    assert author.words() == []
    author.press("Control+z")
    assert author.words() == [first]

    page.locator(".ProseMirror p").last.click()
    author.brings("paste", "meadow.png", drawing("PNG", 800), "image/png")
    expect(author.figures).to_have_count(2)

    # The menu of the slash opens the library; the photo of before has its words already.
    page.locator(".ProseMirror p").last.click()
    type_words(page, "/pict")
    author.press("Enter")
    dialog = page.get_by_role("dialog", name="Picture")
    dialog.get_by_role("searchbox").fill("LORRIES crossing")
    expect(dialog.locator(".choice")).to_have_count(1)
    dialog.get_by_role("searchbox").fill("a unicorn")
    expect(dialog.locator(".choice")).to_have_count(0)
    expect(dialog.get_by_text("No photo fits.")).to_be_visible()
    dialog.get_by_role("searchbox").fill("")
    expect(dialog.locator(".choice")).not_to_have_count(0)
    assert axe.violations(page) == []
    author.press("Tab", "Enter")
    expect(author.figures).to_have_count(3)
    expect(page.locator(":focus")).to_have_attribute("data-word", "alt")
    assert axe.violations(page) == []
    page.set_viewport_size({"width": PHONE, "height": 740})
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE

    page.locator("[data-word=alt]").nth(1).fill("Cows in a meadow")
    expect(page.locator(".saving")).to_have_attribute("data-kind", "saved")
    page.goto(re.sub("[?#].*", "", page.url) + "/preview")
    expect(page.get_by_role("img", name="A bridge over a meadow")).to_be_visible()
    expect(page.get_by_role("img", name="Cows in a meadow")).to_be_visible()
    expect(page.get_by_role("link", name="Ala Rybak")).to_have_attribute("href", "https://example.org/ala")


def test_a_picture_that_does_not_arrive_keeps_its_place_and_is_tried_again(
    visit: Visits, newsroom: Newsroom, signed_in: StorageState, axe: Axe
) -> None:
    author = begins(visit, newsroom, signed_in)
    page = author.page
    visit.watches[-1].expected = {422, 503}
    page.route("**/desk/photos", lambda route: route.fulfill(status=503), times=1)
    page.locator("[data-tool=figure]").click()
    page.get_by_role("dialog", name="Picture").get_by_label("From this computer").set_input_files(
        [
            FilePayload(name="bridge.jpg", mimeType="image/jpeg", buffer=drawing()),
            FilePayload(name="drawing.svg", mimeType="image/svg+xml", buffer=b"<svg/>"),
            FilePayload(name="meadow.png", mimeType="image/png", buffer=drawing("PNG", 700)),
        ]
    )
    expect(author.figures).to_have_count(1)
    page.evaluate(
        """document.querySelector(".editor").editor.emit(
            "picture", { file: new File([new Uint8Array(20_000_001)], "huge.jpg", { type: "image/jpeg" }) })"""
    )
    uploads = page.locator(".upload")
    unsent, useless, huge = (uploads.filter(has_text=name) for name in ("bridge", "drawing", "huge"))
    expect(unsent.get_by_role("alert")).to_contain_text("see whether you are online")
    expect(useless.get_by_role("alert")).to_contain_text("save the photo as JPEG")
    expect(huge.get_by_role("alert")).to_contain_text("larger than 20 MB")
    expect(useless.get_by_role("button", name="Try again")).to_be_hidden()
    assert axe.violations(page) == []
    useless.get_by_role("button", name="Leave it out").click()
    huge.get_by_role("button", name="Leave it out").click()
    type_words(page, "It is dry.")
    unsent.get_by_role("button", name="Try again").click()
    expect(author.figures).to_have_count(2)
    expect(page.locator(".upload")).to_have_count(0)
    assert [figure["width"] for figure in author.words()] == [900, 700]
