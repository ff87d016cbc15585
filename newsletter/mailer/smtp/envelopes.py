"""What goes into a conversation with the relay, and what comes out of it."""

import re
import time
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum, auto
from typing import NamedTuple

from newsletter.mailer.smtp.replies import Reply

_LINE_END = re.compile(rb"\r\n|\r|\n")
_UNSAFE = re.compile(r"[\x00-\x20\x7f-\x9f\ud800-\udfff<>]")


@dataclass(frozen=True, slots=True)
class Envelope:
    """One message for one recipient. `data`: CRLF lines, dot-stuffed, ending in CRLF, without the final "."."""

    key: int
    sender: str
    recipient: str
    data: bytes

    def __post_init__(self) -> None:
        if not self.data.endswith(b"\r\n"):
            raise ValueError("the message must end with CRLF, or its final dot would not be seen")


@dataclass(frozen=True, slots=True)
class Later:
    """There is nothing to send for so many seconds, and then there may be."""

    seconds: float


class Outcome(StrEnum):
    """IN_DOUBT: the final dot may have gone out and no reply was read. NOT_HANDED: nobody has it, give it back."""

    ACCEPTED = auto()
    DEFERRED = auto()
    REFUSED = auto()
    NOT_HANDED = auto()
    IN_DOUBT = auto()


class Result(NamedTuple):
    """`at_recipient`: the reply was to RCPT, so it is about the recipient and not about us or the relay."""

    key: int
    outcome: Outcome
    reply: Reply | None
    at_recipient: bool = False


class Outbox:
    """What all connections of one delivery share: where envelopes come from, and whom to tell.

    An exception in a caller's function is kept in `failure`; nothing is taken after it.
    """

    def __init__(
        self,
        envelopes: Iterator[Envelope | Later],
        handed: Callable[[int], None],
        done: Callable[[Result], None],
        stopping: Callable[[], bool],
        turned_away: Callable[[Reply], None],
    ) -> None:
        self.failure: Exception | None = None
        self._envelopes, self._handed, self._done, self._stopping = envelopes, handed, done, stopping
        self._turned_away = turned_away
        self._returned: deque[Envelope] = deque()
        self._suspects: set[int] = set()
        self._not_before = 0.0

    def take(self) -> Envelope | Later | None:
        try:
            if self.failure or self._stopping():
                return None
            if self._returned:
                return self._returned.popleft()
            if self._not_before and (wait := self._not_before - time.monotonic()) > 0:
                return Later(wait)
            found = next(self._envelopes, None)
        except Exception as failure:
            self.failure = failure
            return None
        self._not_before = time.monotonic() + found.seconds if isinstance(found, Later) else 0.0
        return found

    def look_up(self) -> None:
        """Let the caller notice that it wants to stop, while no connection asks for anything."""
        try:
            self._stopping()
        except Exception as failure:
            self.failure = self.failure or failure

    def put_back(self, envelope: Envelope) -> None:
        self._returned.append(envelope)

    def take_back(self, envelope: Envelope, reply: Reply, *, served: bool) -> bool:
        """For another connection, after one was closed on it (421), unless the message is to blame.

        It is, for all that we can tell, once two were closed on it that had `served` no other.
        """
        if not served and envelope.key in self._suspects:
            return False
        if not served:
            self._suspects.add(envelope.key)
        self.put_back(envelope)
        try:
            self._turned_away(reply)
        except Exception as failure:
            self.failure = self.failure or failure
        return True

    def hand(self, envelope: Envelope) -> bool:
        """Say that the message is about to leave; false if that couldn't be noted down, and so it must not."""
        try:
            self._handed(envelope.key)
        except Exception as failure:
            self.failure = self.failure or failure
            return False
        return True

    def report(self, envelope: Envelope, outcome: Outcome, reply: Reply | None, *, at_recipient: bool = False) -> None:
        try:
            self._done(Result(envelope.key, outcome, reply, at_recipient))
        except Exception as failure:
            self.failure = self.failure or failure

    def report_rest(self) -> None:
        while self._returned:
            self.report(self._returned.popleft(), Outcome.NOT_HANDED, None)


def unwritable(envelope: Envelope, *, smtputf8: bool) -> Reply | None:
    """Our own refusal of an address that would break, or break into, the conversation."""
    for address, role, status in ((envelope.sender, "sender", "5.1.7"), (envelope.recipient, "recipient", "5.1.3")):
        if _UNSAFE.search(address):
            return Reply(553, status, f"Not sent: the {role}'s address holds a character that SMTP can't carry")
        if not (smtputf8 or address.isascii()):
            return Reply(553, "5.6.7", f"Not sent: the {role}'s address needs SMTPUTF8, which the relay doesn't offer")
    return None if envelope.recipient else Reply(553, "5.1.3", "Not sent: there is no recipient")


def dot_stuff(message: bytes) -> bytes:
    """Make a message fit for `Envelope.data` (RFC 5321 section 4.5.2); a bare CR or LF becomes CRLF, safe to relay."""
    lines = _LINE_END.sub(b"\r\n", message)
    if not lines.endswith(b"\r\n"):
        lines += b"\r\n"
    return (b"\r\n" + lines).replace(b"\r\n.", b"\r\n..")[2:]
