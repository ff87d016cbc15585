"""What a mail that came back says. Pure, and ready for any bytes: whoever knows our address may write to it.

The return path in it names the delivery, signed; it is looked for anywhere, since each server quotes it elsewhere.
"""

import email
import logging
import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from email.message import Message
from enum import StrEnum

from flufl.bounce import all_failures

from newsletter.mailer.progress.reasons import Reason
from newsletter.mailer.reports.judging import GONE, is_for_good, reason_for

MOST = 128 * 1024
"""Bytes that are looked at: what a report says stands before the mail that it gives back."""

_RETURN_PATH = re.compile(rb"bounce\+([A-Za-z0-9_-]{43})@", re.IGNORECASE)
_LEAVING = re.compile(r"unsubscribe\+([A-Za-z0-9_-]{48})@", re.IGNORECASE)
_ADDRESSEES = ("Delivered-To", "X-Original-To", "Envelope-To", "To")
_OF_SIGNATURES = ("auth-failure", "dmarc")
"""Types that no reader chose: RFC 6591, and what some services call it."""
_WORDS = 4000

# It writes a line for each of its detectors, and what it met where one fails.
logging.getLogger("flufl.bounce").disabled = True


class Kind(StrEnum):
    BOUNCE = "bounce"
    REFUSAL = "refusal"
    """Nothing came back: the relay refused it at once."""
    COMPLAINT = "complaint"
    LEAVING = "leaving"


@dataclass(frozen=True)
class Heard:
    """`tokens` are claims, to be checked. `for_good`: the reader can't be reached any more."""

    kind: Kind
    tokens: tuple[str, ...]
    reason: Reason = Reason.OTHER
    status: str = ""
    for_good: bool = False


def heard(raw: bytes) -> Heard | None:
    """None where it says nothing that concerns us: an answer from somebody on holiday, a delay, a success."""
    raw = raw[:MOST]
    try:
        message = email.message_from_bytes(raw)
        return _leaving(message) or _heard(message, _tokens(raw))
    except (RecursionError, TypeError, ValueError, LookupError):
        return None  # Parts a thousand deep, half a parameter, no such charset: no server writes so.


def _leaving(message: Message) -> Heard | None:
    fields = (str(value) for name in _ADDRESSEES for value in message.get_all(name, []))
    tokens = tuple(token for field in fields for token in _LEAVING.findall(field))
    return Heard(Kind.LEAVING, tokens) if tokens else None


def _tokens(raw: bytes) -> tuple[str, ...]:
    """Also where quoted-printable broke the line within one."""
    found = _RETURN_PATH.findall(raw.replace(b"=\r\n", b"").replace(b"=\n", b""))
    return tuple(dict.fromkeys(token.decode() for token in found))


def _heard(message: Message, tokens: tuple[str, ...]) -> Heard | None:
    if not tokens:
        return None
    for part in message.walk():
        if part.get_content_type() == "message/feedback-report":
            return _complaint(_blocks(part), tokens)
        if part.get_content_type() in ("message/delivery-status", "message/global-delivery-status"):
            return _report(_blocks(part), tokens)
    return _unfashionable(message, tokens)


def _blocks(part: Message) -> list[Message]:
    payload = part.get_payload()
    return [block for block in payload if isinstance(block, Message)] if isinstance(payload, list) else []


def _complaint(blocks: Iterable[Message], tokens: tuple[str, ...]) -> Heard | None:
    """Of a type that we don't know it is one too (RFC 5965 section 3.2)."""
    feedback = next((_field(block, "Feedback-Type").lower() for block in blocks), "")
    if feedback == "not-spam":
        return None
    if feedback in _OF_SIGNATURES:
        return Heard(Kind.BOUNCE, tokens, Reason.UNPROVEN)
    return Heard(Kind.COMPLAINT, tokens)


def _report(blocks: list[Message], tokens: tuple[str, ...]) -> Heard | None:
    """Our mails have one recipient each. Where several are spoken of it was passed on, and the mildest word holds."""
    recipients = [block for block in blocks if block["Action"]]
    if not recipients or any(_field(block, "Action").lower() != "failed" for block in recipients):
        return None
    found = [_judged(_status(block), _field(block, "Diagnostic-Code"), tokens) for block in recipients]
    return min(found, key=lambda one: (one.for_good, one.reason in GONE))


def _unfashionable(message: Message, tokens: tuple[str, ...]) -> Heard | None:
    """A bounce in words alone: only where a program that knows such words finds somebody who wasn't reached."""
    with suppress(Exception):  # Its detectors expect well-formed mails, and differ in how they fail.
        later, for_good = all_failures(message)
        if later or for_good:
            words = " ".join(_texts(message))[:_WORDS]
            code = re.search(r"\b([45])\d\d\b|\b([45])\.\d+\.\d+", words)
            kind = next(filter(None, code.groups()), "5") if code else "5" if for_good else "4"
            return _judged(f"{kind}.0.0", words, tokens)
    return None


def _judged(status: str, words: str, tokens: tuple[str, ...]) -> Heard:
    reason = reason_for(status, words)
    return Heard(Kind.BOUNCE, tokens, reason, status, is_for_good(status, reason))


def _status(block: Message) -> str:
    found = re.match(r"[245]\.\d{1,3}\.\d{1,3}", _field(block, "Status"))
    return found[0] if found else ""


def _field(block: Message, name: str) -> str:
    return " ".join(str(block[name] or "").split())


def _texts(message: Message) -> Iterator[str]:
    for part in message.walk():
        if part.get_content_type() == "text/plain":
            payload = part.get_payload(decode=True)
            yield payload.decode("utf-8", "replace") if isinstance(payload, bytes) else ""
