"""What a mail that came back says. Pure, and ready for any bytes: whoever knows our address may write to it.

The return path in it names the delivery, signed; it is looked for anywhere, since each server quotes it elsewhere.
"""

import email
import logging
import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from email.errors import MessageError
from email.message import Message
from enum import StrEnum

from flufl.bounce import all_failures

from newsletter.mailer.progress.reasons import Reason
from newsletter.mailer.reports.judging import GONE, Verdict, is_for_good, reason_for, verdict_of
from newsletter.mailer.reports.parts import Feedback, Outcome, for_programs

MOST = 128 * 1024
"""Bytes that are looked at: what a report says stands before the mail that it gives back."""

_RETURN_PATH = re.compile(rb"bounce\+([A-Za-z0-9_-]{43})@", re.IGNORECASE)
_LEAVING = re.compile(r"unsubscribe\+([A-Za-z0-9_-]{48})@", re.IGNORECASE)
_ADDRESSEES = ("Delivered-To", "X-Original-To", "Envelope-To", "To")
_OF_SIGNATURES = ("auth-failure", "dmarc")
"""Types that no reader chose: RFC 6591, and what some services call it."""
_WORDS = 4000
UNREADABLE = (RecursionError, TypeError, ValueError, LookupError, AttributeError, MessageError)
"""Parts a thousand deep, half a parameter, no such charset: no server writes so."""

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

    @property
    def verdict(self) -> Verdict:
        match self.kind:
            case Kind.COMPLAINT:
                return Verdict.COMPLAINT
            case Kind.LEAVING:
                return Verdict.LEAVING
            case Kind.REFUSAL if self.reason is Reason.TROUBLE:
                return Verdict.UNKNOWN  # Who refuses at the door is our relay.
        return verdict_of(self.reason, for_good=self.for_good)


def heard(raw: bytes) -> Heard | None:
    """None where it says nothing that concerns us: an answer from somebody on holiday, a delay, a success."""
    found = said(raw)
    return found if found and found.tokens else None


def said(raw: bytes) -> Heard | None:
    """The same of a report about anybody's mail: it may name none of our return paths."""
    raw = raw[:MOST]
    try:
        message = email.message_from_bytes(raw)
        return _leaving(message) or _said(message, _tokens(raw))
    except UNREADABLE:
        return None


def _leaving(message: Message) -> Heard | None:
    fields = (str(value) for name in _ADDRESSEES for value in message.get_all(name, []))
    tokens = tuple(token for field in fields for token in _LEAVING.findall(field))
    return Heard(Kind.LEAVING, tokens) if tokens else None


def _tokens(raw: bytes) -> tuple[str, ...]:
    """Also where quoted-printable broke the line within one."""
    found = _RETURN_PATH.findall(raw.replace(b"=\r\n", b"").replace(b"=\n", b""))
    return tuple(dict.fromkeys(token.decode() for token in found))


def _said(message: Message, tokens: tuple[str, ...]) -> Heard | None:
    match for_programs(message):
        case Feedback() as feedback:
            return _complaint(feedback, tokens)
        case None:
            return _unfashionable(message, tokens)
        case outcomes:
            return _report(outcomes, tokens)


def _complaint(feedback: Feedback, tokens: tuple[str, ...]) -> Heard | None:
    """Of a type that we don't know it is one too (RFC 5965 section 3.2)."""
    if feedback.type == "not-spam":
        return None
    if feedback.type in _OF_SIGNATURES:
        return Heard(Kind.BOUNCE, tokens, Reason.UNPROVEN)
    return Heard(Kind.COMPLAINT, tokens)


def _report(outcomes: Sequence[Outcome], tokens: tuple[str, ...]) -> Heard | None:
    """Our mails have one recipient each. Where several are spoken of it was passed on, and the mildest word holds."""
    if not outcomes or not all(outcome.has_failed for outcome in outcomes):
        return None
    found = [judged(outcome.status, outcome.words, tokens) for outcome in outcomes]
    return min(found, key=lambda one: (one.for_good, one.reason in GONE))


def _unfashionable(message: Message, tokens: tuple[str, ...]) -> Heard | None:
    """A bounce in words alone: only where a program that knows such words finds somebody who wasn't reached."""
    later, for_good = not_reached(message)
    if not (later or for_good):
        return None
    words = " ".join(_texts(message))[:_WORDS]
    code = re.search(r"\b([45])\d\d\b|\b([45])\.\d+\.\d+", words)
    kind = next(filter(None, code.groups()), "5") if code else "5" if for_good else "4"
    return judged(f"{kind}.0.0", words, tokens)


def not_reached(message: Message) -> tuple[frozenset[bytes], frozenset[bytes]]:
    """Whom a bounce names that has no part for programs: those who may be reached later, and those who won't."""
    with suppress(Exception):  # Its detectors expect well-formed mails, and differ in how they fail.
        later, for_good = all_failures(message)
        return frozenset(later), frozenset(for_good)
    return frozenset(), frozenset()


def judged(status: str, words: str, tokens: tuple[str, ...] = ()) -> Heard:
    reason = reason_for(status, words)
    return Heard(Kind.BOUNCE, tokens, reason, status, is_for_good(status, reason))


def _texts(message: Message) -> Iterator[str]:
    for part in message.walk():
        if part.get_content_type() == "text/plain":
            payload = part.get_payload(decode=True)
            yield payload.decode("utf-8", "replace") if isinstance(payload, bytes) else ""
