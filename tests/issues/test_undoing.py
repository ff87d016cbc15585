"""Steps of building an issue, undone one by one."""

import datetime as dt

import pytest
import sqlalchemy as sa

from newsletter.db import db, now
from newsletter.issues import erasure
from newsletter.issues.beginning import starting
from newsletter.issues.building import builder, steps, waivers
from newsletter.issues.building.acts import Act
from newsletter.issues.building.steps import QUICKLY, next_steps, redo, step, undo
from newsletter.issues.models import BoxKind, Entry, EntryForm, Issue, IssueState
from newsletter.issues.refusals import NotAssembling, StepBetween
from newsletter.languages import Language
from newsletter.staff.models import AuditEntry, first_break
from tests import factories
from tests.issues.undo import as_stored, newest, undone

pytestmark = pytest.mark.usefixtures("app")


@pytest.fixture
def issue() -> Issue:
    return factories.issue(factories.commentary(), factories.commentary(languages=(Language.EN,)))


def take_out(issue: Issue, entry: Entry) -> None:
    with step(issue, Act.REMOVED, entry.commentary.title, by="nina"):
        builder.remove(issue, entry)


def set_subject(issue: Issue, subject: str, *, by: str = "nina") -> None:
    with step(issue, Act.WORDS, by=by):
        builder.set_words(issue, subjects={"en": subject}, preheaders={}, openings={}, closings={})


def test_an_entry_comes_back_with_its_form_place_and_waiver_as_it_was_signed(issue: Issue) -> None:
    first, second = issue.entries
    first.form = EntryForm.TEASER
    waivers.sign(issue, second, Language.RU, reason="A holiday", by="vera")
    builder.reorder(issue, [second.key, first.key])
    before = as_stored(issue)
    take_out(issue, issue.entries[0])
    undo(issue, newest(issue), by="nina")
    assert as_stored(issue) == before
    waiver = issue.entries[0].waivers[Language.RU]
    assert (waiver.reason, waiver.signed_by) == ("A holiday", "vera")


def test_what_is_in_another_issue_by_now_stays_out_and_is_named(issue: Issue) -> None:
    entry = issue.entries[1]
    piece = entry.commentary
    take_out(issue, entry)
    other = factories.issue()
    builder.add(other, piece)
    outcome = undo(issue, newest(issue), by="nina")
    assert outcome.left_out == [piece.title]
    assert [entry.commentary_id for entry in issue.entries] != [piece.id]
    assert [entry.commentary for entry in other.entries] == [piece]


def test_what_a_file_brings_into_the_issue_is_a_step_like_any_other(issue: Issue) -> None:
    before = as_stored(issue)
    imported = factories.commentary(section=factories.section("ruling-elite"))
    assert starting.add_imported(imported, by="command line") is issue
    assert issue.entries[0].commentary is imported
    undo(issue, newest(issue), by="nina")
    assert as_stored(issue) == before


def test_what_came_in_otherwise_stays_when_a_step_is_undone(issue: Issue) -> None:
    take_out(issue, issue.entries[0])
    other = factories.commentary()
    builder.add(issue, other)
    undo(issue, newest(issue), by="nina")
    assert other in [entry.commentary for entry in issue.entries]
    assert len(issue.entries) == 3


def test_a_waiver_that_was_signed_otherwise_stays_when_a_step_is_undone(issue: Issue) -> None:
    """By a command, which takes no steps."""
    set_subject(issue, "One")
    waivers.sign_all(issue, (Language.RU,), reason="A holiday", by="command line")
    undo(issue, newest(issue), by="nina")
    assert [list(entry.waivers) for entry in issue.entries] == [[], [Language.RU]]


def test_what_is_done_anew_cuts_off_what_was_undone(issue: Issue) -> None:
    set_subject(issue, "One", by="nina")
    set_subject(issue, "Two", by="vera")
    undo(issue, newest(issue), by="nina")
    assert undone(issue)
    set_subject(issue, "Three")
    assert next_steps(issue)[1] is None
    undo(issue, newest(issue), by="nina")
    assert issue.subjects == {"en": "One"}


def test_a_step_that_changed_nothing_is_none(issue: Issue) -> None:
    with step(issue, Act.ORDERED, by="nina"):
        builder.reorder(issue, [part.key for part in issue.parts])
    assert next_steps(issue) == (None, None)


