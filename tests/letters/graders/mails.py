"""Every letter as the mail that leaves: with the head that its sender gives it, and a reader's own values."""

import hashlib
from typing import Any

from newsletter.letters.bytetemplate import ByteTemplate
from newsletter.letters.letter import Letter
from newsletter.letters.mime import Sender, message
from newsletter.letters.slots import Slot
from tests.letters.samples import READER, SENDERS, letters


def mails() -> dict[str, bytes]:
    return {name: _mail(name, letter) for name, letter in letters().items()}


def _mail(name: str, letter: Letter) -> bytes:
    template = ByteTemplate.of(message(letter, **_head(name.partition(".")[0], letter)))
    # As long as the mailer makes it.
    mark = hashlib.sha256(name.encode()).hexdigest()[:32]
    return template.splice({**READER, Slot.MESSAGE_ID: f"{mark}@mail.example.org"})


def _head(kind: str, letter: Letter) -> dict[str, Any]:
    """As issues.editions gives it to an edition, and mailer.post to a letter to one person."""
    if "discreet" in kind:
        head: dict[str, Any] = {
            "sender": Sender(SENDERS[letter.language], "notes@notes.example.net"),
            "reply_to": "me@notes.example.net",
        }
    else:
        head = {
            "sender": Sender(_WEEKLY[letter.language], "weekly@mail.example.org"),
            "reply_to": "editors@mail.example.org",
        }
    domain = head["sender"].address.partition("@")[2]
    if kind in ("edition", "stop_press"):
        return head | {"list_id": f"be-ru.{domain}", "feedback_id": "45:be-ru:newsletter"}
    if kind in ("discreet", "stop_press_discreet"):
        return head | {"list_id": f"be-ru.{domain}"}
    return head | {"auto_submitted": True}


_WEEKLY = {"en": "The Sample Weekly", "be": "Прыкладны тыднёвік", "ru": "Примерный еженедельник"}
