"""Whole letters as files: what a change of a template does to a mail is seen here, in the diff."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from newsletter.letters.bytetemplate import ByteTemplate
from newsletter.letters.mime import Sender, message
from tests.letters.samples import READER, letters

FOLDER = Path(__file__).parent

HEADS: dict[str, dict[str, Any]] = {
    "edition.be": {
        "sender": Sender("Прыкладны тыднёвік", "weekly@mail.example.org"),
        "reply_to": "editors@example.org",
        "list_id": "be-ru.mail.example.org",
        "feedback_id": "45:be-ru:newsletter",
    },
    "discreet.be": {
        "sender": Sender("Нататкі", "notes@notes.example.net"),
        "reply_to": "me@notes.example.net",
        "list_id": "be-ru.notes.example.net",
    },
}
"""Of the letters that are kept as whole messages too."""


def golden_files() -> Iterator[tuple[str, bytes]]:
    """Every golden file's name and what it should hold."""
    for name, letter in letters().items():
        seen = letter.filled(READER)
        yield f"{name}.html", seen.html.encode()
        yield f"{name}.txt", f"{seen.subject}\n\n{seen.text}".encode()
        if name in HEADS:
            marked = message(letter, **HEADS[name])
            yield f"{name}.eml", ByteTemplate.of(marked).splice(READER)