def test_who_goes_on_with_the_same_at_once_takes_one_step(issue: Issue) -> None:
    before = issue.subjects
    for subject in ("A", "Ab", "Abc"):
        set_subject(issue, subject)
    undo(issue, newest(issue), by="nina")
    assert issue.subjects == before


def test_after_a_while_or_by_somebody_else_it_is_a_step_of_its_own(
    issue: Issue, monkeypatch: pytest.MonkeyPatch
) -> None:
    set_subject(issue, "One", by="nina")
    set_subject(issue, "Two", by="vera")
    later = now() + QUICKLY + dt.timedelta(seconds=1)
    monkeypatch.setattr(steps, "now", lambda: later)
    set_subject(issue, "Three", by="vera")
    for subject in ("Two", "One"):
        undo(issue, newest(issue), by="nina")
        assert issue.subjects == {"en": subject}


def test_moving_there_and_back_at_once_leaves_nothing_to_undo(issue: Issue) -> None:
    one, two = (part.key for part in issue.parts)
    for order in ([two, one], [one, two]):
        with step(issue, Act.ORDERED, by="nina"):
            builder.reorder(issue, order)
    assert next_steps(issue) == (None, None)


def test_a_step_that_is_no_longer_the_newest_is_not_undone(issue: Issue) -> None:
    set_subject(issue, "Ours", by="nina")
    ours = newest(issue)
    set_subject(issue, "Theirs", by="vera")
    with pytest.raises(StepBetween, match=r"the words of the mail were changed \(vera, \d\d:\d\d\)"):
        undo(issue, ours, by="nina")
    assert issue.subjects == {"en": "Theirs"}


def test_what_is_undone_already_cannot_be_undone_again(issue: Issue) -> None:
    set_subject(issue, "One")
    only = newest(issue)
    undo(issue, only, by="nina")
    with pytest.raises(StepBetween, match="There is nothing left to undo"):
        undo(issue, only, by="vera")


@pytest.mark.parametrize("state", [state for state in IssueState if state is not IssueState.ASSEMBLING])
def test_from_its_lock_on_nothing_of_an_issue_is_undone_or_done_again(issue: Issue, state: IssueState) -> None:
    set_subject(issue, "One", by="nina")
    set_subject(issue, "Two", by="vera")
    undo(issue, newest(issue), by="nina")
    issue.state = state
    for act, step_id in ((undo, newest(issue)), (redo, undone(issue))):
        with pytest.raises(NotAssembling):
            act(issue, step_id, by="nina")


def test_only_the_last_steps_are_kept(issue: Issue, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(steps, "KEPT", 4)
    for number in range(7):
        set_subject(issue, f"Subject {number}", by=f"editor {number}")
    for _n in range(4):
        undo(issue, newest(issue), by="nina")
    assert issue.subjects == {"en": "Subject 2"}
    assert next_steps(issue)[0] is None


def test_a_waiver_that_goes_or_comes_back_with_a_step_is_in_the_audit_log(issue: Issue) -> None:
    with step(issue, Act.WAIVED, by="vera"):
        waivers.sign(issue, issue.entries[1], Language.RU, reason="A holiday", by="vera")
    undo(issue, newest(issue), by="nina")
    redo(issue, undone(issue), by="nina")
    told = db.session.execute(sa.select(AuditEntry.staff_handle, AuditEntry.action).order_by(AuditEntry.id))
    assert [tuple(row) for row in told] == [
        ("vera", "waiver.signed"), ("nina", "waiver.withdrawn"), ("nina", "waiver.signed"),
    ]  # fmt: skip
    assert first_break() is None


def test_names_that_were_redacted_do_not_come_back_with_a_step(issue: Issue) -> None:
    set_subject(issue, "A talk with Yan Lipen")
    builder.put_box(issue, BoxKind.NOTE, words={"en": "Yan Lipen writes from Vilnius."})
    issue.closings = {"en": "Yan Lipen and the editors"}
    set_subject(issue, "Other words")
    erasure.forget([issue.entries[0].commentary_id], names=["Yan Lipen"])
    assert next_steps(issue) == (None, None)
    assert builder.box_of(issue, BoxKind.NOTE).words == {"en": "[…] writes from Vilnius."}  # type: ignore[union-attr]
    assert "Yan Lipen" not in str(as_stored(issue))
