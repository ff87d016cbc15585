"""The release of an issue when its time has come, or why it doesn't happen."""

import datetime as dt

import sqlalchemy as sa

from newsletter.db import db, now
from newsletter.issues.examining.examination import still_blocks
from newsletter.issues.leaving.locking import step
from newsletter.issues.models import Issue, IssueState
from newsletter.staff.models import AuditEntry, record

TOO_LATE = dt.timedelta(hours=1)
"""A release that comes later than this, after downtime or in a restored copy, asks instead of firing."""
MAILER = "mailer"
"""Who acts, in the audit log, where nobody of the staff does."""
MISSED, HELD, FAILED = "issue.missed", "issue.held", "issue.failed"
"""In the audit log: why a release that was due didn't happen."""


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


def give_up(issue_id: int, generation: int) -> None:
    """After a fault of ours, at which trying again wouldn't help: it asks, as one that was missed."""
    issue = db.session.get_one(Issue, issue_id, with_for_update=True, populate_existing=True)
    if issue.state is IssueState.SCHEDULED and issue.generation == generation:
        step(issue, IssueState.SCHEDULED, state=IssueState.LOCKED)
        record(MAILER, FAILED, str(issue.number))


def why_not(issue: Issue) -> str | None:
    """MISSED, HELD or FAILED for one whose release was due and didn't happen."""
    if not issue.missed:
        return None
    told = AuditEntry.subject == str(issue.number), AuditEntry.action.in_([MISSED, HELD, FAILED])
    return db.session.scalar(sa.select(AuditEntry.action).where(*told).order_by(AuditEntry.id.desc()).limit(1))


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
