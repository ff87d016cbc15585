"""An issue composed for each reading, and frozen so: what the preview shows is what is sent, byte for byte."""

import hashlib
import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from newsletter.db import db
from newsletter.issues.editing import edition_view
from newsletter.issues.models import Edition, Issue
from newsletter.languages import Reading
from newsletter.letters.composing import compose_edition
from newsletter.letters.letter import Letter
from newsletter.letters.mime import Sender, message
from newsletter.staff import settings

_ENTRY_OR_END = re.compile(r'<td class="inner (?:entry|prose bottom)"')

# Composing takes a tenth of a second and a page shows three editions. What is cached is a function of its key alone.
_letter = lru_cache(maxsize=32)(compose_edition)


@dataclass(frozen=True)
class Composed:
    """`letter` still has markers where readers differ; `template` is for ByteTemplate.of."""

    letter: Letter
    template: bytes

    @property
    def size(self) -> int:
        return len(self.letter.html.encode())

    @property
    def entry_sizes(self) -> list[int]:
        """How many of those bytes each entry takes, in their order."""
        html = self.letter.html
        cuts = [found.start() for found in _ENTRY_OR_END.finditer(html)]
        return [len(html[start:end].encode()) for start, end in pairwise(cuts)]


def composed(issue: Issue, reading: Reading, *, drafts: bool = False) -> Composed | None:
    """None if the issue has nothing for this reading."""
    view = edition_view(issue, reading, drafts=drafts)
    if not view.entries:
        return None
    newsroom, letter = settings.current(), _letter(view)
    domain = newsroom.sender_address.rpartition("@")[2]
    template = message(
        letter,
        sender=Sender(newsroom.sender_name(reading.first), newsroom.sender_address),
        reply_to=newsroom.reply_to,
        list_id=f"{reading}.{domain}",
        feedback_id=f"{issue.number}:{reading}:newsletter",
    )
    return Composed(letter, template)


def freeze(issue: Issue) -> None:
    """Keep every edition as it would be sent now."""
    for reading in Reading:
        if made := composed(issue, reading):
            issue.editions.append(_row(reading, made))
    db.session.flush()


def _row(reading: Reading, made: Composed) -> Edition:
    return Edition(
        reading=reading,
        subject=made.letter.subject,
        html=made.letter.html,
        text=made.letter.text,
        size=made.size,
        template=made.template,
        digest=hashlib.sha256(made.template).hexdigest(),
    )


def every(issue: Issue) -> dict[Reading, Composed]:
    """The frozen editions, or while there are none what the issue would become, drafts included."""
    if issue.editions:
        return {edition.reading: _thawed(edition) for edition in issue.editions}
    made = {reading: composed(issue, reading, drafts=True) for reading in Reading}
    return {reading: edition for reading, edition in made.items() if edition}


def _thawed(edition: Edition) -> Composed:
    letter = Letter(edition.reading.first, edition.subject, edition.html, edition.text)
    return Composed(letter, edition.template)
