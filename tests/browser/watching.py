"""What a browser complains of while somebody uses it."""

from collections.abc import Collection

from playwright.sync_api import BrowserContext, ConsoleMessage, Request, Response

IGNORED = (
    "the server responded with a status of",  # reported as a response, with its address
    "Blocked script execution",  # ours: a look into the frame of a mail, where nothing runs
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
        """A page that is left takes its unfinished requests along: that is no failure."""
        if request.failure != "net::ERR_ABORTED":
            self.complaints.append(f"{request.failure} {request.method} {request.url}")
