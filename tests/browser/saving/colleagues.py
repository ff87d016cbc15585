"""People at one text, each in a browser of their own, on a web server that may be killed."""

import re

from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from tests.browser.hands import pause, type_words
from tests.browser.watching import PATIENCE
from tests.faults.web import COOKIE, Web, opened

SAVED = re.compile(r"Saved \d\d:\d\d")


class Writer:
    """Somebody at a text, in a browser of their own; what it complains of is kept."""

    def __init__(self, browser: Browser, web: Web, handle: str) -> None:
        self.web, self.handle = web, handle
        self.context: BrowserContext = browser.new_context(base_url=web.url)
        self.context.set_default_timeout(PATIENCE)
        self.complaints: list[str] = []
        self.context.on("weberror", lambda error: self.complaints.append(str(error.error)))
        self.patches: list[str] = []
        self.context.on("request", lambda request: self._note(request.method, request.post_data))
        self.signs_in()

    def _note(self, method: str, body: str | None) -> None:
        if method == "PATCH":
            self.patches.append(body or "")

    def signs_in(self, handle: str = "") -> None:
        cookie = self.web.cookies[handle or self.handle]
        self.context.add_cookies([{"name": COOKIE, "value": cookie, "url": self.web.url}])

    def opens(self, address: str) -> "Writer":
        self.page: Page = self.context.new_page()
        self.page.goto(address)
        expect(self.page.locator(".editor.live")).to_be_visible()
        return self

    def is_cut_off(self) -> None:
        """Closes the window while the network is away. What a page sends at its very end would find its way."""
        self.page.evaluate("() => { window.fetch = () => Promise.reject(new TypeError('away')); }")
        self.page.close()

    @property
    def text(self) -> Locator:
        return self.page.get_by_role("textbox", name="Text", exact=True)

    def block(self, number: int) -> Locator:
        return self.text.locator("> *").nth(number)

    def types(self, words: str, *, block: int = 0) -> None:
        """At the end of a block."""
        expect(self.text).to_be_editable()
        self.block(block).click()
        self.page.evaluate(
            """([frame, number]) => {
                const { editor } = document.querySelector(frame);
                const block = editor.view.dom.children[number];
                editor.commands.setTextSelection(editor.view.posAtDOM(block, block.childNodes.length));
            }""",
            [".editor", block],
        )
        type_words(self.page, words)

    def looks_up(self) -> None:
        """Comes back to the window: nobody has to wait for the next sign of the others."""
        self.page.evaluate("() => dispatchEvent(new Event('focus'))")

    def sees(self, words: str | re.Pattern[str]) -> None:
        """In the line that says how far the saving is."""
        expect(self.page.locator(".standing")).to_have_text(words)

    def is_saved(self) -> None:
        expect(self.page.locator(".saving")).to_have_attribute("data-kind", re.compile("^(saved|clean)$"))

    def press(self, name: str) -> None:
        self.page.get_by_role("button", name=name, exact=True).click()


def stored(writer: Writer, address: str) -> list[str]:
    """The blocks that the server has, in words."""
    _revision, document = opened(writer.context.request.get(address).text())
    return ["".join(node.get("text", "") for node in block.get("content", [])) for block in document["content"]]


def comes_to_be_stored(writer: Writer, address: str) -> list[str]:
    """The same, once no more words are on their way: two looks a moment apart see the same, and the page is content."""
    seen = stored(writer, address)
    while True:
        pause(writer.page, 1000)
        writer.is_saved()
        if (now := stored(writer, address)) == seen:
            return now
        seen = now
