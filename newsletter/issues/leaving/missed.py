"""Why a release that was due did not happen."""

import datetime as dt
from dataclasses import dataclass

import sqlalchemy as sa

from newsletter.commentaries.models import Commentary
from newsletter.db import db
from newsletter.issues.examining.examination import still_blocks
from newsletter.issues.leaving.release import HELD, MISSED
from newsletter.issues.models import Issue
from newsletter.issues.preflight import Finding
from newsletter.staff.models import AuditEntry


@dataclass(frozen=True)
class Missed:
    was_held: bool
    """By the preflight; otherwise nothing was running to do it in time."""
    embargo: tuple[Commentary, dt.datetime] | None
    """What was not to be seen yet."""
    still: list[Finding]
    """What would hold it now."""


def why(issue: Issue) -> Missed | None:
    """None where no release was missed."""
    if not issue.missed or issue.release_at is None:
        return None
    told = AuditEntry.subject == str(issue.number), AuditEntry.action.in_([MISSED, HELD])
    last = db.session.scalar(sa.select(AuditEntry.action).where(*told).order_by(AuditEntry.id.desc()).limit(1))
    embargo = issue.held_until(issue.release_at)
    return Missed(last == HELD or embargo is not None, embargo, still_blocks(issue))
