"""On connections of their own, outside the transaction that other tests share."""

import threading
from collections.abc import Callable, Iterator

import pytest
import sqlalchemy as sa
from flask import Flask

from newsletter.db import Model, db
from newsletter.issues import builder, release, retracting
from newsletter.issues.models import Issue, IssueState
from newsletter.issues.refusals import Refusal
from newsletter.staff.models import AuditEntry, Role, Staff
from tests import factories

CHANGED = ("waiver", "edition", "entry", "issue", "revision", "text", "byline", "author", "commentary", "audit_entry")


@pytest.fixture
def committed_issue(built_app: Flask) -> Iterator[int]:
    with built_app.app_context():
        number = factories.issue(factories.commentary()).number
        db.session.commit()
    yield number
    with built_app.app_context():
        for name in CHANGED:
            db.session.execute(sa.delete(Model.metadata.tables[name]))
        db.session.commit()


def both(app: Flask, number: int | dict[str, int], act: Callable[[Issue, str], object]) -> list[str]:
    """How it ended for each of two who act as nearly at once as can be."""
    ready, ends = threading.Barrier(2), []

    def one(handle: str) -> None:
        with app.app_context():
            ready.wait()
            try:
                mine = number if isinstance(number, int) else number[handle]
                act(builder.numbered(mine, to_change=True), handle)
                db.session.commit()
                ends.append("done")
            except Refusal as refusal:
                db.session.rollback()
                ends.append(type(refusal).__name__)

    threads = [threading.Thread(target=one, args=(handle,)) for handle in ("nina", "vera")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(ends)


def test_of_two_who_lock_at_once_one_does(built_app: Flask, committed_issue: int) -> None:
    assert both(built_app, committed_issue, lambda issue, by: release.lock(issue, by=by)) == ["NotAssembling", "done"]
    with built_app.app_context():
        issue = builder.numbered(committed_issue)
        assert (issue.state, len(issue.editions)) == (IssueState.LOCKED, 3)
        locks = sa.select(sa.func.count()).where(AuditEntry.action == "issue.locked")
        assert db.session.scalar(locks) == 1


def test_two_who_start_an_issue_at_once_get_numbers_of_their_own(built_app: Flask, committed_issue: int) -> None:
    ends = both(built_app, committed_issue, lambda issue, _by: builder.start(issue.week))
    assert ends == ["done", "done"]
    with built_app.app_context():
        numbers = sorted(db.session.scalars(sa.select(Issue.number)))
    assert numbers == [committed_issue, committed_issue + 1, committed_issue + 2]


def test_nothing_that_is_being_withdrawn_stays_in_an_issue_that_is_being_locked(
    built_app: Flask, committed_issue: int
) -> None:
    """Whichever is first: the lock is refused, or taken back."""

    def withdraw(issue: Issue, by: str) -> None:
        texts = issue.entries[0].commentary.texts.values()
        retracting.withdraw(
            issue.entries[0].commentary, list(texts), {}, by=Staff(handle=by, name=by, role=Role.EDITOR)
        )

    def act(issue: Issue, by: str) -> None:
        release.lock(issue, by=by) if by == "nina" else withdraw(issue, by)

    with built_app.app_context():
        factories.issue(builder.numbered(committed_issue).entries[0].commentary, number=committed_issue + 1)
        db.session.commit()
    numbers = {"nina": committed_issue, "vera": committed_issue + 1}
    ends = both(built_app, numbers, act)
    assert ends in (["NotReady", "done"], ["done", "done"])
    with built_app.app_context():
        issue = builder.numbered(committed_issue)
        assert (issue.state, issue.editions) == (IssueState.ASSEMBLING, [])
