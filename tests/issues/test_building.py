import pytest

from newsletter.db import db
from newsletter.issues.building import builder
from newsletter.issues.models import EntryForm, IssueState
from newsletter.issues.refusals import AlreadyPlaced, NoSuchIssue, NotAssembling
from tests import factories
from tests.issues.parts import piece, titles

pytestmark = pytest.mark.usefixtures("app")


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
