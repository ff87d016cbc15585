import datetime as dt
from typing import Any

import pytest

from newsletter.commentaries.models import Commentary
from newsletter.db import db
from newsletter.issues import builder, starting
from newsletter.issues.models import EntryForm, Issue, IssueState
from newsletter.issues.refusals import AlreadyPlaced, NoSuchIssue, NotAssembling
from newsletter.languages import Language
from tests import factories
from tests.factories import MONDAY

pytestmark = pytest.mark.usefixtures("app")


def titles(issue: Issue) -> list[str]:
    return [entry.commentary.title for entry in sorted(issue.entries, key=lambda entry: entry.position)]


def piece(title: str, section: str = "security", **facts: Any) -> Commentary:
    made = factories.commentary(section=factories.section(section), **facts)
    for text in made.texts.values():
        text.title = title
    return made


def test_a_new_issue_takes_the_weeks_approved_commentaries_in_the_order_of_the_sections() -> None:
    piece("Third", "belarus-west")
    piece("Second", "security")
    piece("First", "ruling-elite")
    piece("A draft", approved=False)
    piece("Another week's", week=MONDAY - dt.timedelta(days=7))
    assert titles(starting.start(MONDAY)) == ["First", "Second", "Third"]


def test_numbers_follow_each_other() -> None:
    assert starting.start(MONDAY).number + 1 == starting.start(MONDAY).number


def test_a_second_issue_of_a_week_leaves_to_the_first_what_that_has() -> None:
    piece("Taken")
    starting.start(MONDAY)
    assert titles(starting.start(MONDAY)) == []


def test_any_day_of_a_week_means_that_week() -> None:
    assert starting.start(MONDAY + dt.timedelta(days=3)).week == MONDAY


def test_imported_commentaries_of_a_week_meet_in_one_issue_in_the_order_of_the_sections() -> None:
    west = starting.add_imported(piece("West", "belarus-west", approved=False))
    elite = starting.add_imported(piece("Elite", "ruling-elite", approved=False))
    assert west is elite
    assert titles(west) == ["Elite", "West"]


def test_an_imported_commentary_does_not_go_into_an_issue_that_is_locked() -> None:
    locked = starting.add_imported(piece("Early"))
    locked.state = IssueState.LOCKED
    assert starting.add_imported(piece("Late")) is not locked


def test_subject_and_preheader_are_the_leads_until_somebody_writes_others() -> None:
    issue = starting.add_imported(piece("West", "belarus-west"))
    assert issue.subjects == {"en": "West", "be": "West", "ru": "West"}
    assert issue.preheaders["be"] == factories.STANDFIRSTS[Language.BE]
    issue.subjects = {**issue.subjects, "be": "Свая тэма"}
    starting.add_imported(piece("Elite", "ruling-elite"))
    assert issue.subjects == {"en": "Elite", "be": "Свая тэма", "ru": "Elite"}


def test_a_long_title_becomes_a_subject_that_fits() -> None:
    issue = starting.add_imported(piece("Very " * 39 + "long"))
    assert len(issue.subjects["en"]) <= 120
    assert issue.subjects["en"].endswith("Very…")


def test_an_entry_moves_up_and_down_and_never_beyond_the_ends() -> None:
    issue = factories.issue(piece("One"), piece("Two"), piece("Three"))
    builder.move(issue, issue.entries[0], 1)
    assert titles(issue) == ["Two", "One", "Three"]
    builder.move(issue, issue.entries[0], -1)
    assert titles(issue) == ["Two", "One", "Three"]
    builder.move(issue, issue.entries[2], 5)
    assert titles(issue) == ["Two", "One", "Three"]
    builder.move(issue, issue.entries[2], -1)
    assert titles(issue) == ["Two", "Three", "One"]


def test_a_new_order_keeps_every_entry_whatever_it_names() -> None:
    issue = factories.issue(piece("One"), piece("Two"), piece("Three"))
    one, _two, three = (entry.key for entry in issue.entries)
    builder.reorder(issue, [three, "entry-999999", one, three])
    db.session.expire(issue)
    assert titles(issue) == ["Three", "One", "Two"]
    assert [entry.position for entry in issue.entries] == [1, 2, 3]


def test_removing_an_entry_closes_the_gap() -> None:
    issue = factories.issue(piece("One"), piece("Two"), piece("Three"))
    builder.remove(issue, issue.entries[1])
    db.session.expire(issue)
    assert titles(issue) == ["One", "Three"]
    assert [entry.position for entry in issue.entries] == [1, 2]


def test_a_commentary_stands_in_an_issue_once() -> None:
    one = piece("One")
    issue = factories.issue(one)
    with pytest.raises(AlreadyPlaced, match="One"):
        builder.add(issue, one)


@pytest.mark.parametrize("state", [state for state in IssueState if state is not IssueState.ASSEMBLING])
def test_from_its_lock_on_nothing_in_an_issue_changes(state: IssueState) -> None:
    issue = factories.issue(piece("One"), piece("Two"), state=state)
    for edit in (
        lambda: builder.add(issue, piece("Three")),
        lambda: builder.remove(issue, issue.entries[0]),
        lambda: builder.move(issue, issue.entries[0], 1),
        lambda: builder.set_form(issue, issue.entries[0], EntryForm.TEASER),
        lambda: builder.set_words(issue, subjects={}, preheaders={}, openings={}, closings={}),
    ):
        with pytest.raises(NotAssembling, match="Unlock it first"):
            edit()


def test_a_number_that_no_issue_has_is_refused() -> None:
    with pytest.raises(NoSuchIssue, match="There is no issue 4711"):
        builder.numbered(4711)
