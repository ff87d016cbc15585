"""An issue that was a mistake: given up, and taken up again.

Nothing here commits. Whoever asks holds the issue (builder.numbered with `to_change`).
"""

from newsletter.db import db
from newsletter.issues.beginning.refusals import NotCancellable, NotCancelled
from newsletter.issues.beginning.skipping import in_turn, must_have_no_issue, must_not_be_skipped
from newsletter.issues.building import builder, placing, wording
from newsletter.issues.models import Issue, IssueState
from newsletter.staff.models import record

CANCELLABLE = (IssueState.ASSEMBLING, IssueState.LOCKED)


def must_be_cancellable(issue: Issue) -> None:
    """Raises NotCancellable."""
    if issue.state not in CANCELLABLE:
        raise NotCancellable(issue)


def cancel(issue: Issue, *, by: str) -> None:
    """It stays in the list; its commentaries are free for another one. Raises NotCancellable."""
    must_be_cancellable(issue)
    issue.state, issue.release_at = IssueState.CANCELLED, None
    issue.editions.clear()
    db.session.flush()
    record(by, "issue.cancelled", str(issue.number))


def reopen(issue: Issue, *, by: str) -> list[str]:
    """Take it up again. Returns the titles of what is in another issue by now, and therefore left out.

    Raises NotCancelled, WeekTaken or WeekSkipped.
    """
    if issue.state is not IssueState.CANCELLED:
        raise NotCancelled(issue)
    in_turn()
    if not issue.special:
        must_have_no_issue(issue.week)
        must_not_be_skipped(issue.week)
    gone = [entry for entry in issue.entries if not placing.is_free(entry.commentary)]
    titles = [entry.commentary.title for entry in gone]
    with wording.following_the_lead(issue):
        issue.state = IssueState.ASSEMBLING
        issue.entries = [entry for entry in issue.entries if entry not in gone]
        builder.arrange(issue, issue.parts)
    record(by, "issue.reopened", str(issue.number), left_out=len(gone))
    return titles
