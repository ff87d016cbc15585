"""What a browser complains of while somebody uses it."""

from collections.abc import Collection
from typing import Any

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, Response

from tests.browser.newsroom import Newsroom

PATIENCE = 60_000  # milliseconds

IGNORED = (
    "the server responded with a status of",  # reported as a response, with its address
    "Blocked script execution",  # ours: a look into the frame of a mail, where nothing runs
    "the recipient window's origin ('null')",  # axe's: it calls into that frame
    "\"img-src 'none'\"",  # a mail as it is without its pictures
)


class Watch:
    """`complaints` of one person's browser; an answer of a status in `expected` is none."""

    def __init__(self, context: BrowserContext, expected: Collection[int] = ()) -> None:
        self.complaints: list[str] = []
        self.expected = expected
        context.on("console", self._console)
        context.on("weberror", lambda error: self.complaints.append(f"{error.page and error.page.url}: {error.error}"))
        context.on("response", self._response)
        context.on("requestfailed", self._failed)

    def _console(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning") and not any(words in message.text for words in IGNORED):
            self.complaints.append(f"{message.page and message.page.url}: {message.text}")

    def _response(self, response: Response) -> None:
        if response.status >= 400 and response.status not in self.expected:
            self.complaints.append(f"{response.status} {response.request.method} {response.url}")

    def _failed(self, request: Request) -> None:
        """A page that is left takes its unfinished requests along: that is no failure.

        What the policy forbids is told by the console too.
        """
        if request.failure not in ("net::ERR_ABORTED", "csp"):
            self.complaints.append(f"{request.failure} {request.method} {request.url}")


class Visits:
    """`visit(newsroom)`: the page of a new person, whose browser remembers nothing. What it complains of is kept."""

    def __init__(self, browser: Browser) -> None:
        self.browser = browser
        self.open: list[BrowserContext] = []
        self.watches: list[Watch] = []

    def __call__(self, newsroom: Newsroom, **options: Any) -> Page:
        context = self.browser.new_context(base_url=newsroom.url, **options)
        context.set_default_timeout(PATIENCE)
        self.open.append(context)
        self.watches.append(Watch(context))
        return context.new_page()

    def end(self) -> None:
        """Before the newsroom stops: browsers ask for things when nobody is looking."""
        while self.open:
            context = self.open.pop()
            for page in context.pages:
                page.goto("about:blank")  # Closed at once it could not say that its text is free.
            context.close()

    @property
    def complaints(self) -> list[str]:
        return [complaint for watch in self.watches for complaint in watch.complaints]
