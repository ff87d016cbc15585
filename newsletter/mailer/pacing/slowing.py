"""Answers that ask for patience: whom they are about, how slow it gets, and how it comes back."""

import datetime as dt
import re
from enum import StrEnum

from newsletter.mailer.smtp import Reply

SLOWEST = 1.0
"""Messages a second; slower would hold more up than it spares."""
CAREFUL = 10.0
"""Where a group without a limit, or a relay of which nothing was measured, starts from: halved at once."""
STAYS = dt.timedelta(minutes=15)
"""For how long it stays slow after the last such answer."""
DOUBLES = dt.timedelta(minutes=5)
"""Then the rate doubles at once, and again each time this has passed."""
DOUBLINGS = 6
"""After so many it counts as never slowed."""
ONE_COMPLAINT = dt.timedelta(seconds=10)
"""Answers within this time are one complaint: they were on their way when it was heeded."""

SHUTTING_DOWN = "4.3.2"
_RATE = re.compile(
    r"\brates?\b|rate-?limit|too (many|fast|much)|throttl|slow down|deferred due to user complaints", re.I
)
_GREYLISTED = re.compile(r"gr[ae]y-?list", re.I)


class Slowed(StrEnum):
    """Whom a server wants to hear less of: mails for this recipient's provider, or all of ours."""

    RECIPIENT = "recipient"
    RELAY = "relay"


def asked_by(reply: Reply, *, at_recipient: bool) -> Slowed | None:
    """None for what is about this one mailbox, or can't be helped by patience.

    Greylisting is about one reader at a time: it wants the next try, not fewer tries.
    """
    if reply.code // 100 != 4 or _is_no_complaint(reply):
        return None
    if reply.code in (451, 452) and reply.enhanced.startswith("4.3."):  # RFC 3463: the mail system that we speak to
        return Slowed.RELAY
    closed = reply.code == 421 and not reply.enhanced.startswith("4.4.")
    if closed or reply.enhanced.startswith("4.7.") or _RATE.search(reply.text):
        return Slowed.RECIPIENT if at_recipient else Slowed.RELAY
    return None


def _is_no_complaint(reply: Reply) -> bool:
    about_mailbox = reply.enhanced.startswith(("4.1.", "4.2."))
    return about_mailbox or reply.enhanced == SHUTTING_DOWN or bool(_GREYLISTED.search(reply.text))


def slower(rate: float) -> float:
    return max(SLOWEST, rate / 2)


def rate_now(
    limit: float | None, slowed_to: float | None, slowed_until: dt.datetime | None, now: dt.datetime
) -> float | None:
    """Messages a second; None is as many as it takes."""
    if slowed_to is None or slowed_until is None:
        return limit
    doublings = 0 if now < slowed_until else 1 + (now - slowed_until) // DOUBLES
    if doublings > DOUBLINGS:
        return limit
    rate: float = slowed_to * 2**doublings
    return rate if limit is None else min(rate, limit)


def is_new_complaint(slowed_until: dt.datetime | None, now: dt.datetime) -> bool:
    return slowed_until is None or now - (slowed_until - STAYS) >= ONE_COMPLAINT
