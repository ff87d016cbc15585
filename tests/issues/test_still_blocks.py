"""What has come between the lock of an issue and its release."""

import datetime as dt

import pytest

from newsletter.commentaries.models import TextState
from newsletter.db import db, now
from newsletter.issues.examining.examination import still_blocks
from newsletter.issues.leaving import locking
from newsletter.issues.models import Issue
from newsletter.languages import Language
from newsletter.staff import settings
from tests import factories

NAMES = {"en": "The Weekly of Ours", "be": "Наш тыднёвік", "ru": "Наш еженедельник"}
pytestmark = pytest.mark.usefixtures("app")


@pytest.fixture
def issue(app: object) -> Issue:
    settings.save(
        mastheads=NAMES,
        discreet_address="a@notes.example.net",
        discreet_url="https://notes.example.net",
    )
    made = factories.issue(factories.commentary())
    locking.lock(made, by="nina")
    db.session.commit()
    return made


def rules(issue: Issue) -> list[str]:
    return list(dict.fromkeys(finding.rule for finding in still_blocks(issue)))


def test_what_was_locked_and_left_alone_may_leave(issue: Issue) -> None:
    assert rules(issue) == []


def test_an_edit_after_the_lock_changes_nothing_of_what_was_frozen(issue: Issue) -> None:
    text = issue.entries[0].commentary.texts[Language.EN]
    text.title, text.state = "", TextState.DRAFT
    assert rules(issue) == []


def test_a_withdrawn_text_holds_it(issue: Issue) -> None:
    texts = issue.entries[0].commentary.texts
    texts[Language.BE].state = TextState.WITHDRAWN
    (finding,) = still_blocks(issue)
    assert finding.message == "Queues at the border grow shorter · Беларуская: the text has been withdrawn"
    for text in texts.values():
        text.state = TextState.WITHDRAWN
    assert rules(issue) == ["withdrawn"]


def test_an_embargo_beyond_its_time_holds_it(issue: Issue) -> None:
    issue.release_at = now() + dt.timedelta(hours=1)
    issue.entries[0].commentary.embargo = now() + dt.timedelta(hours=2)
    assert rules(issue) == ["embargo"]


def test_another_sender_in_the_settings_holds_it(issue: Issue) -> None:
    settings.save(discreet_address="b@notes.example.net")
    assert rules(issue) == ["edition-sender"]
    assert len(still_blocks(issue)) == 3
    settings.save(discreet_address="a@notes.example.net", sender_names=NAMES | {"ru": "Редакция"})
    assert [finding.message.partition(":")[0] for finding in still_blocks(issue)] == ["RU → BE"]


def test_a_discreet_edition_that_came_to_tell_holds_it(issue: Issue) -> None:
    settings.save(sender_names={"en": "queues at the border"}, discreet_url="")
    assert rules(issue) == ["edition-sender", "betrayal", "discreet-url"]
    settings.save(preflight={"discreet-url": "warn", "betrayal": "warn"})
    assert rules(issue) == ["edition-sender", "betrayal"]


def test_bytes_that_are_not_those_of_the_lock_hold_it(issue: Issue) -> None:
    edition = issue.editions[0]
    edition.template = edition.template.replace(b"=", b"-", 1)
    assert rules(issue) == ["edition-bytes"]
