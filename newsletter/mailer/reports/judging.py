"""Why a mail came back, from its status (RFC 3463) and the server's words. Pure; the words go no further than here.

In doubt it is not about the reader: a list loses nothing by one try more, and a reader everything by one less.
"""

import re
from enum import StrEnum

from newsletter.mailer.progress.reasons import Reason, reason_of

GONE = frozenset({Reason.NO_MAILBOX, Reason.MAILBOX_OFF, Reason.NO_DOMAIN, Reason.BAD_ADDRESS})
AWAY = frozenset({Reason.MAILBOX_FULL, Reason.UNREACHABLE, Reason.COME_BACK, Reason.TROUBLE})


class Verdict(StrEnum):
    """What follows from a report that is genuine."""

    HARD = "hard"
    """The reader is gone: not mailed again after two issues."""
    SOFT = "soft"
    """Full or away: paused after five."""
    BLOCK = "block"
    """It is about us: nothing follows for the reader."""
    UNKNOWN = "unknown"
    """It doesn't say why: nothing follows."""
    COMPLAINT = "complaint"
    """Not mailed again."""
    LEAVING = "leaving"
    """Unsubscribed."""
    NONE = "none"
    """Nothing has failed, or not for all that it speaks of."""


_MOST = 1000
"""Characters of a server's words that are looked at."""
_STATUS = re.compile(r"(?<![\d.])[245]\.\d{1,3}\.\d{1,3}(?![\d.])")
_UNKNOWN = re.compile(
    r"unknown|not known|no such|not exist|doesn.t exist|does not have an|doesn.t have an|not found|not listed|"
    r"no longer (?:valid|available|in use)|unrouteable|nxdomain"
)
_DOUBTFUL = re.compile(
    r"(?:user|account|mailbox|recipient|address).{0,40}(?:unavailable|disabled|inactive|invalid|rejected)|"
    r"(?:invalid|inactive|disabled) (?:user|account|mailbox|recipient|address)"
)
_FULL = re.compile(r"quota|(?:mailbox|inbox|storage).{0,40}(?:full|exceed|limit)|insufficient .{0,10}storage")
_AGAINST_US = re.compile(
    r"spam|junk|bulk|unsolicited|black.?list|block.?list|blocked|\brbl\b|dnsbl|(?<!not )listed|reputation|policy|"
    r"\bspf\b|dkim|dmarc|authenticat|\bptr\b|reverse dns|\brdns\b|virus"
)


def reason_for(status: str, words: str) -> Reason:
    """`status` is that of the report, which says nothing where it ends in `.0.0`; `words` what the server said."""
    said = words[:_MOST].lower()
    exact = _exact(status, said)
    reason = reason_of(f"{exact[:1]}50 {exact}")
    if reason in GONE and _UNKNOWN.search(said):
        return reason
    if reason.is_ours or _AGAINST_US.search(said):
        return reason if reason.is_ours else Reason.POLICY
    if reason in GONE or reason is Reason.MAILBOX_FULL:
        return reason
    return _by_words(said) or reason


def is_for_good(status: str, reason: Reason) -> bool:
    """Whether the reader is gone; 4.x.x never says so."""
    return status.startswith("5") and reason in GONE


def verdict_of(reason: Reason, *, for_good: bool) -> Verdict:
    """Of a bounce."""
    if for_good:
        return Verdict.HARD
    if reason in GONE | AWAY:
        return Verdict.SOFT
    return Verdict.BLOCK if reason.is_ours or reason is Reason.TOO_MANY else Verdict.UNKNOWN


def _exact(status: str, said: str) -> str:
    """Many servers say more in their words than in the status."""
    if status and not status.endswith(".0.0"):
        return status
    named = _STATUS.search(said)
    return named[0] if named and named[0].startswith(status[:1]) else status


def _by_words(said: str) -> Reason | None:
    if _FULL.search(said):
        return Reason.MAILBOX_FULL
    return Reason.NO_MAILBOX if _UNKNOWN.search(said) or _DOUBTFUL.search(said) else None
