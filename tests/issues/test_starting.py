"""How an issue begins: what it takes up, and what it takes over from an earlier one."""

import datetime as dt
from typing import Any

import pytest
import sqlalchemy as sa

from newsletter.db import db
from newsletter.issues import builder, patterns, skipping, starting
from newsletter.issues.models import Box, BoxKind, EntryForm, Issue, IssueState
from newsletter.issues.refusals import AlreadyPlaced
from newsletter.issues.start_refusals import WeekSkipped, WeekTaken
from newsletter.languages import Language
from newsletter.staff.models import AuditEntry
from tests import factories
from tests.factories import MONDAY
from tests.issues.parts import parts, piece, titles

pytestmark = pytest.mark.usefixtures("app")

WEEK = dt.timedelta(weeks=1)
HREF = "https://support.example.org/"


def started(week: dt.date = MONDAY, **facts: Any) -> Issue:
    return starting.start(week, by="nina", **facts)


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


# What is taken over from last week's


def of_last_week(*kinds: BoxKind | None, **facts: Any) -> Issue:
    """A sent issue with boxes at these places; each None is an entry: an elite one first, then one on security."""
    sections = iter(("ruling-elite", "security", "belarus-west"))
    pieces = [piece(f"Old {n}", next(sections), week=MONDAY - WEEK) for n in range(kinds.count(None))]
    issue = factories.issue(*pieces, **{"week": MONDAY - WEEK, "state": IssueState.SENT, **facts})
    entries = iter(list(issue.entries))
    boxes = [Box(kind=kind, position=0, words={"en": f"Words of {kind}"}, href=HREF) for kind in kinds if kind]
    issue.boxes = list(boxes)
    places = iter(boxes)
    builder.arrange(issue, [next(places) if kind else next(entries) for kind in kinds])
    return issue


SITUATION, NOTE, EARLIER, SUPPORT = BoxKind.SITUATION, BoxKind.NOTE, BoxKind.EARLIER, BoxKind.SUPPORT


def test_the_first_issue_of_a_newsroom_begins_with_the_situation() -> None:
    piece("New")
    assert parts(started()) == ["situation", "New"]


@pytest.mark.parametrize(
    ("before", "pieces", "after"),
    [
        ((SITUATION, None, None, SUPPORT), 2, ["situation", "A", "B", "support"]),
        ((SITUATION, None, SUPPORT), 3, ["situation", "A", "B", "C", "support"]),
        ((None, SUPPORT, None, SITUATION), 3, ["A", "support", "B", "C", "situation"]),
        ((None, None, SUPPORT, None), 1, ["A", "support"]),
        ((SITUATION, None, SUPPORT), 0, ["situation", "support"]),
    ],
)
def test_boxes_stand_where_they_stood_among_the_entries(
    before: tuple[BoxKind | None, ...], pieces: int, after: list[str]
) -> None:
    of_last_week(*before)
    for title, section in list(zip("ABC", ("ruling-elite", "security", "belarus-west"), strict=True))[:pieces]:
        piece(title, section)
    assert parts(started()) == after


def test_the_first_entry_of_an_issue_begun_empty_comes_before_the_boxes_that_close_it() -> None:
    of_last_week(SITUATION, None, EARLIER, SUPPORT)
    issue = started()
    builder.add(issue, piece("New"))
    assert parts(issue) == ["situation", "New", "earlier", "support"]


def test_standing_words_are_taken_over_and_what_was_said_for_one_week_is_not() -> None:
    last = of_last_week(SITUATION, NOTE, None, EARLIER, SUPPORT, closings={"en": "Bye."}, english_cards=False)
    last.boxes[2].commentary = last.entries[0].commentary
    piece("New")
    issue = started()
    assert parts(issue) == ["situation", "New", "earlier", "support"]
    boxes = {box.kind: box for box in issue.boxes}
    assert (boxes[SUPPORT].words, boxes[SUPPORT].href) == ({"en": "Words of support"}, HREF)
    assert boxes[EARLIER].commentary is None
    assert (issue.closings, issue.openings, issue.english_cards) == ({"en": "Bye."}, {}, False)


def test_what_a_section_was_last_week_it_is_again() -> None:
    last = of_last_week(None, None)
    last.entries[1].form = EntryForm.TEASER
    for title, section in (("A", "ruling-elite"), ("B", "security"), ("C", "belarus-west")):
        piece(title, section)
    assert [entry.form for entry in started().entries] == [EntryForm.WHOLE, EntryForm.TEASER, EntryForm.WHOLE]


@pytest.mark.parametrize(
    "facts",
    [
        {"state": IssueState.ASSEMBLING},
        {"state": IssueState.CANCELLED},
        {"state": IssueState.SENT, "special": True},
        {"state": IssueState.SENT, "week": MONDAY + WEEK},
    ],
)
def test_only_an_earlier_weekly_issue_that_is_finished_is_the_pattern(facts: dict[str, Any]) -> None:
    of_last_week(SUPPORT, state=IssueState.LOCKED, week=MONDAY - 5 * WEEK)
    of_last_week(NOTE, SITUATION, **facts)
    assert parts(started()) == ["support"]


# A copy of another one


def test_a_copy_takes_what_was_said_for_one_issue_too_but_no_entry() -> None:
    old = of_last_week(NOTE, None, EARLIER, closings={"en": "Bye."}, openings={"en": "Hello."})
    old.boxes[1].commentary, old.entries[0].form = old.entries[0].commentary, EntryForm.TEASER
    of_last_week(SUPPORT, week=MONDAY - WEEK)
    piece("New", "ruling-elite")
    issue = started(like=old)
    assert parts(issue)[0] == "note"
    assert titles(issue) == ["New"]
    assert issue.boxes[0].words == {"en": "Words of note"}
    assert issue.boxes[1].commentary is old.entries[0].commentary
    assert (issue.openings, issue.closings) == ({"en": "Hello."}, {"en": "Bye."})
    assert issue.entries[0].form is EntryForm.TEASER
    assert len(old.boxes) == 2


def test_a_copy_of_a_cancelled_issue_takes_its_entries_in_their_order_as_far_as_they_are_free() -> None:
    old = of_last_week(None, None, None, state=IssueState.CANCELLED)
    builder.arrange(old, [old.entries[2], old.entries[0], old.entries[1]])
    old.entries[0].form = EntryForm.TEASER
    factories.issue(old.entries[1].commentary, week=MONDAY - WEEK)
    piece("New", "belarus-russia")
    issue = started(like=old)
    assert titles(issue) == ["Old 2", "Old 1", "New"]
    assert issue.entries[0].form is EntryForm.TEASER


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


def test_a_special_issue_may_be_like_another_one() -> None:
    issue = starting.start_special(MONDAY, [piece("New")], like=of_last_week(NOTE, None), by="nina")
    assert parts(issue) == ["note", "New"]


# Imported


def test_imported_commentaries_of_a_week_meet_in_one_issue_in_the_order_of_the_sections() -> None:
    starting.start_special(MONDAY, [], by="nina")
    of_last_week(SITUATION, None, SUPPORT)
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


def test_no_pattern_is_found_where_there_is_none() -> None:
    assert patterns.of_last_week(started()) is None
