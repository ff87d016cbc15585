"""What an issue takes over from an earlier one."""

from typing import Any

import pytest

from newsletter.issues.beginning import patterns, starting
from newsletter.issues.building import builder
from newsletter.issues.models import BoxKind, EntryForm, IssueState
from tests import factories
from tests.factories import MONDAY
from tests.issues.beginnings import HREF, WEEK, of_last_week, started
from tests.issues.parts import parts, piece, titles

pytestmark = pytest.mark.usefixtures("app")

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


def test_a_special_issue_may_be_like_another_one() -> None:
    issue = starting.start_special(MONDAY, [piece("New")], like=of_last_week(NOTE, None), by="nina")
    assert parts(issue) == ["note", "New"]


def test_no_pattern_is_found_where_there_is_none() -> None:
    assert patterns.of_last_week(started()) is None
