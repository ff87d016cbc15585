"""A sending as an editor follows it: paused, decided about and resumed, while its numbers change by themselves."""

import datetime as dt
import sqlite3
from collections.abc import Iterator
from contextlib import closing

import pytest
from playwright.sync_api import StorageState, expect

from tests.browser.axe import Axe
from tests.browser.newsroom import Newsroom
from tests.browser.watching import Visits

UNDER_WAY = "UPDATE mailing SET state = 'sending', finished_at = NULL WHERE id = 1"
LATER = "UPDATE delivery SET state = 'deferred', next_attempt_at = '2199-01-01 00:00:00' WHERE id <= 3"
IN_DOUBT = "UPDATE delivery SET state = 'uncertain', updated_at = datetime('now') WHERE id = 1"
DUE = "UPDATE delivery SET next_attempt_at = NULL WHERE id <= 3"


@pytest.fixture
def rows(newsroom: Newsroom) -> Iterator[sqlite3.Connection]:
    """Of the newsroom while it runs: what happens to a mailing beside the screen."""
    with closing(sqlite3.connect(newsroom.data / "newsletter.db", timeout=30, isolation_level=None)) as connection:
        yield connection


def test_a_sending_is_followed_steered_and_decided_about(
    visit: Visits, newsroom: Newsroom, signed_in: StorageState, rows: sqlite3.Connection, axe: Axe
) -> None:
    for statement in (LATER, UNDER_WAY):
        rows.execute(statement)
    page = visit(newsroom, storage_state=signed_in)
    page.clock.set_fixed_time(dt.datetime.now(dt.UTC))  # What is said now and then is never due.
    page.goto("/desk/sending/1")
    page.get_by_role("button", name="Pause all", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Issue 1 is paused")
    resume = page.get_by_role("button", name="Resume all", exact=True)
    resume.focus()
    rows.execute(IN_DOUBT)
    expect(page.get_by_role("heading", name="1 delivery is uncertain")).to_be_visible()
    expect(resume).to_be_focused()
    expect(page.locator("[data-summary]")).to_contain_text("For you to decide: 1 delivery is uncertain.")
    assert axe.violations(page) == []
    page.get_by_role("radio", name="Leave them").check()
    page.get_by_role("button", name="Decide for this one").click()
    expect(page.get_by_role("status").filter(has_text="1 is left as it is.")).to_be_visible()
    rows.execute(DUE)
    resume.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Issue 1 is sent")
    expect(page.locator("#mailing-1 .segments")).to_contain_text("1 uncertain")
    expect(page.locator("[data-summary]")).to_contain_text("Issue 1 is sent.")
