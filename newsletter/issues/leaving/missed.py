"""Why a release that was due did not happen."""

import datetime as dt
from dataclasses import dataclass

from newsletter.commentaries.models import Commentary
from newsletter.issues.examining.examination import still_blocks
from newsletter.issues.leaving.release import FAILED, HELD, why_not
from newsletter.issues.models import Issue
from newsletter.issues.preflight import Finding


@dataclass(frozen=True)
class Missed:
    was_held: bool
    """By the preflight."""
    has_failed: bool
    """By a fault of ours; if neither, nothing was running to do it in time."""
    embargo: tuple[Commentary, dt.datetime] | None
    """What was not to be seen yet."""
    still: list[Finding]
    """What would hold it now."""


def why(issue: Issue) -> Missed | None:
    """None where no release was missed."""
    if not issue.missed or issue.release_at is None:
        return None
    last, embargo = why_not(issue), issue.held_until(issue.release_at)
    return Missed(last == HELD or embargo is not None, last == FAILED, embargo, still_blocks(issue))
