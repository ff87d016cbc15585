"""What several mailings of an issue come to together: those of its editions, or those of one stop-press."""

import datetime as dt
from collections import Counter
from dataclasses import dataclass
from functools import cached_property

from newsletter.issues.models import Issue, IssueState
from newsletter.mailer.models import DeliveryState, Mailing, MailingState
from newsletter.mailer.progress.curve import Curve, curve
from newsletter.mailer.progress.limits import Limits
from newsletter.mailer.progress.mailing_report import Answers, Counts, FirstReaders, MailingReport
from newsletter.mailer.progress.rate import Share, seconds_left, together
from newsletter.mailer.progress.standing import Standing, retry_at, standing


@dataclass(frozen=True)
class Sums:
    """`at`: when the deliveries were counted."""

    issue: Issue
    at: dt.datetime
    mailings: tuple[MailingReport, ...]
    limits: Limits
    why_not: str | None = None
    """What kept the issue from leaving when it was due, as the audit log names it."""

    @cached_property
    def counts(self) -> Counts:
        return {state: sum(item.counts[state] for item in self.mailings) for state in DeliveryState}

    @property
    def sent(self) -> int:
        return self.counts[DeliveryState.SENT]

    @property
    def waiting(self) -> int:
        return sum(item.waiting for item in self.mailings)

    @property
    def prepared(self) -> int:
        return sum(item.mailing.prepared for item in self.mailings)

    @property
    def with_readers(self) -> tuple[MailingReport, ...]:
        """Without those of editions that nobody has asked for."""
        return tuple(item for item in self.mailings if item.mailing.candidates) or self.mailings

    @property
    def candidates(self) -> int:
        return sum(item.mailing.candidates for item in self.mailings)

    @property
    def left_out(self) -> dict[str, int]:
        """By reason, the commonest first."""
        found = sum((Counter(item.mailing.excluded) for item in self.mailings), Counter[str]())
        return dict(found.most_common())

    @property
    def percent(self) -> int:
        """Of what came to its end; 100 only once everything has."""
        if not self.prepared:
            return 100 if self.issue.state is IssueState.SENT else 0
        return 100 * sum(item.done for item in self.mailings) // self.prepared

    @property
    def rate(self) -> float:
        return sum(item.rate for item in self.mailings)

    @property
    def seconds_left(self) -> float | None:
        """Until everybody was tried once; None while something waits or it can't be told."""
        going = [item for item in self.mailings if item.mailing.state is MailingState.SENDING]
        if len(going) < sum(item.is_under_way for item in self.mailings) or any(item.hold for item in going):
            return None
        queued = [row.groups for item in going for row in item.rows if row.state is DeliveryState.QUEUED]
        limits = self.limits.groups.items()
        shares = [Share(sum(groups[name] for groups in queued), limit.a_second) for name, limit in limits]
        return seconds_left(self.waiting, self.rate, shares)

    @property
    def ready_at(self) -> dt.datetime | None:
        return self.at + dt.timedelta(seconds=left) if (left := self.seconds_left) is not None else None

    @property
    def first(self) -> Answers | None:
        """Of the first readers of all mailings that have some."""
        each = [item.first for item in self.mailings if item.first]
        return Answers(sum(one.sent for one in each), sum(one.refused for one in each)) if each else None

    @property
    def first_readers(self) -> FirstReaders | None:
        """What concerns any of the mailings that have some: a failure first, then that answers are waited for."""
        found = {item.first_readers for item in self.mailings}
        return next((each for each in FirstReaders if each in found), None)

    @property
    def next_at(self) -> dt.datetime | None:
        return min((item.next_at for item in self.mailings if item.is_under_way and item.next_at), default=None)

    @property
    def curve(self) -> Curve | None:
        overall = self.limits.overall
        return curve(together([item.line for item in self.mailings]), overall.a_second if overall else None)

    @property
    def standing(self) -> Standing:
        found = standing(self.issue, self._mailings, why_not=self.why_not)
        return Standing.RETRYING if found is Standing.LEAVING and not self.waiting else found

    @property
    def retry_at(self) -> dt.datetime | None:
        return retry_at(self._mailings)

    @property
    def is_leaving(self) -> bool:
        """Whether the numbers will still change; a mailing that was paused may go on at any time."""
        return self.standing is Standing.STARTING or any(item.is_under_way for item in self.mailings)

    @property
    def _mailings(self) -> list[Mailing]:
        return [item.mailing for item in self.mailings]
