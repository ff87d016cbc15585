"""A finished message that only wants what differs per reader.

Rendering a mail for each reader takes milliseconds. Here everything is rendered, encoded and cut beforehand, and a
reader's own values are spliced in, inside base64 too. Dots at the start of a line need no stuffing: fields begin with
a name or a space, and base64 has no dot.
"""

import re
from binascii import a2b_base64, b2a_base64
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from html import escape
from typing import Self

from newsletter.letters.slots import MARKER, Slot

_LONGEST = 700
_BODY = re.compile(rb"text/(plain|html); charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n(.*?)--", re.DOTALL)
_MARKER = re.compile(MARKER.pattern.encode())
_MARKUP = b"&<>\"'"
_USUAL = bytes(set(range(0x20, 0x7F)).difference(_MARKUP))
"""What may stand in a value and means nothing in HTML."""

Values = Mapping[Slot, str]
Bytes = Mapping[Slot, bytes]


class UnfitValueError(ValueError):
    """A value that can't go into a header or a link. It isn't named: it may be a reader's address."""


class ByteTemplate:
    def __init__(self, message: bytes) -> None:
        self._message = message
        self._stretches = tuple(_stretches(message))

    @classmethod
    def of(cls, message: bytes) -> Self:
        """Of what `mime.message` wrote, or `to_bytes` gave."""
        return cls(message)

    def to_bytes(self) -> bytes:
        return self._message

    def splice(self, values: Values) -> bytes:
        """The message for one reader, as SMTP wants it after DATA, without the final dot.

        Values go in bare: an address, `id@domain`, a link without angle brackets. KeyError if one is missing;
        UnfitValueError if one is empty, longer than 700 characters, not printable or not ASCII.
        """
        bare = {slot: value.encode() for slot, value in values.items()}
        lengths = [*map(len, bare.values())]
        unusual = b"".join(bare.values()).translate(None, _USUAL)
        if min(lengths) == 0 or max(lengths) > _LONGEST or unusual.translate(None, _MARKUP):
            raise UnfitValueError(f"a value is empty, longer than {_LONGEST} characters, or not printable ASCII")
        escaped = {slot: escape(value).encode() for slot, value in values.items()} if unusual else bare
        pieces: list[bytes] = []
        for stretch in self._stretches:
            stretch.splice(bare, escaped, pieces)
        return b"".join(pieces)


def rewritten(message: bytes, change: Callable[[str], str]) -> bytes:
    """The same message with other words in its bodies; its fields and markers stay."""

    def body(found: re.Match[bytes]) -> bytes:
        before, after = found[0][: found.start(2) - found.start()], found[0][found.end(2) - found.start() :]
        return before + _base64(change(a2b_base64(found[2]).decode()).encode()) + after

    return _BODY.sub(body, message)


def _stretches(message: bytes) -> "Iterator[_Plain | _Encoded]":
    end = 0
    for body in _BODY.finditer(message):
        yield _Plain.of(message[end : body.start(2)])
        yield _Encoded.of(a2b_base64(body[2]), markup=body[1] == b"html")
        end = body.end(2)
    yield _Plain.of(message[end:])


def _cut(marked: bytes) -> tuple[bytes, list[tuple[Slot, bytes]]]:
    """What comes before the first slot, and each slot with what comes after it."""
    before, *rest = _MARKER.split(marked)
    return before, [(Slot(name.decode()), after) for name, after in zip(rest[::2], rest[1::2], strict=True)]


@dataclass(frozen=True)
class _Plain:
    """Fields and boundaries, which go as they are."""

    before: bytes
    gaps: tuple[tuple[Slot, bytes], ...]

    @classmethod
    def of(cls, marked: bytes) -> Self:
        before, gaps = _cut(marked)
        return cls(before, tuple(gaps))

    def splice(self, bare: Bytes, escaped: Bytes, pieces: list[bytes]) -> None:
        pieces.append(self.before)
        for slot, after in self.gaps:
            pieces += (bare[slot], after)


@dataclass(frozen=True)
class _Run:
    """Bytes as base64, but for the 0–2 at the end that don't fill a group of three."""

    encoded: bytes
    rest: bytes

    @classmethod
    def of(cls, text: bytes) -> Self:
        whole = len(text) - len(text) % 3
        return cls(_base64(text[:whole]), text[whole:])


@dataclass(frozen=True)
class _Gap:
    """A slot, the bytes after it that it may borrow, and what remains if it borrows none, one or two."""

    slot: Slot
    lent: bytes
    runs: tuple[_Run, _Run, _Run]


@dataclass(frozen=True)
class _Encoded:
    """A base64 body.

    Three bytes make four characters, so what follows a slot is encoded in one of three ways, by the length of the
    value modulo 3. All three are kept: the slot borrows the bytes that complete its last group from what follows.
    """

    before: _Run
    gaps: tuple[_Gap, ...]
    markup: bool

    @classmethod
    def of(cls, marked: bytes, *, markup: bool) -> Self:
        before, gaps = _cut(marked)
        cut = (_Gap(slot, after[:2], (_Run.of(after), _Run.of(after[1:]), _Run.of(after[2:]))) for slot, after in gaps)
        return cls(_Run.of(before), tuple(cut), markup)

    def splice(self, bare: Bytes, escaped: Bytes, pieces: list[bytes]) -> None:
        values, rest = escaped if self.markup else bare, self.before.rest
        pieces.append(self.before.encoded)
        for gap in self.gaps:
            group = rest + values[gap.slot]
            borrowed = -len(group) % 3
            group += gap.lent[:borrowed]
            # What follows may be too short to lend enough; then a rest waits for the next slot, or for the end.
            whole = len(group) - len(group) % 3
            run = gap.runs[borrowed]
            pieces += (_base64(group[:whole]), run.encoded)
            rest = group[whole:] + run.rest
        pieces.append(_base64(rest))


def _base64(text: bytes) -> bytes:
    """In lines of 76 characters, the most that RFC 2045 allows, each ended by CRLF."""
    encoded = b2a_base64(text, newline=False)
    if len(encoded) > 76:
        return b"".join([encoded[at : at + 76] + b"\r\n" for at in range(0, len(encoded), 76)])
    return encoded + b"\r\n" if encoded else b""
