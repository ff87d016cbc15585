import datetime as dt
from collections.abc import Iterator

import pytest
import sqlalchemy as sa
import time_machine

from newsletter.db import db
from newsletter.issues.building import waivers
from newsletter.issues.composing.models import Edition
from newsletter.issues.leaving import locking, release, scheduling
from newsletter.issues.models import Issue, IssueState
from newsletter.issues.refusals import BadTime, NotAssembling, NotReady, NotWaived, Overtaken
from newsletter.languages import Language, Reading
from newsletter.staff.models import AuditEntry
from tests import factories
from tests.jobs import enqueued

pytestmark = pytest.mark.usefixtures("app")
NOON = dt.datetime(2024, 11, 11, 12, tzinfo=dt.UTC)
TUESDAY = dt.datetime(2024, 11, 12, 10)  # noqa: DTZ001 - local time, as a person writes it


@pytest.fixture(autouse=True)
def monday_noon() -> Iterator[None]:
    with time_machine.travel(NOON, tick=False):
        yield


def ready() -> Issue:
    return factories.issue(factories.commentary())


def locked() -> Issue:
    issue = ready()
    locking.lock(issue, by="nina")
    return issue


def scheduled() -> Issue:
    issue = locked()
    scheduling.schedule(issue, at=TUESDAY, zone="Europe/Warsaw", by="nina")
    return issue


def behind_our_back(issue: Issue, **changes: object) -> None:
    """What somebody else did, which the objects in our hands don't know."""
    changed = sa.update(Issue).where(Issue.id == issue.id).values(**changes)
    db.session.execute(changed.execution_options(synchronize_session=False))


def actions() -> list[tuple[str, str]]:
    return [(entry.staff_handle, entry.action) for entry in db.session.scalars(sa.select(AuditEntry))]


def test_locking_freezes_an_edition_for_each_reading() -> None:
    issue = locked()
    assert issue.state is IssueState.LOCKED
    assert {edition.reading for edition in issue.editions} == set(Reading)
    assert actions() == [("nina", "issue.locked")]


def test_an_issue_that_is_not_ready_is_not_locked_and_says_why() -> None:
    issue = factories.issue(factories.commentary(languages=(Language.EN,)))
    with pytest.raises(NotReady, match="2 things block it") as refusal:
        locking.lock(issue, by="nina")
    assert [finding.rule for finding in refusal.value.findings] == ["language", "language"]
    assert (issue.state, issue.editions) == (IssueState.ASSEMBLING, [])


def test_of_two_editors_who_lock_at_once_the_second_is_told() -> None:
    issue = ready()
    behind_our_back(issue, state=IssueState.LOCKED)
    with pytest.raises(Overtaken, match="as it is now"):
        locking.lock(issue, by="vera")
    assert issue.editions == []


def test_a_locked_issue_is_not_locked_again() -> None:
    with pytest.raises(NotAssembling):
        locking.lock(locked(), by="vera")


def test_unlocking_throws_the_editions_away() -> None:
    issue = locked()
    locking.unlock(issue, by="nina")
    assert issue.state is IssueState.ASSEMBLING
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Edition)) == 0


def test_an_issue_that_is_on_its_way_is_not_unlocked() -> None:
    with pytest.raises(Overtaken, match="scheduled"):
        locking.unlock(scheduled(), by="nina")


def test_a_schedule_is_kept_in_universal_time_and_its_release_is_queued() -> None:
    issue = scheduled()
    assert (issue.state, issue.generation) == (IssueState.SCHEDULED, 1)
    assert issue.release_at == dt.datetime(2024, 11, 12, 9, tzinfo=dt.UTC)
    assert enqueued() == ["release_issue"]


def test_what_is_rolled_back_is_not_queued() -> None:
    issue = locked()
    db.session.commit()
    scheduling.schedule(issue, at=TUESDAY, zone="Europe/Warsaw", by="nina")
    db.session.rollback()
    assert (issue.state, issue.generation, enqueued()) == (IssueState.LOCKED, 0, [])


def test_an_issue_is_scheduled_by_one_of_two_editors() -> None:
    issue = locked()
    behind_our_back(issue, state=IssueState.SCHEDULED, generation=1)
    with pytest.raises(Overtaken):
        scheduling.send(issue, by="vera")
    assert enqueued() == []


def test_an_issue_that_is_not_locked_is_neither_scheduled_nor_sent() -> None:
    issue = ready()
    with pytest.raises(Overtaken):
        scheduling.schedule(issue, at=TUESDAY, zone="Europe/Warsaw", by="nina")
    with pytest.raises(Overtaken):
        scheduling.send(issue, by="nina")
    assert enqueued() == []


