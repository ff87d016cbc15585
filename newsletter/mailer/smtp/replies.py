"""What an SMTP server says, read line by line as it arrives (RFC 5321 section 4.2, RFC 3463)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

TEXT_LIMIT = 500
# The RFC allows 512 octets a line; real servers are more talkative, and only an endless line is hostile.
LINE_LIMIT = 4096
LINES_LIMIT = 100

_LINE = re.compile(rb"([2-5][0-9][0-9])(?:([ -])(.*))?", re.DOTALL)
_ENHANCED = re.compile(r"([245]\.[0-9]{1,3}\.[0-9]{1,3})(?:\s+|$)")
_ADDRESS = re.compile(r"""[^\s<>()\[\]"',;:]+(?:@|%40)[^\s<>()\[\]"',;:]+""", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Reply:
    """One whole reply. `enhanced` is the RFC 3463 status ("5.1.1") or ""; addresses are blotted out of `text`."""

    code: int
    enhanced: str
    text: str

    @property
    def codes(self) -> str:
        """Without the words, which may quote an address in ways that nobody foresees."""
        return f"{self.code} {self.enhanced}".strip()

    def __str__(self) -> str:
        return f"{self.codes} {self.text}".strip()


class MalformedReply(Exception):
    """The server's words aren't SMTP, or make no sense where they stand: nothing after them can be trusted."""


class ReplyReader:
    """Cuts a stream into replies. `lines` keeps the texts of the reply that was yielded last, for EHLO."""

    def __init__(self) -> None:
        self.lines: tuple[bytes, ...] = ()
        self._rest = b""
        self._unread = 0
        self._code = b""
        self._texts: list[bytes] = []

    @property
    def is_between_replies(self) -> bool:
        """Whether nothing has come after the reply that was yielded last."""
        return not (self._rest or self._texts or self._unread)

    def feed(self, data: bytes) -> Iterator[Reply]:
        """Yield each reply that `data` completes; raises MalformedReply, after the good ones before it."""
        *lines, self._rest = (self._rest + data).split(b"\n")
        self._unread = len(lines)
        for line in lines:
            self._unread -= 1
            if not self._texts and (known := _alone(line)):
                self.lines, reply = known
                yield reply
            elif self._is_last(line):
                self.lines, self._texts = tuple(self._texts), []
                yield _reply(int(self._code), self.lines)
        if len(self._rest) > LINE_LIMIT:
            raise MalformedReply("a line without an end")

    def _is_last(self, line: bytes) -> bool:
        found = _LINE.fullmatch(line.rstrip(b"\r"))
        if found is None or len(line) > LINE_LIMIT:
            raise MalformedReply("a line that is no reply")
        code, hyphen, text = found.groups(b"")
        if (self._texts and code != self._code) or len(self._texts) == LINES_LIMIT:
            raise MalformedReply("lines that don't belong to one reply")
        self._code = code
        self._texts.append(text)
        return hyphen != b"-"


# Servers repeat themselves: of the four replies to a message three are the same every time.
@lru_cache(maxsize=256)
def _alone(line: bytes) -> tuple[tuple[bytes, ...], Reply] | None:
    """The whole reply that a line is; None where it isn't, or nothing that makes sense."""
    found = _LINE.fullmatch(line.rstrip(b"\r"))
    if found is None or len(line) > LINE_LIMIT or found[2] == b"-":
        return None
    lines = (found[3] or b"",)
    return lines, _reply(int(found[1]), lines)


def _reply(code: int, lines: tuple[bytes, ...]) -> Reply:
    texts = [line.decode("utf-8", "replace") for line in lines]
    statuses = [_ENHANCED.match(text) for text in texts]
    enhanced = statuses[-1].group(1) if statuses[-1] else ""
    words = " ".join(text[status.end() :] if status else text for text, status in zip(texts, statuses, strict=True))
    if not words.isprintable():
        words = "".join(letter if letter.isprintable() else " " for letter in words)
    return Reply(code, enhanced, _ADDRESS.sub("…", words).strip()[:TEXT_LIMIT])
