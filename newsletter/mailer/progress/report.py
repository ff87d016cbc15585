"""How the sending of an issue stands: all of its mailings at one moment."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from newsletter.addresses import GROUPS
from newsletter.issues.models import Issue
from newsletter.mailer.models import DeliveryState
from newsletter.mailer.progress.census import Row
from newsletter.mailer.progress.limits import Limits
from newsletter.mailer.progress.mailing_report import Counts, MailingReport
from newsletter.mailer.progress.refused import Refusals, by_answer
from newsletter.mailer.progress.sums import Sums
from newsletter.staff.relay_models import Relay


@dataclass(frozen=True)
class Report:
    """`at`: when its deliveries were counted."""

    issue: Issue
    at: dt.datetime
    mailings: tuple[MailingReport, ...]
    limits: Limits
    relays_out: tuple[Relay, ...] = ()
    """That get no mails until somebody mends them, while others take theirs."""
    why_not: str | None = None
    """What kept the issue from leaving when it was due, as the audit log names it."""

    @cached_property
    def editions(self) -> Sums:
        """A reader of the issue is counted here once, whatever is written to them about it afterwards."""
        return self._sums(None)

    @cached_property
    def stop_presses(self) -> tuple[Sums, ...]:
        """Each by itself, the latest first."""
        ids = {item.mailing.stop_press_id for item in self.mailings if item.mailing.stop_press_id}
        return tuple(self._sums(stop_press) for stop_press in sorted(ids, reverse=True))

    @property
    def is_leaving(self) -> bool:
        """Whether any numbers will still change."""
        return any(sums.is_leaving for sums in (self.editions, *self.stop_presses))

    @property
    def concerns(self) -> str:
        """What keeps which mailing, and which leave something to decide: whoever listens hears at once when it changes.

        There are no numbers in it, which change all the time.
        """
        concerned = [item for item in self.mailings if item.hold or item.doubts]
        return " ".join(f"{item.mailing.id}:{item.hold}:{bool(item.doubts)}" for item in concerned)

    @cached_property
    def groups(self) -> dict[str, Counts]:
        """What became of all deliveries to each group of providers; not of those whose rows are folded."""
        found = {group: dict.fromkeys(DeliveryState, 0) for group in GROUPS}
        for row in self._rows():
            for group, number in row.groups.items():
                found[group][row.state] += number
        return found

    @cached_property
    def refusals(self) -> list[Refusals]:
        """Of all mailings, the commonest first."""
        return by_answer(self._rows())

    def _sums(self, stop_press: int | None) -> Sums:
        chosen = tuple(item for item in self.mailings if item.mailing.stop_press_id == stop_press)
        return Sums(self.issue, self.at, chosen, self.limits, self.why_not)

    def _rows(self) -> Iterable[Row]:
        return (row for item in self.mailings for row in item.rows)