def test_a_time_that_is_past_is_refused() -> None:
    with pytest.raises(BadTime, match="past"):
        scheduling.schedule(locked(), at=TUESDAY - dt.timedelta(days=1), zone="Europe/Warsaw", by="nina")


def test_a_withdrawn_release_never_fires() -> None:
    issue = scheduled()
    scheduling.withdraw(issue, by="nina")
    assert (issue.state, issue.release_at, issue.missed) == (IssueState.LOCKED, None, False)
    assert release.release(issue.id, 1) == []
    scheduling.schedule(issue, at=TUESDAY, zone="Europe/Warsaw", by="nina")
    assert release.release(issue.id, 1) == []
    assert issue.state is IssueState.SCHEDULED


def test_a_release_makes_the_issue_public_and_gives_its_editions() -> None:
    issue = scheduled()
    with time_machine.travel(NOON + dt.timedelta(hours=21), tick=False):
        assert release.release(issue.id, 1) == [edition.id for edition in issue.editions]
    assert issue.state is IssueState.SENDING
    assert issue.released_at == NOON + dt.timedelta(hours=21)


def test_a_release_that_is_repeated_gives_the_same_editions() -> None:
    issue = locked()
    scheduling.send(issue, by="nina")
    first = release.release(issue.id, 1)
    released_at = issue.released_at
    with time_machine.travel(NOON + dt.timedelta(hours=5), tick=False):
        assert release.release(issue.id, 1) == first
    assert issue.released_at == released_at


def test_a_release_that_comes_more_than_an_hour_late_asks_first() -> None:
    issue = scheduled()
    with time_machine.travel(NOON + dt.timedelta(hours=22, seconds=1), tick=False):
        assert release.release(issue.id, 1) == []
        assert (issue.state, issue.missed) == (IssueState.LOCKED, True)
        scheduling.send(issue, by="nina")
        assert len(release.release(issue.id, 2)) == 3
    assert issue.missed is False


def test_a_release_that_comes_an_hour_late_still_fires() -> None:
    issue = scheduled()
    with time_machine.travel(NOON + dt.timedelta(hours=22), tick=False):
        assert len(release.release(issue.id, 1)) == 3


def test_an_issue_that_is_leaving_can_not_be_withdrawn() -> None:
    issue = locked()
    scheduling.send(issue, by="nina")
    release.release(issue.id, 1)
    with pytest.raises(Overtaken, match="leaving"):
        scheduling.withdraw(issue, by="nina")


def test_an_issue_is_sent_when_its_mailings_are_through() -> None:
    issue = locked()
    states = []
    for step in (lambda: None, lambda: scheduling.send(issue, by="nina"), lambda: release.release(issue.id, 1)):
        step()
        release.finish(issue.id)
        db.session.refresh(issue)
        states.append(issue.state)
    assert states == [IssueState.LOCKED, IssueState.SCHEDULED, IssueState.SENT]


def test_a_waiver_needs_a_reason_and_a_text_that_lacks() -> None:
    issue = factories.issue(factories.commentary(languages=(Language.EN,)))
    with pytest.raises(NotWaived, match="Say why"):
        waivers.sign(issue, issue.entries[0], Language.BE, reason="  ", by="nina")
    with pytest.raises(NotWaived, match="approved"):
        waivers.sign(issue, issue.entries[0], Language.EN, reason="Why not", by="nina")


def test_a_waiver_that_is_there_takes_another_reason() -> None:
    issue = factories.issue(factories.commentary(languages=(Language.EN,)))
    for reason, by in (("A holiday.", "nina"), ("The translator is ill.", "vera")):
        waivers.sign(issue, issue.entries[0], Language.BE, reason=reason, by=by)
    db.session.expire_all()
    waiver = issue.entries[0].waivers[Language.BE]
    assert (waiver.reason, waiver.signed_by) == ("The translator is ill.", "vera")


def test_waivers_for_a_whole_issue_are_signed_where_a_text_lacks() -> None:
    issue = factories.issue(factories.commentary(languages=(Language.EN,)), factories.commentary())
    both = (Language.BE, Language.RU)
    assert waivers.sign_all(issue, both, reason="A holiday.", by="nina") == 2
    assert waivers.sign_all(issue, both, reason="A holiday.", by="nina") == 0
    locking.lock(issue, by="nina")
    assert actions().count(("nina", "waiver.signed")) == 2


def test_a_waiver_can_be_withdrawn_until_the_lock() -> None:
    issue = factories.issue(factories.commentary(languages=(Language.EN, Language.RU)))
    entry = issue.entries[0]
    waivers.sign(issue, entry, Language.BE, reason="A holiday.", by="nina")
    waivers.withdraw(issue, entry, Language.BE, by="vera")
    with pytest.raises(NotReady):
        locking.lock(issue, by="nina")
    assert ("vera", "waiver.withdrawn") in actions()
