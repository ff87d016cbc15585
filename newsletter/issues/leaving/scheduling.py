"""When a locked issue leaves: at a time, at once, or not yet after all."""

import datetime as dt

from flask_babel import gettext as _

from newsletter.background import MAILINGS, enqueue
from newsletter.db import now
from newsletter.issues.examining.examination import still_blocks
from newsletter.issues.leaving.clocks import moment
from newsletter.issues.leaving.locking import step
from newsletter.issues.models import Issue, IssueState
from newsletter.issues.refusals import BadTime, NotReady, Overtaken, UnderEmbargo
from newsletter.staff import moments
from newsletter.staff.models import record


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
