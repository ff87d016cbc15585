"""What forbids an issue to begin, or a week to be skipped."""

from flask_babel import gettext as _

from newsletter.issues.beginning.models import SkippedWeek
from newsletter.issues.models import Issue
from newsletter.issues.refusals import Refusal


class WeekTaken(Refusal):
    """A week has one weekly issue at a time: `issue`."""

    def __init__(self, issue: Issue) -> None:
        self.issue = issue
        super().__init__(_("There is issue %(number)s for this week already.", number=issue.number))


class WeekSkipped(Refusal):
    def __init__(self, skipped: SkippedWeek) -> None:
        self.week = skipped.week
        super().__init__(
            _(
                "%(name)s marked this week as skipped: %(reason)s. Take that back first.",
                name=skipped.by,
                reason=skipped.reason.rstrip("."),
            )
        )


class NotSkipped(Refusal):
    def __init__(self) -> None:
        super().__init__(_("This week isn’t skipped. Somebody may have been faster."))


class NotCancellable(Refusal):
    """Only what is assembled or locked can be cancelled."""

    def __init__(self, issue: Issue) -> None:
        says = {
            "scheduled": _("Issue %(number)s is scheduled. Withdraw its release first.", number=issue.number),
            "cancelled": _("Issue %(number)s is cancelled already.", number=issue.number),
        }
        left = _("Issue %(number)s has left: it can’t be cancelled any more.", number=issue.number)
        super().__init__(says.get(issue.state, left))


class NotCancelled(Refusal):
    def __init__(self, issue: Issue) -> None:
        super().__init__(_("Issue %(number)s isn’t cancelled. Somebody may have been faster.", number=issue.number))
