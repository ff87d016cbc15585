"""On connections of their own, outside the transaction that other tests share."""

import threading
from collections.abc import Callable, Iterator

import pytest
import sqlalchemy as sa
from flask import Flask

from newsletter.db import Model, db
from newsletter.issues import builder, release
from newsletter.issues.models import Issue, IssueState
from newsletter.issues.refusals import Refusal
from newsletter.staff.models import AuditEntry
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


def both(app: Flask, number: int, act: Callable[[Issue, str], object]) -> list[str]:
    """How it ended for each of two who act as nearly at once as can be."""
    ready, ends = threading.Barrier(2), []

    def one(handle: str) -> None:
        with app.app_context():
            ready.wait()
            try:
                act(builder.numbered(number, to_change=True), handle)
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
