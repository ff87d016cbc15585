"""A newsroom with discreet letters, and what it calls itself: words that must not stand where they would be seen."""

import re

from newsletter.db import db
from newsletter.staff import settings

HOST = "notes.example.net"
THERE = f"https://{HOST}"
NAMES = {"en": "The Marsh Gazette", "be": "Балотны веснік", "ru": "Болотный вестник"}
TELLTALES = re.compile(
    r"marsh|gazette|балотн|веснік|болотн|вестник|weekly|newsletter|newsroom|masthead|belarus(?!ian)|беларус(?!к)|desk",
    re.IGNORECASE,
)


def set_up(**changes: object) -> None:
    settings.save(
        mastheads=NAMES,
        sender_names=NAMES,
        sender_address="letters@weekly.example.org",
        discreet_names={"en": "Notes", "be": "Нататкі", "ru": "Заметки"},
        discreet_address="notes@post.example.net",
        discreet_url=THERE,
        **changes,
    )
    db.session.commit()
