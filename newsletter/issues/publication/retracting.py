"""Issues that carry a commentary which is withdrawn, redacted or under embargo."""

from collections.abc import Sequence

import sqlalchemy as sa

from newsletter.commentaries import review
from newsletter.commentaries.models import Commentary, Text
from newsletter.commentaries.publication import embargo_of
from newsletter.commentaries.retraction import retract
from newsletter.db import db
from newsletter.issues.building import placing
from newsletter.issues.leaving import locking
from newsletter.issues.models import Issue, IssueState
from newsletter.languages import Words
from newsletter.staff.models import Staff

UNDER_WAY = (IssueState.LOCKED, IssueState.SCHEDULED)


def holding(commentary_ids: Sequence[int], *, to_change: bool = False) -> Sequence[Issue]:
    """Those that carry one of these and aren't cancelled.

    `to_change` makes who locks or releases one wait until we are through.
    """
    carry = Issue.id.in_(placing.carrying(commentary_ids))
    wanted = sa.select(Issue).where(carry, Issue.state != IssueState.CANCELLED).order_by(Issue.number)
    if to_change:
        wanted = wanted.with_for_update().execution_options(populate_existing=True)
    return db.session.scalars(wanted).all()


def take_back(commentary_ids: Sequence[int], *, by: str) -> None:
    """What is locked or scheduled is assembled anew; a mail that has left can't be called back."""
    for issue in holding(commentary_ids, to_change=True):
        if issue.state in UNDER_WAY:
            locking.take_back(issue, by=by)


def is_out(commentary: Commentary) -> bool:
    """Whether the public sees what is approved of it."""
    return not embargo_of(commentary) and any(issue.state.is_released for issue in holding([commentary.id]))


def withdraw(commentary: Commentary, texts: Sequence[Text], notes: Words, *, by: Staff) -> None:
    """These of its texts, each with the note that the public reads instead. Raises review.NotApproved."""
    # Whoever changes an issue waits for it before the audit log: the other way round is a deadlock.
    holding([commentary.id], to_change=True)
    review.hold(texts)
    for text in texts:
        review.withdraw(text, by=by, note=notes.get(text.language, ""))
    retract([commentary.id], by=by.handle)
