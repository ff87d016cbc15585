"""An issue's way to its readers begins: what will be sent is frozen, or is thrown away again.

Every step is a conditional UPDATE, so that of two people who take one at the same time only one does.
"""

import sqlalchemy as sa

from newsletter.db import db
from newsletter.issues.building.builder import must_be_assembling
from newsletter.issues.composing import editions
from newsletter.issues.examining.examination import examination
from newsletter.issues.models import Issue, IssueState
from newsletter.issues.refusals import NotReady, Overtaken
from newsletter.staff.models import record


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
