"""How the sending of an issue stands, in one word: from its mailings, or while it has none from the issue itself."""

import datetime as dt
from collections.abc import Sequence
from enum import StrEnum

from newsletter.issues.leaving import release
from newsletter.issues.models import Issue, IssueState
from newsletter.mailer.holding import holding
from newsletter.mailer.models import Mailing, MailingState
from newsletter.mailer.progress.mailing_report import UNDER_WAY
from newsletter.mailer.progress.ticks import hold


class Standing(StrEnum):
    ASSEMBLING = "assembling"
    LOCKED = "locked"
    """Neither sent nor scheduled, or not any more."""
    HELD = "held"
    """Its release was due, and the last check held it back."""
    FAILED = "failed"
    """Its release was due, and a fault of ours stopped it."""
    MISSED = "missed"
    """Its release was due, and nothing was running to do it in time."""
    ISSUE_CANCELLED = "issue_cancelled"
    STARTING = "starting"
    LEAVING = "leaving"
    WAITING = "waiting"
    """Something keeps every mailing that isn't through."""
    RETRYING = "retrying"
    """Each reader was tried once; some are tried again."""
    PAUSED = "paused"
    SENT = "sent"
    CANCELLED = "cancelled"


_NOT_RELEASED: dict[str | None, Standing] = {release.HELD: Standing.HELD, release.FAILED: Standing.FAILED}
_WITHOUT_MAILINGS = {
    IssueState.ASSEMBLING: Standing.ASSEMBLING,
    IssueState.LOCKED: Standing.LOCKED,
    IssueState.SCHEDULED: Standing.STARTING,
    IssueState.SENDING: Standing.STARTING,
    IssueState.SENT: Standing.SENT,
    IssueState.CANCELLED: Standing.ISSUE_CANCELLED,
}


def standing(issue: Issue, mailings: Sequence[Mailing], *, why_not: str | None = None) -> Standing:
    """Of these mailings of the issue; never RETRYING, which only their deliveries tell.

    `why_not`: what release.why_not() says of an issue that did not leave when it was due.
    """
    under_way = [mailing for mailing in mailings if mailing.state in UNDER_WAY]
    if under_way:
        return _of_under_way(under_way)
    if mailings:
        cancelled = all(mailing.state is MailingState.CANCELLED for mailing in mailings)
        return Standing.CANCELLED if cancelled else Standing.SENT
    if issue.missed:
        return _NOT_RELEASED.get(why_not, Standing.MISSED)
    return _WITHOUT_MAILINGS[issue.state]


def retry_at(mailings: Sequence[Mailing]) -> dt.datetime | None:
    """When the first of those that wait goes on by itself."""
    found = [holding(mailing) for mailing in mailings if mailing.state in UNDER_WAY]
    return min((each.until for each in found if each and each.until), default=None)


def _of_under_way(mailings: Sequence[Mailing]) -> Standing:
    if all(mailing.state is MailingState.PAUSED for mailing in mailings):
        return Standing.PAUSED
    return Standing.WAITING if all(map(hold, mailings)) else Standing.LEAVING
