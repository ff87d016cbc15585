"""What a mail says that came back, spelt out for whoever looks at it. Pure, and ready for any bytes.

Addresses are told as recipients and nowhere else, and of a server's words only what was made of them.
"""

import email
from email.message import Message
from typing import Any

from newsletter.mailer.progress.reasons import Reason
from newsletter.mailer.reports.judging import Verdict
from newsletter.mailer.reports.parts import Feedback, Outcome, addresses, for_programs
from newsletter.mailer.reports.reading import MOST, UNREADABLE, Heard, Kind, judged, not_reached

NOTICE = "notice"
"""Of a report that says of nobody that a mail failed: it is late, it arrived, or the reader likes it."""
_ACTIONS = ("failed", "delayed", "delivered", "relayed", "expanded")

Facts = dict[str, Any]


def facts(raw: bytes, found: Heard | None) -> Facts:
    """`found` is what reading.said makes of it."""
    try:
        message = email.message_from_bytes(raw[:MOST])
        part = for_programs(message)
        return {
            "kind": _kind(part, found),
            "recipients": _recipients(message, part, found),
            "verdict": found.verdict if found else Verdict.NONE,
            "status": found.status if found else "",
            "reason": _reason(found),
            "outcomes": [_outcome(one) for one in part] if isinstance(part, list) else [],
        }
    except UNREADABLE:
        return {"kind": None, "recipients": [], "verdict": Verdict.NONE, "status": "", "reason": None, "outcomes": []}


def _kind(part: Feedback | list[Outcome] | None, found: Heard | None) -> str | None:
    """A bounce is one also where it reached some of whom it speaks, and nothing follows."""
    if found:
        return found.kind
    if isinstance(part, list) and any(outcome.has_failed for outcome in part):
        return Kind.BOUNCE
    return NOTICE if part else None


def _recipients(message: Message, part: Feedback | list[Outcome] | None, found: Heard | None) -> list[str]:
    """Whom it is about: those who weren't reached, if there are any."""
    if found and found.kind is Kind.LEAVING:
        return []
    if isinstance(part, Feedback):
        return list(part.recipients or addresses(_given_back(message)))
    if part is not None:
        failed = [outcome for outcome in part if outcome.has_failed]
        return list(dict.fromkeys(outcome.recipient for outcome in failed or part if outcome.recipient))
    later, for_good = not_reached(message) if found else (frozenset(), frozenset())
    return list(addresses([address.decode("ascii", "replace") for address in sorted(for_good | later)]))


def _given_back(message: Message) -> list[object]:
    """To whom the mail went that is complained of."""
    for part in message.walk():
        inside = part.get_payload(0) if part.is_multipart() else None
        if part.get_content_type() == "message/rfc822" and isinstance(inside, Message):
            return list(inside.get_all("To", []))
        if part.get_content_type() == "text/rfc822-headers":
            return list(email.message_from_string(str(part.get_payload())).get_all("To", []))
    return []


def _outcome(outcome: Outcome) -> Facts:
    found = judged(outcome.status, outcome.words) if outcome.has_failed else None
    return {
        "recipient": outcome.recipient,
        "action": outcome.action if outcome.action in _ACTIONS else "",
        "status": outcome.status,
        "reason": _reason(found),
        "verdict": found.verdict if found else Verdict.NONE,
    }


def _reason(found: Heard | None) -> Reason | None:
    return found.reason if found and found.kind is Kind.BOUNCE else None
