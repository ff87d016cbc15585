"""Waiting for what a page puts off: a browser reports a moved cursor, and an editor moves its own, a moment later."""

from playwright.sync_api import Page

A_MOMENT = 30
"""Milliseconds; ProseMirror waits for twenty after a text has been entered."""

_HAVE_PASSED = """pause => new Promise(done => {
    setTimeout(() => requestAnimationFrame(() => requestAnimationFrame(done)), pause);
})"""


def pause(page: Page, milliseconds: int = A_MOMENT) -> None:
    """By the page's own clock, so that on a busy machine as well all that was to come before has come."""
    page.evaluate(_HAVE_PASSED, milliseconds)
