"""An issue's way to its readers: locked, scheduled, released.

Every step is a conditional UPDATE, so that of two people who take one at the same time only one does.
"""

import datetime as dt

import sqlalchemy as sa
from flask_babel import gettext as _

from newsletter.background import MAILINGS, enqueue
from newsletter.db import db, now
from newsletter.issues import editions
from newsletter.issues.builder import must_be_assembling
from newsletter.issues.clocks import moment
from newsletter.issues.examining import examination, still_blocks
from newsletter.issues.models import Issue, IssueState
from newsletter.issues.refusals import BadTime, NotReady, Overtaken, UnderEmbargo
from newsletter.staff import moments
from newsletter.staff.models import record

TOO_LATE = dt.timedelta(hours=1)
"""A release that comes later than this, after downtime or in a restored copy, asks instead of firing."""
MAILER = "mailer"
"""Who acts, in the audit log, where nobody of the staff does."""
MISSED, HELD = "issue.missed", "issue.held"
"""In the audit log: why a release that was due didn't happen."""


def lock(issue: Issue, *, by: str) -> None:
    """Freeze the editions. Raises NotAssembling, NotReady with what blocks, or Overtaken."""
    must_be_assembling(issue)
    if blocking := examination(issue).blocking:
        raise NotReady(issue.number, blocking)
    step(issue, IssueState.ASSEMBLING, state=IssueState.LOCKED)
    editions.freeze(issue)
    record(by, "issue.locked", str(issue.number), editions=digests(issue))


def digests(issue: Issue) -> dict[str, str]:
    """Of its frozen editions, by their codes, as the audit log keeps them."""
    return {edition.key.code: edition.digest for edition in issue.editions}


def unlock(issue: Issue, *, by: str) -> None:
    """Undo the lock, and throw its editions away. Raises Overtaken."""
    _assemble_anew(issue, IssueState.LOCKED, "issue.unlocked", by=by)


def take_back(issue: Issue, *, by: str) -> None:
    """Undo the lock and the schedule too: something that is frozen in it holds no more. Raises Overtaken."""
    _assemble_anew(issue, issue.state, "issue.taken_back", by=by)


def _assemble_anew(issue: Issue, before: IssueState, action: str, *, by: str) -> None:
    step(issue, before, state=IssueState.ASSEMBLING, release_at=None)
    thrown_away = digests(issue)
    issue.editions.clear()
    db.session.flush()
    record(by, action, str(issue.number), editions=thrown_away)


def schedule(issue: Issue, *, at: dt.datetime, zone: str, by: str) -> None:
    """Release at `at` as the clocks of `zone` show it. Raises BadTime, UnderEmbargo, NotReady or Overtaken."""
    when = future_moment(at, zone)
    _release_at(issue, when, zone=zone)
    record(by, "issue.scheduled", str(issue.number), at=when.isoformat(), zone=zone)


def future_moment(at: dt.datetime, zone: str) -> dt.datetime:
    """Raises BadTime."""
    when = moment(at, zone)
    if when <= now():
        raise BadTime(_("This time is past. Choose a later one, or send the issue now."))
    return when


def send(issue: Issue, *, by: str) -> None:
    """Release as soon as the mailer takes it up. Raises UnderEmbargo, NotReady or Overtaken."""
    _release_at(issue, now(), zone=issue.zone)
    record(by, "issue.sent", str(issue.number))


def must_be_fit_to_leave(issue: Issue, when: dt.datetime) -> None:
    """Raises UnderEmbargo, or NotReady with what has come between since the lock."""
    if held := issue.held_until(when):
        piece, until = held
        raise UnderEmbargo(issue.number, piece.title, moments.moment(until), moments.moment(when))
    if blocking := still_blocks(issue):
        raise NotReady(issue.number, blocking)


def _release_at(issue: Issue, when: dt.datetime, *, zone: str) -> None:
    if issue.state is not IssueState.LOCKED:
        raise Overtaken(issue.number, issue.state.label)
    must_be_fit_to_leave(issue, when)
    generation = issue.generation + 1
    step(issue, IssueState.LOCKED, state=IssueState.SCHEDULED, release_at=when, zone=zone, generation=generation)
    enqueue(
        "release_issue",
        issue.id,
        generation,
        queue=MAILINGS,
        key=f"release-{issue.id}-{generation}",
        delay=(when - now()).total_seconds(),
    )


def withdraw(issue: Issue, *, by: str) -> None:
    """Take a release back, until the moment at which it happens. Raises Overtaken."""
    step(issue, IssueState.SCHEDULED, state=IssueState.LOCKED, release_at=None)
    record(by, "issue.withdrawn", str(issue.number))


def release(issue_id: int, generation: int) -> list[int]:
    """The ids of the editions to send; none for a release that was withdrawn, or that comes too late.

    None either where something has come between since it was scheduled: it is held back, and locked. Asked again for
    a release that it has begun, it gives the same ids.
    """
    issue = db.session.get(Issue, issue_id, with_for_update=True, populate_existing=True)
    if issue is None or issue.generation != generation:
        return []
    if issue.state is IssueState.SCHEDULED and _is_too_late(issue):
        # release_at stays: that is how the page knows that the release was missed.
        step(issue, IssueState.SCHEDULED, state=IssueState.LOCKED)
        record(MAILER, MISSED, str(issue.number))
    elif issue.state is IssueState.SCHEDULED and (rules := _held_by(issue)):
        step(issue, IssueState.SCHEDULED, state=IssueState.LOCKED)
        record(MAILER, HELD, str(issue.number), rules=rules)
    elif issue.state is IssueState.SCHEDULED:
        step(issue, IssueState.SCHEDULED, state=IssueState.SENDING, released_at=now())
        record(MAILER, "issue.released", str(issue.number))
    return [edition.id for edition in issue.editions] if issue.state is IssueState.SENDING else []


def _held_by(issue: Issue) -> list[str]:
    """The names of the rules that it would break by leaving now."""
    return ["embargo"] if issue.held_until(now()) else sorted({finding.rule for finding in still_blocks(issue)})


def _is_too_late(issue: Issue) -> bool:
    return issue.release_at is not None and now() - issue.release_at > TOO_LATE


def finish(issue_id: int) -> None:
    """Every mailing of the issue is through."""
    db.session.execute(
        sa.update(Issue).where(Issue.id == issue_id, Issue.state == IssueState.SENDING).values(state=IssueState.SENT)
    )


def step(issue: Issue, before: IssueState, **changes: object) -> None:
    """Change an issue that is still as we saw it. Raises Overtaken otherwise."""
    moved = db.session.execute(
        sa.update(Issue)
        .where(Issue.id == issue.id, Issue.state == before, Issue.generation == issue.generation)
        .values(**changes)
        .execution_options(synchronize_session=False)
    )
    db.session.refresh(issue, [*changes, "state"])
    if moved.rowcount != 1:  # type: ignore[attr-defined]
        raise Overtaken(issue.number, issue.state.label)
