"""On connections of their own, outside the transaction that other tests share."""

import datetime as dt
import threading

import sqlalchemy as sa
from flask import Flask

from newsletter.commentaries import review, writing
from newsletter.commentaries.models import Text
from newsletter.db import db
from newsletter.issues.beginning import skipping, starting
from newsletter.issues.beginning.models import SkippedWeek
from newsletter.issues.building import builder
from newsletter.issues.leaving import locking
from newsletter.issues.models import Issue, IssueState
from newsletter.issues.publication import retracting
from newsletter.languages import Language
from newsletter.staff.models import AuditEntry, Role, Staff, StaffSession
from newsletter.staff.sessions import key_hash
from tests import factories
from tests.issues.at_once import at_once, both

WEEK = dt.timedelta(weeks=1)


def test_of_two_who_lock_at_once_one_does(built_app: Flask, committed_issue: int) -> None:
    assert both(built_app, committed_issue, lambda issue, by: locking.lock(issue, by=by)) == ["NotAssembling", "done"]
    with built_app.app_context():
        issue = builder.numbered(committed_issue)
        assert (issue.state, len(issue.editions)) == (IssueState.LOCKED, 3)
        locks = sa.select(sa.func.count()).where(AuditEntry.action == "issue.locked")
        assert db.session.scalar(locks) == 1


def test_of_two_who_start_a_weeks_issue_at_once_one_does(built_app: Flask, committed_issue: int) -> None:
    ends = both(built_app, committed_issue, lambda issue, by: starting.start(issue.week + WEEK, by=by))
    assert ends == ["WeekTaken", "done"]
    with built_app.app_context():
        assert sorted(db.session.scalars(sa.select(Issue.number))) == [committed_issue, committed_issue + 1]


def test_two_who_start_special_issues_at_once_get_numbers_of_their_own(built_app: Flask, committed_issue: int) -> None:
    ends = both(built_app, committed_issue, lambda issue, by: starting.start_special(issue.week, [], by=by))
    assert ends == ["done", "done"]
    with built_app.app_context():
        numbers = sorted(db.session.scalars(sa.select(Issue.number)))
    assert numbers == [committed_issue, committed_issue + 1, committed_issue + 2]


def test_a_week_that_is_being_skipped_gets_no_issue(built_app: Flask, committed_issue: int) -> None:
    """Whichever is first: the other is refused."""

    def act(issue: Issue, by: str) -> None:
        week = issue.week + WEEK
        starting.start(week, by=by) if by == "nina" else skipping.skip(week, "Holidays", by=by)

    assert both(built_app, committed_issue, act) in (["WeekTaken", "done"], ["WeekSkipped", "done"])
    with built_app.app_context():
        begun = db.session.scalar(sa.select(sa.func.count(Issue.id)).where(Issue.number > committed_issue))
        skipped = db.session.scalar(sa.select(sa.func.count()).select_from(SkippedWeek))
        assert (begun, skipped) in ((1, 0), (0, 1))


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
        locking.lock(issue, by=by) if by == "nina" else withdraw(issue, by)

    with built_app.app_context():
        factories.issue(builder.numbered(committed_issue).entries[0].commentary, number=committed_issue + 1)
        db.session.commit()
    numbers = {"nina": committed_issue, "vera": committed_issue + 1}
    ends = both(built_app, numbers, act)
    assert ends in (["NotReady", "done"], ["done", "done"])
    with built_app.app_context():
        issue = builder.numbered(committed_issue)
        assert (issue.state, issue.editions) == (IssueState.ASSEMBLING, [])


def test_who_withdraws_every_language_waits_for_who_approves_one_of_them(
    built_app: Flask, committed_issue: int
) -> None:
    """Each holds a text and the audit log: taken in two orders, that would be a deadlock."""
    held, withdrawn = threading.Event(), threading.Event()

    def texts() -> dict[Language, Text]:
        return builder.numbered(committed_issue).entries[0].commentary.texts

    def approve() -> None:
        text = texts()[Language.RU]
        writing.save(text, title="Другой заголовок", standfirst="", document=text.document, by=None)
        held.set()
        withdrawn.wait(0.3)
        review.approve(text, by=None)

    def withdraw() -> None:
        held.wait()
        found = sorted(texts().values(), key=lambda text: text.id)
        retracting.withdraw(found[0].commentary, found, {}, by=Staff(handle="nina", name="Nina", role=Role.EDITOR))
        withdrawn.set()

    assert at_once(built_app, approve, withdraw) == ["done", "done"]
    with built_app.app_context():
        assert [text.approved_revision for text in texts().values()] == [None, None, None]


def test_of_two_who_withdraw_the_same_one_is_told_that_it_is_done(built_app: Flask, committed_issue: int) -> None:
    with built_app.app_context():
        commentary = builder.numbered(committed_issue).entries[0].commentary_id
        nina = factories.staff()
        db.session.add(StaffSession(staff=nina, key_hash=key_hash("two at once"), browser="Test"))
        db.session.commit()
        nina_id = nina.id
    statuses = list[int]()

    def withdraw() -> None:
        client = built_app.test_client()
        with client.session_transaction() as session:
            session["key"] = "two at once"
        statuses.append(client.post(f"/desk/commentaries/{commentary}/withdrawal").status_code)

    at_once(built_app, withdraw, withdraw)
    with built_app.app_context():
        db.session.execute(sa.delete(Staff).where(Staff.id == nina_id))
        db.session.commit()
    assert sorted(statuses) in ([302, 302], [302, 422])
