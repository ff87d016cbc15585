"""A correction after the lock and before the release."""

import pytest
import sqlalchemy as sa

from newsletter.commentaries import review, writing
from newsletter.commentaries.models import Text
from newsletter.commentaries.verdicts import Verdict
from newsletter.db import db
from newsletter.issues.leaving import correcting, locking, release, scheduling
from newsletter.issues.models import Issue, IssueState
from newsletter.issues.refusals import NotReady, Overtaken
from newsletter.languages import EditionKey, Language, Reading
from newsletter.staff import settings
from newsletter.staff.models import AuditEntry
from tests import factories

pytestmark = pytest.mark.usefixtures("app")


def locked() -> Issue:
    issue = factories.issue(factories.commentary())
    locking.lock(issue, by="nina")
    return issue


def rewritten(issue: Issue, language: Language, words: str, *, approved: bool = True) -> Text:
    text = issue.entries[0].commentary.texts[language]
    body = factories.document(words)
    if text.source:
        body = factories.tied(body, text.source)
    writing.save(text, title=text.title, standfirst=text.standfirst, document=body, by=None)
    if approved:
        review.approve(text, by=None)
    return text


def details(action: str) -> dict[str, object]:
    chosen = sa.select(AuditEntry.details).where(AuditEntry.action == action).order_by(AuditEntry.id.desc())
    return db.session.scalars(chosen).first() or {}


def test_nothing_is_newer_than_what_has_just_been_frozen() -> None:
    assert correcting.newer(locked()) == correcting.Newer()


def test_words_approved_since_the_lock_are_shown_in_the_editions_that_lack_them() -> None:
    issue = locked()
    text = rewritten(issue, Language.RU, "Пункт пропуска перестроили осенью.")
    newer = correcting.newer(issue)
    assert newer.keys == (EditionKey(Reading.RU_BE),)
    assert (newer.approved, newer.unfinished) == ((text,), ())
    [(passage, keys)] = newer.passages.items()
    assert keys == newer.keys
    assert "<del>Летом пункт</del>" in passage


def test_a_verdict_that_was_changed_is_newer_too_in_every_edition() -> None:
    issue = locked()
    issue.entries[0].commentary.verdict = Verdict.WORSENED
    newer = correcting.newer(issue)
    assert set(newer.keys) == {EditionKey(reading) for reading in Reading}
    assert newer.approved == ()
    assert any("worse" in passage for passage in newer.passages)


def test_a_text_that_is_being_changed_is_waited_for() -> None:
    issue = locked()
    text = rewritten(issue, Language.EN, "Half a thought", approved=False)
    assert correcting.newer(issue) == correcting.Newer(unfinished=(text,))


def test_freezing_anew_puts_new_bytes_in_the_place_of_the_old_and_moves_nothing_else() -> None:
    issue = locked()
    scheduling.send(issue, by="nina")
    before, due = locking.digests(issue), issue.release_at
    rewritten(issue, Language.RU, "Пункт пропуска перестроили осенью.")
    correcting.freeze_anew(issue, version=1, by="vera")
    after = locking.digests(issue)
    assert [code for code in before if before[code] != after[code]] == ["ru-be"]
    assert (issue.version, issue.state, issue.release_at, issue.generation) == (2, IssueState.SCHEDULED, due, 1)
    assert "осенью" in next(edition.text for edition in issue.editions if edition.reading is Reading.RU_BE)
    assert correcting.newer(issue) == correcting.Newer()
    assert details("issue.corrected") == {"version": 2, "instead_of": before, "editions": after}
    assert release.release(issue.id, 1) == [edition.id for edition in issue.editions]


def test_what_the_preflight_finds_keeps_the_frozen_editions() -> None:
    issue = locked()
    before = locking.digests(issue)
    rewritten(issue, Language.EN, "Half a thought", approved=False)
    with pytest.raises(NotReady):
        correcting.freeze_anew(issue, version=1, by="vera")
    assert (locking.digests(issue), issue.version, issue.state) == (before, 1, IssueState.LOCKED)


def test_of_two_corrections_of_one_version_the_second_is_told() -> None:
    issue = locked()
    correcting.freeze_anew(issue, version=1, by="nina")
    with pytest.raises(Overtaken):
        correcting.freeze_anew(issue, version=1, by="vera")
    assert issue.version == 2


@pytest.mark.parametrize("state", [IssueState.ASSEMBLING, IssueState.SENDING, IssueState.SENT, IssueState.CANCELLED])
def test_what_has_left_or_is_not_frozen_is_not_frozen_anew(state: IssueState) -> None:
    issue = locked()
    issue.state = state
    with pytest.raises(Overtaken):
        correcting.freeze_anew(issue, version=1, by="vera")
    assert correcting.newer(issue) == correcting.Newer()


def test_a_new_sender_in_the_settings_holds_an_issue_until_it_is_frozen_anew() -> None:
    issue = locked()
    settings.save(sender_address="weekly@example.net")
    with pytest.raises(NotReady) as refusal:
        scheduling.send(issue, by="nina")
    assert [finding.rule for finding in refusal.value.findings] == ["edition-sender"] * 3
    newer = correcting.newer(issue)
    assert (len(newer.keys), newer.passages) == (3, {})
    correcting.freeze_anew(issue, version=1, by="nina")
    scheduling.send(issue, by="nina")
    assert issue.state is IssueState.SCHEDULED


def test_what_comes_between_after_the_scheduling_holds_the_release_back() -> None:
    issue = locked()
    scheduling.send(issue, by="nina")
    settings.save(sender_address="weekly@example.net")
    assert release.release(issue.id, 1) == []
    assert (issue.state, issue.missed) == (IssueState.LOCKED, True)
    assert details("issue.held") == {"rules": ["edition-sender"]}


def test_locking_and_unlocking_leave_the_digests_in_the_audit_log() -> None:
    issue = locked()
    frozen = {"editions": locking.digests(issue)}
    locking.unlock(issue, by="nina")
    assert details("issue.locked") == details("issue.unlocked") == frozen
    assert len(frozen["editions"]) == 3
