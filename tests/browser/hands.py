"""Keys at a text, no faster than the editor hears them; and waiting for what a page puts off.

A browser moves its cursor at once and reports it a moment later. What is pressed in between finds the editor where it
was before, and an editor that has just been entered puts its own cursor back.
"""

from playwright.sync_api import Page

A_MOMENT = 30
"""Milliseconds; ProseMirror waits for twenty after a text has been entered."""

_HAVE_PASSED = """pause => new Promise(done => {
    setTimeout(() => requestAnimationFrame(() => requestAnimationFrame(done)), pause);
})"""


def pause(page: Page, milliseconds: int = A_MOMENT) -> None:
    """By the page's own clock, so that on a busy machine as well all that was to come before has come."""
    page.evaluate(_HAVE_PASSED, milliseconds)


def press(page: Page, *keys: str) -> None:
    pause(page)
    for key in keys:
        page.keyboard.press(key)
        pause(page)


def type_words(page: Page, words: str) -> None:
    """Key by key, so that all that looks at keys has its turn."""
    pause(page)
    page.keyboard.type(words)


def insert(page: Page, words: str) -> None:
    """At once, as an input method does."""
    pause(page)
    page.keyboard.insert_text(words)
    pause(page)
