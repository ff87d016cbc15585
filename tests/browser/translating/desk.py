"""Somebody at the translating desk, and a source that others change meanwhile."""

import itertools
import json
import re
import time
from typing import Any

from playwright.sync_api import Locator, Page, expect

from newsletter.languages import Language
from tests.browser.hands import pause, press, type_words
from tests.browser.watching import PATIENCE

EN, BE, RU = Language.EN, Language.BE, Language.RU

_number = itertools.count(1)


def paragraph(name: str, words: str, **links: Any) -> dict[str, Any]:
    content = {"content": [{"type": "text", "text": words}]} if words else {}
    return {"type": "paragraph", "attrs": {"id": name, **links}, **content}


class Texts:
    """One commentary, and what the server has of it."""

    def __init__(self, page: Page) -> None:
        self.page = page
        page.goto("/desk/commentaries/new")
        page.get_by_label("Title", exact=True).fill(f"Bridges {next(_number)}")
        page.get_by_label("Written in").select_option("en")
        page.get_by_label("Week").fill("2024-03-04")
        page.get_by_role("button", name="Begin writing").click()
        page.wait_for_url(re.compile("/commentaries/[0-9]+/en"))
        self.address = page.url.removesuffix("/en")

    def _asked(self, method: str, address: str, **options: Any) -> Any:
        token = self.page.request.get("/desk/token").json()["token"]
        options["headers"] = {"X-CSRFToken": token, **options.get("headers", {})}
        return self.page.request.fetch(f"{self.address}/{address}", method=method, **options)

    def revision(self, language: Language) -> int:
        page = self.page.request.get(f"{self.address}/{language}").text()
        return int(re.findall(r'name="revision" value="(\d+)"', page)[0])

    def save(self, language: Language, *blocks: dict[str, Any], **patch: Any) -> None:
        """As somebody else's browser would."""
        if blocks:
            patch["blocks"] = {block["attrs"]["id"]: block for block in blocks}
            patch.setdefault("order", list(patch["blocks"]))
        headers = {"If-Match": f'"{self.revision(language)}"', "Content-Type": "application/json"}
        answer = self._asked("PATCH", str(language), headers=headers, data=json.dumps(patch))
        assert answer.ok, answer.text()

    def take(self, language: Language) -> None:
        assert self._asked("POST", f"{language}/owner").ok

    def document(self, language: Language) -> list[dict[str, Any]]:
        """The blocks that the server has."""
        page = self.page.request.get(f"{self.address}/{language}").text()
        written = re.findall(r"<textarea[^>]*name=\"document\"[^>]*>(.*?)</textarea>", page, re.DOTALL)[0]
        content: list[dict[str, Any]] = json.loads(written.replace("&#34;", '"').replace("&#39;", "'"))["content"]
        return content


class TranslatingDesk:
    def __init__(self, page: Page, texts: Texts, language: Language = Language.BE) -> None:
        self.page, self.texts, self.language = page, texts, language
        self.opens()

    def opens(self) -> None:
        self.page.goto(f"{self.texts.address}/{self.language}/translating")
        expect(self.page.locator(".editor.live")).to_be_visible()

    def press(self, *keys: str) -> None:
        press(self.page, *keys)

    def types(self, words: str) -> None:
        type_words(self.page, words)

    def stands(self, words: str) -> None:
        """In figures, as the head of the page says it."""
        expect(self.page.locator(".progress p")).to_have_text(words)

    def is_saved(self) -> None:
        expect(self.page.locator(".saving")).to_have_attribute("data-kind", re.compile("^(saved|clean)$"))

    def saves(self) -> None:
        pause(self.page)
        self.press("Control+s")
        self.is_saved()

    def looks_up(self) -> None:
        """Comes back to the window: nobody has to wait for the next look at the source."""
        self.page.evaluate("() => dispatchEvent(new Event('focus'))")

    def block(self, words: str) -> Locator:
        return self.page.locator(".ProseMirror > *").filter(has_text=words)

    def goes_to(self, words: str) -> None:
        """To a block's first letters: below its words may stand what can be done about it."""
        self.block(words).click(position={"x": 8, "y": 24})

    def source(self, words: str) -> Locator:
        return self.page.locator(".cell.source").filter(has_text=words)

    def top(self, place: Locator) -> float:
        """Of its first line."""
        found: float = place.evaluate(
            "(box) => box.getBoundingClientRect().top + parseFloat(getComputedStyle(box).paddingTop)"
        )
        return found

    def stand_beside(self, source: str, target: str) -> bool:
        """At last: a page that was just opened, or a text that was just changed, has yet to be laid out."""
        deadline = time.monotonic() + PATIENCE / 1000
        while abs(self.top(self.source(source)) - self.top(self.block(target))) >= 1:
            if time.monotonic() > deadline:
                return False
            pause(self.page)
        return True


OPENING = paragraph("opening", "The bridge is open again.")
TOLL = paragraph("toll", "Lorries pay a toll. Cars pay none.")
ORDER = ["opening", "toll", "closing"]
CLOSING = paragraph("closing", "The ferry goes on in summer.")
