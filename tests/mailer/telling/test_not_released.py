"""An issue that was due and didn't leave is told of, and says why."""

import datetime as dt

import pytest
import sqlalchemy as sa
import time_machine
from flask import Flask

from newsletter.db import db, now
from newsletter.issues.leaving import locking, release, scheduling
from newsletter.issues.models import Issue, IssueState
from newsletter.mailer import audience, mailings, releasing
from newsletter.mailer.telling import Event
from newsletter.staff.models import AuditEntry, Role
from tests import factories
from tests.mailer.telling.heard import words_of

TOO_LATE = release.TOO_LATE + dt.timedelta(minutes=1)


@pytest.fixture
def due(app: Flask) -> Issue:
    """It is to leave now."""
    factories.staff(address="alena@example.org", role=Role.EDITOR)
    issue = factories.issue(factories.commentary())
    locking.lock(issue, by="nina")
    scheduling.send(issue, by="nina")
    db.session.commit()
    return issue


def told() -> list[AuditEntry]:
    return list(db.session.scalars(sa.select(AuditEntry).where(AuditEntry.action == Event.NOT_RELEASED)))


def breaks(*_: object) -> None:
    raise audience.AudienceMismatch("7 is not 6 + {}")


def test_one_that_leaves_is_not_told_of(due: Issue) -> None:
    releasing.release(due.id, due.generation)
    assert (due.state, told()) == (IssueState.SENDING, [])


def test_one_that_came_too_late_says_that_nothing_was_running(due: Issue) -> None:
    with time_machine.travel(now() + TOO_LATE, tick=False):
        for _ in range(2):  # A job may be done twice.
            releasing.release(due.id, due.generation)
    (entry,) = told()
    subject, words = words_of(entry)
    assert f"issue {due.number} has not left" in subject
    assert "nothing was running to send it" in words
    assert f"https://weekly.example.org/desk/issues/{due.number}" in words


def test_one_that_something_holds_says_so(due: Issue) -> None:
    due.entries[0].commentary.embargo = now() + dt.timedelta(days=1)
    releasing.release(due.id, due.generation)
    (entry,) = told()
    assert "the last check held it back" in words_of(entry)[1]


def test_one_that_a_fault_of_ours_kept_back_asks_and_is_not_believed_to_be_leaving(
    due: Issue, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mailings, "start", breaks)
    with pytest.raises(audience.AudienceMismatch):
        releasing.release(due.id, due.generation)
    assert (due.state, due.missed, release.why_not(due)) == (IssueState.LOCKED, True, release.FAILED)
    (entry,) = told()
    assert "a fault in the program kept it back" in words_of(entry)[1]
    monkeypatch.undo()
    scheduling.send(due, by="nina")
    releasing.release(due.id, due.generation)
    assert due.state is IssueState.SENDING


def test_a_release_that_was_taken_back_is_told_to_nobody(due: Issue) -> None:
    generation = due.generation
    scheduling.withdraw(due, by="nina")
    releasing.release(due.id, generation)
    assert told() == []
