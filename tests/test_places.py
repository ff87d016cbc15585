"""The browser tests look at every page that there is."""

from collections import defaultdict
from contextlib import suppress

from flask import Flask
from werkzeug.exceptions import NotFound

from tests.browser.places import PLACES

FETCHED = {
    "presence.token",
    "machine.state",
    "machine_settings.trial",
    "relays.tried",
    "releases.show_clocks",
    "asset",
    "commentaries.week_of",
    "photos.choices",
    "photos.file",
    "translating.show_sheet",
    "plan_letters.preview",
    "previews.mail",
    "terms.export",
    "mailer.numbers",
    "stop_press.mail",
    "mailbox.html",
    "mailbox.source",
    "issue_links.state",
}
ONWARDS = {"archive.root", "staff.speak", "onemachine.open_signed_in"}
"""What is a part of a page, and what only leads to one."""

OF_A_LOCKED_ISSUE = {"releases.ask_to_schedule", "releases.ask_to_send", "locks.ask_to_unlock"}
"""Seen in tests/browser/test_every_page.py, in a test of their own."""

OF_A_RELAY = {"relays.edit"}
"""Seen in tests/browser/test_relays.py: the sample newsroom has none."""


def test_no_page_is_forgotten(built_app: Flask) -> None:
    """A new page belongs into tests/browser/places.py."""
    pages = {rule.endpoint for rule in built_app.url_map.iter_rules() if "GET" in (rule.methods or ())}
    adapter = built_app.url_map.bind("localhost")
    looked_at = set()
    for place in PLACES.values():
        path = place.path.format_map(defaultdict(lambda: "x", language="en", reading="en")).partition("?")[0]
        with suppress(NotFound):
            looked_at.add(adapter.match(path)[0])
    assert pages - looked_at == FETCHED | ONWARDS | OF_A_LOCKED_ISSUE | OF_A_RELAY
