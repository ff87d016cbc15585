"""A lock, a correction and a release that come at once: on connections of their own, and in a process that dies."""

import signal
from collections.abc import Callable, Iterator

import pytest
import sqlalchemy as sa
from flask import Flask

from newsletter.commentaries import writing
from newsletter.db import db, now
from newsletter.issues.building import builder
from newsletter.issues.leaving import correcting, locking, release, scheduling
from newsletter.issues.models import Issue, IssueState
from newsletter.languages import Language
from newsletter.staff.models import AuditEntry
from tests import factories
from tests.issues.at_once import at_once, both
from tests.issues.killed import lock_and_die
from tests.jobs import enqueued, forget_enqueued
from tests.programs import READY

Act = Callable[[], object]


@pytest.fixture
def scheduled(built_app: Flask, committed_issue: int) -> Iterator[int]:
    """The number of an issue whose release is due this moment."""
    with built_app.app_context():
        issue = builder.numbered(committed_issue, to_change=True)
        locking.lock(issue, by="nina")
        issue.state, issue.generation, issue.release_at = IssueState.SCHEDULED, 1, now()
        db.session.commit()
    yield committed_issue
    with built_app.app_context():
        forget_enqueued()


def issue_of(number: int) -> Issue:
    return builder.numbered(number, to_change=True)


def releasing(number: int, given: list[int]) -> Act:
    """The job: it notes which editions it was given."""
    return lambda: given.extend(release.release(builder.numbered(number).id, 1))


def in_turn(app: Flask, *acts: Act) -> list[str]:
    return [end for act in acts for end in at_once(app, act)]


def test_a_correction_and_a_release_at_once_send_one_version_whole(built_app: Flask, scheduled: int) -> None:
    given = list[int]()
    ends = at_once(
        built_app,
        lambda: correcting.freeze_anew(issue_of(scheduled), version=1, by="vera"),
        releasing(scheduled, given),
    )
    with built_app.app_context():
        issue = builder.numbered(scheduled)
        assert issue.state is IssueState.SENDING
        assert given == [edition.id for edition in issue.editions]
        assert {edition.version for edition in issue.editions} == {2 if ends == ["done", "done"] else 1}
    assert ends in (["done", "done"], ["Overtaken", "done"])


def test_after_the_release_a_correction_comes_too_late(built_app: Flask, scheduled: int) -> None:
    given = list[int]()
    ends = in_turn(
        built_app,
        releasing(scheduled, given),
        lambda: correcting.freeze_anew(issue_of(scheduled), version=1, by="vera"),
    )
    assert ends == ["done", "Overtaken"]
    assert len(given) == 3


def test_of_two_corrections_at_once_one_is_made(built_app: Flask, scheduled: int) -> None:
    ends = both(built_app, scheduled, lambda issue, by: correcting.freeze_anew(issue, version=1, by=by))
    assert ends == ["Overtaken", "done"]
    with built_app.app_context():
        issue = builder.numbered(scheduled)
        assert (issue.version, len(issue.editions), issue.state) == (2, 3, IssueState.SCHEDULED)


@pytest.mark.parametrize("order", ["withdrawn first", "released first", "at once"])
def test_a_release_is_withdrawn_or_happens_and_never_both(built_app: Flask, scheduled: int, order: str) -> None:
    given = list[int]()
    acts = [lambda: scheduling.withdraw(issue_of(scheduled), by="vera"), releasing(scheduled, given)]
    if order == "at once":
        ends = at_once(built_app, *acts)
    else:
        ends = sorted(in_turn(built_app, *(acts if order == "withdrawn first" else reversed(acts))))
    with built_app.app_context():
        state = builder.numbered(scheduled).state
    found = (ends, state, len(given))
    withdrawn, released = (["done", "done"], IssueState.LOCKED, 0), (["Overtaken", "done"], IssueState.SENDING, 3)
    assert found in {"withdrawn first": [withdrawn], "released first": [released]}.get(order, [withdrawn, released])


def test_of_two_who_schedule_at_once_one_does(built_app: Flask, scheduled: int) -> None:
    with built_app.app_context():
        scheduling.withdraw(issue_of(scheduled), by="nina")
        db.session.commit()
    assert both(built_app, scheduled, lambda issue, by: scheduling.send(issue, by=by)) == ["Overtaken", "done"]
    with built_app.app_context():
        assert (builder.numbered(scheduled).generation, enqueued()) == (2, ["release_issue"])


def test_who_writes_while_an_issue_is_locked_changes_nothing_that_is_frozen(
    built_app: Flask, committed_issue: int
) -> None:
    """Either the lock is refused for a text that isn't approved any more, or it is frozen as it was approved."""

    def write() -> None:
        text = builder.numbered(committed_issue).entries[0].commentary.texts[Language.EN]
        document = factories.document("Half a thought")
        writing.save(text, title=text.title, standfirst="", document=document, by=None)

    ends = at_once(built_app, write, lambda: locking.lock(issue_of(committed_issue), by="nina"))
    with built_app.app_context():
        issue = builder.numbered(committed_issue)
        if ends == ["done", "done"]:
            assert all("Half a thought" not in edition.text for edition in issue.editions)
            assert [text.language for text in correcting.newer(issue).unfinished] == [Language.EN]
        else:
            assert (ends, issue.state, issue.editions) == (["NotReady", "done"], IssueState.ASSEMBLING, [])


def test_a_process_that_is_killed_between_the_freeze_and_the_commit_leaves_the_issue_assembling(
    built_app: Flask, committed_issue: int
) -> None:
    names = ("DATA", "DATABASE_URL", "KEYS", "OPENING_KEYS", "URL")
    settings = {f"NEWSLETTER_{name}": str(built_app.config[name]) for name in names}
    process = READY.Process(target=lock_and_die, args=(committed_issue, settings))
    process.start()
    process.join()
    assert process.exitcode == -signal.SIGKILL
    with built_app.app_context():
        issue = issue_of(committed_issue)
        assert (issue.state, issue.editions) == (IssueState.ASSEMBLING, [])
        assert db.session.scalar(sa.select(sa.func.count(AuditEntry.id))) == 0
        locking.lock(issue, by="vera")
        assert len(issue.editions) == 3
