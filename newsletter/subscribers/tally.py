"""When a reader's mails have come back too often: counted by issue, since a weekly has no days to count. Pure.

Two numbers and a date are all that is kept.
"""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

HARD, APART = 2, dt.timedelta(days=6)
"""Issues that found nobody, so far apart, until a reader is taken off the list."""
SOFT = 5
"""Issues that found a full mailbox or a server that didn't answer, until the reader's letters are paused."""
FORGOTTEN = dt.timedelta(days=60)
"""Without a bounce for so long what was counted before means nothing any more."""


class Verdict(StrEnum):
    KEEP = "keep"
    PAUSE = "pause"
    SUPPRESS = "suppress"


@dataclass(frozen=True)
class Tally:
    """`on`: the day of the last issue that was counted."""

    hard: int = 0
    soft: int = 0
    on: dt.date | None = None

    def after(self, issue: dt.date, *, hard: bool) -> "Tally":
        """With another bounce: an issue counts once, and not at all if it came out before the last that did."""
        if self.on is None or issue - self.on > FORGOTTEN:
            return Tally(int(hard), int(not hard), issue)
        if issue - self.on < (APART if hard else dt.timedelta(days=1)):
            return self
        return Tally(self.hard + hard, self.soft + (not hard), issue)

    @property
    def verdict(self) -> Verdict:
        if self.hard >= HARD:
            return Verdict.SUPPRESS
        return Verdict.PAUSE if self.soft >= SOFT else Verdict.KEEP
