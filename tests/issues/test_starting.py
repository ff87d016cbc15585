"""How an issue begins: its number, its week, and what it takes up."""

import datetime as dt
from typing import Any

import pytest
import sqlalchemy as sa

from newsletter.db import db
from newsletter.issues.beginning import skipping, starting
from newsletter.issues.beginning.refusals import WeekSkipped, WeekTaken
from newsletter.issues.models import BoxKind, Issue, IssueState
from newsletter.issues.refusals import AlreadyPlaced
from newsletter.languages import Language
from newsletter.staff.models import AuditEntry
from tests import factories
from tests.factories import MONDAY
from tests.issues.beginnings import WEEK, of_last_week, started
from tests.issues.parts import parts, piece, titles

pytestmark = pytest.mark.usefixtures("app")


def imported(*args: Any, **facts: Any) -> Issue | None:
    return starting.add_imported(piece(*args, **facts), by="nina")


def test_a_new_issue_takes_the_weeks_approved_commentaries_in_the_order_of_the_sections() -> None:
    piece("Third", "belarus-west")
    piece("Second", "security")
    piece("First", "ruling-elite")
    piece("A draft", approved=False)
    piece("Another week's", week=MONDAY - WEEK)
    assert titles(started()) == ["First", "Second", "Third"]


def test_numbers_follow_each_other() -> None:
    assert started().number + 1 == started(MONDAY + WEEK).number


def test_any_day_of_a_week_means_that_week() -> None:
    assert started(MONDAY + dt.timedelta(days=3)).week == MONDAY


@pytest.mark.parametrize(
    ("standfirst", "preheader"),
    [
        ("A short one.", "A short one."),
        (f"The first sentence fits. {'Another that is long ' * 5}.", "The first sentence fits."),
        (
            "No end in sight " * 10,
            "No end in sight No end in sight No end in sight No end in sight No end in sight No end in…",
        ),
    ],
)
def test_a_preheader_is_as_much_of_the_standfirst_as_an_inbox_shows(standfirst: str, preheader: str) -> None:
    piece = factories.commentary(week=MONDAY)
    piece.texts[Language.EN].standfirst = standfirst.strip()
    db.session.flush()
    assert started().preheaders["en"] == preheader


def test_subject_and_preheader_are_the_leads_until_somebody_writes_others() -> None:
    issue = imported("West", "belarus-west")
    assert issue
    assert issue.subjects == {"en": "West", "be": "West", "ru": "West"}
    assert issue.preheaders["be"] == factories.STANDFIRSTS[Language.BE]
    issue.subjects = {**issue.subjects, "be": "Свая тэма"}
    imported("Elite", "ruling-elite")
    assert issue.subjects == {"en": "Elite", "be": "Свая тэма", "ru": "Elite"}


def test_a_long_title_becomes_a_subject_that_fits() -> None:
    piece("Very " * 39 + "long")
    issue = started()
    assert len(issue.subjects["en"]) <= 120
    assert issue.subjects["en"].endswith("Very…")


def test_a_week_has_one_weekly_issue_at_a_time() -> None:
    first = started()
    with pytest.raises(WeekTaken, match=f"There is issue {first.number} for this week already") as refused:
        started()
    assert refused.value.issue is first
    first.state = IssueState.CANCELLED
    assert started().number == first.number + 1


def test_no_issue_begins_in_a_week_that_is_skipped() -> None:
    skipping.skip(MONDAY, "Holidays.", by="vera")
    with pytest.raises(WeekSkipped, match="vera marked this week as skipped: Holidays"):
        started()


# A special one


def test_a_special_issue_stands_beside_the_weekly_one_with_pieces_of_any_week() -> None:
    weekly = started()
    old, older = piece("Old", week=MONDAY - 9 * WEEK), piece("Older", "ruling-elite", week=MONDAY - 20 * WEEK)
    assert starting.for_a_special_issue() == [old, older]
    issue = starting.start_special(MONDAY, [old, older], by="nina")
    assert (issue.special, issue.week, parts(issue)) == (True, MONDAY, ["Older", "Old"])
    assert issue.subjects["en"] == "Older"
    assert weekly.entries == []
    assert starting.for_a_special_issue() == []


def test_a_special_issue_takes_nothing_that_is_in_another_one() -> None:
    taken = piece("Taken")
    other = started()
    with pytest.raises(AlreadyPlaced, match=f"“Taken” is in issue {other.number}"):
        starting.start_special(MONDAY, [taken], by="nina")


def test_a_weekly_issue_may_begin_where_there_is_a_special_one() -> None:
    starting.start_special(MONDAY, [], by="nina")
    assert started().special is False


# Imported


def test_imported_commentaries_of_a_week_meet_in_one_issue_in_the_order_of_the_sections() -> None:
    starting.start_special(MONDAY, [], by="nina")
    of_last_week(BoxKind.SITUATION, None, BoxKind.SUPPORT)
    west = imported("West", "belarus-west", approved=False)
    elite = imported("Elite", "ruling-elite", approved=False)
    assert west
    assert west is elite
    assert parts(west) == ["situation", "Elite", "West", "support"]


def test_an_imported_commentary_of_a_week_whose_issue_is_locked_or_that_is_skipped_waits_outside() -> None:
    locked = imported("Early")
    assert locked
    locked.state = IssueState.LOCKED
    assert imported("Late") is None
    skipping.skip(MONDAY + WEEK, "Holidays", by="nina")
    assert imported("Later", week=MONDAY + WEEK) is None


def test_the_audit_log_says_who_began_which_issue() -> None:
    first = started()
    special = starting.start_special(MONDAY, [], like=first, by="vera")
    said = db.session.scalars(sa.select(AuditEntry).where(AuditEntry.action == "issue.started").order_by(AuditEntry.id))
    assert [(entry.staff_handle, entry.subject, entry.details) for entry in said] == [
        ("nina", str(first.number), {"special": False, "like": None}),
        ("vera", str(special.number), {"special": True, "like": first.number}),
    ]
