"""A letter as a message on the wire (RFC 5322, MIME), with markers where readers differ.

Written out by hand: it is always the same two base64 parts, and the standard library folds a long `<URL>` of a
`List-*` header into an RFC 2047 encoded word, which kills one-click unsubscription.
"""

import re
from base64 import encodebytes
from collections.abc import Iterator
from dataclasses import dataclass
from email.header import Header
from email.utils import formataddr

from newsletter.letters.letter import Letter
from newsletter.letters.slots import Slot, without_controls

# Constant, so that a letter always gives the same bytes; `=_` can't occur in base64.
_BOUNDARY = "=_letter"


@dataclass(frozen=True)
class Sender:
    name: str
    address: str

    @property
    def domain(self) -> str:
        return self.address.rpartition("@")[2]


def message(
    letter: Letter,
    *,
    sender: Sender,
    reply_to: str = "",
    list_id: str = "",
    unsubscribe_by_mail: bool = False,
    feedback_id: str = "",
    auto_submitted: bool = False,
) -> bytes:
    """`letter` as bytes for `ByteTemplate.of`.

    With a `list_id` (`be-ru.weekly.example.org`) it offers one-click unsubscription (RFC 8058): by the link of
    `Slot.LIST_UNSUBSCRIBE` and, where such mails are read, by one to `Slot.UNSUBSCRIBE_ADDRESS` (RFC 2369).
    `auto_submitted` is for answers to what a person just did, such as confirmations (RFC 3834).
    """
    fields = {
        "From": _mailbox(sender),
        "To": Slot.TO.marker,
        "Reply-To": _clean(reply_to),
        "Subject": _words(_clean(letter.subject), "Subject"),
        "Date": Slot.DATE.marker,
        "Message-ID": f"<{Slot.MESSAGE_ID.marker}>",
        "Content-Language": letter.language,
        "Auto-Submitted": "auto-generated" if auto_submitted else "",
        "Feedback-ID": _clean(feedback_id),
        **(_list_fields(_clean(list_id), unsubscribe_by_mail) if list_id else {}),
        "MIME-Version": "1.0",
        "Content-Type": f'multipart/alternative; boundary="{_BOUNDARY}"',
    }
    head = [f"{name}: {value}" for name, value in fields.items() if value]
    lines = [*head, "", *_part("plain", letter.text), *_part("html", letter.html), f"--{_BOUNDARY}--", ""]
    return "\r\n".join(lines).encode("ascii")


def _list_fields(list_id: str, unsubscribe_by_mail: bool) -> dict[str, str]:
    ways = [f"<{Slot.LIST_UNSUBSCRIBE.marker}>"]
    if unsubscribe_by_mail:
        ways.append(f"<mailto:{Slot.UNSUBSCRIBE_ADDRESS.marker}>")
    return {
        "List-Id": f"<{list_id}>",
        # Folded between the links only: inside one, a line end would belong to it.
        "List-Unsubscribe": ",\r\n ".join(ways),
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        # Nobody writes to all of its readers (RFC 2369): a program offers no such answer, and a filter sees a list.
        "List-Post": "NO",
    }


def _part(subtype: str, text: str) -> Iterator[str]:
    """Base64 always: quoted-printable makes Cyrillic 2.9 times as long, 8bit breaks the line limit of 998 bytes."""
    yield f"--{_BOUNDARY}"
    yield f"Content-Type: text/{subtype}; charset=utf-8"
    yield "Content-Transfer-Encoding: base64"
    yield ""
    yield from encodebytes(text.encode().replace(b"\n", b"\r\n")).decode("ascii").splitlines()


def _mailbox(sender: Sender) -> str:
    name, address = _clean(sender.name), _clean(sender.address)
    return formataddr((name, address)) if name.isascii() else f"{_words(name, 'From')} <{address}>"


def _words(text: str, field: str) -> str:
    """`text` as RFC 2047 encoded words where it needs them, folded."""
    plain = text.isascii() and "=?" not in text and max(map(len, text.split(" "))) < 70
    header = Header(text, "us-ascii" if plain else "utf-8", header_name=field)
    return header.encode(linesep="\r\n")


def _clean(value: str) -> str:
    """`value` on one line and without control characters: nothing that a person writes can start another field."""
    return re.sub(r"[ \t\r\n]+", " ", without_controls(value)).strip(" ")
