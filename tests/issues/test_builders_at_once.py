"""Two editors who build the same issue, on connections of their own."""

from collections.abc import Callable

import pytest
import sqlalchemy as sa
from flask import Flask

from newsletter.commentaries.models import Commentary
from newsletter.db import db
from newsletter.issues.building import builder, steps
from newsletter.issues.building.acts import Act
from newsletter.issues.building.models import Change
from newsletter.issues.building.steps import next_steps, step
from newsletter.issues.composing import editions
from newsletter.issues.leaving import locking
from newsletter.issues.models import Entry, EntryForm, Issue, IssueState
from tests import factories
from tests.issues.at_once import both

Built = tuple[int, list[int]]


@pytest.fixture
def built(built_app: Flask, committed_issue: int) -> Built:
    """An issue whose three entries were made teasers, each in a step; its number, and the steps."""
    with built_app.app_context():
        issue = builder.numbered(committed_issue)
        for _n in range(2):
            builder.add(issue, factories.commentary())
        for entry in issue.entries:
            with step(issue, Act.TEASER, f"Piece {entry.position}", by="olga"):
                builder.set_form(issue, entry, EntryForm.TEASER)
        db.session.commit()
        return committed_issue, list(db.session.scalars(sa.select(Change.id).order_by(Change.id)))


def acting(**acts: Callable[[Issue], object]) -> Callable[[Issue, str], object]:
    """What each of them does."""
    return lambda issue, by: acts[by](issue)


def test_of_two_who_undo_the_same_step_one_does_and_nothing_else_is_undone(built_app: Flask, built: Built) -> None:
    number, changes = built
    ends = both(built_app, number, lambda issue, by: steps.undo(issue, changes[-1], by=by))
    assert ends == ["StepBetween", "done"]
    with built_app.app_context():
        forms = [entry.form for entry in builder.numbered(number).entries]
    assert forms == [EntryForm.TEASER, EntryForm.TEASER, EntryForm.WHOLE]


def test_what_is_locked_is_as_it_was_either_before_or_after_an_undo(built_app: Flask, built: Built) -> None:
    number, changes = built
    undo_and_lock = acting(
        nina=lambda issue: steps.undo(issue, changes[-1], by="nina"), vera=lambda issue: locking.lock(issue, by="vera")
    )
    ends = both(built_app, number, undo_and_lock)
    assert ends in (["NotAssembling", "done"], ["done", "done"])
    with built_app.app_context():
        issue = builder.numbered(number)
        assert issue.state is IssueState.LOCKED
        whole = [entry.form for entry in issue.entries].count(EntryForm.WHOLE)
        assert whole == ends.count("done") - 1
        frozen = {edition.key: edition.digest for edition in issue.editions}
        assert frozen == {key: made.digest for key, made in editions.approved(issue).items()}


def test_an_order_that_names_what_is_being_taken_out_keeps_the_rest(built_app: Flask, built: Built) -> None:
    number, _changes = built

    def reorder(issue: Issue) -> None:
        keys = [part.key for part in reversed(issue.parts)]
        with step(issue, Act.ORDERED, by="nina"):
            builder.reorder(issue, keys)

    def remove(issue: Issue) -> None:
        first = min(issue.entries, key=lambda entry: entry.id)
        with step(issue, Act.REMOVED, "Piece 1", by="vera"):
            builder.remove(issue, first)

    assert both(built_app, number, acting(nina=reorder, vera=remove)) == ["done", "done"]
    with built_app.app_context():
        issue = builder.numbered(number)
        ids = [entry.id for entry in issue.entries]
        assert (ids, [entry.position for entry in issue.entries]) == (sorted(ids, reverse=True), [1, 2])
        for _n in range(2):
            last, _undone = next_steps(issue)
            assert last
            steps.undo(issue, last.id, by="olga")
        assert [part.position for part in issue.parts] == [1, 2, 3]
        db.session.rollback()


def test_a_commentary_that_two_put_into_their_issues_at_once_is_in_one(built_app: Flask, committed_issue: int) -> None:
    with built_app.app_context():
        numbers = {"nina": committed_issue, "vera": factories.issue(number=committed_issue + 1).number}
        piece_id = factories.commentary().id
        db.session.commit()

    def add(issue: Issue, _by: str) -> None:
        builder.add(issue, db.session.get_one(Commentary, piece_id))

    assert both(built_app, numbers, add) == ["AlreadyPlaced", "done"]
    with built_app.app_context():
        held = sa.select(sa.func.count()).where(Entry.commentary_id == piece_id)
        assert db.session.scalar(held) == 1
