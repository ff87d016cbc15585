"""An issue composed for each reading and variant, and frozen so: what a preview shows is what is sent, byte by byte."""

import hashlib
import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from newsletter.db import db
from newsletter.issues.discreet import discreet_view
from newsletter.issues.editing import edition_view
from newsletter.issues.models import Edition, Issue
from newsletter.languages import EditionKey, Reading, Variant
from newsletter.letters.composing import compose_edition
from newsletter.letters.letter import Letter
from newsletter.letters.mime import message
from newsletter.letters.views import DiscreetView, EditionView
from newsletter.staff import settings

_PART_OR_END = re.compile(r'<td class="inner (?:(entry)|box|prose bottom)"')

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
    def digest(self) -> str:
        """SHA-256 of the template."""
        return hashlib.sha256(self.template).hexdigest()

    @property
    def entry_sizes(self) -> list[int]:
        """How many of those bytes each entry takes, in their order."""
        html = self.letter.html
        cuts = [(found[1] == "entry", found.start()) for found in _PART_OR_END.finditer(html)]
        return [len(html[at:end].encode()) for (is_entry, at), (_, end) in pairwise(cuts) if is_entry]


def keys() -> list[EditionKey]:
    """The editions that an issue has here, at the most."""
    return [EditionKey(reading, variant) for variant in settings.current().variants for reading in Reading]


def composed(issue: Issue, key: EditionKey, *, drafts: bool = False) -> Composed | None:
    """None if the issue has nothing for its readers."""
    view = _view(issue, key, drafts=drafts)
    if view is None:
        return None
    newsroom, letter = settings.current(), _letter(view)
    sender = newsroom.sender(key.variant, key.reading.first)
    domain = sender.address.rpartition("@")[2]
    discreet = key.variant is Variant.DISCREET
    template = message(
        letter,
        sender=sender,
        reply_to=newsroom.replies(key.variant),
        list_id=f"{key.reading}.{domain}",
        # It would tell the postmasters' statistics, and whoever looks into the mail, what kind of thing this is.
        feedback_id="" if discreet else f"{issue.number}:{key.code}:newsletter",
    )
    return Composed(letter, template)


def _view(issue: Issue, key: EditionKey, *, drafts: bool) -> EditionView | DiscreetView | None:
    if key.variant is Variant.DISCREET:
        bare = discreet_view(issue, key.reading, drafts=drafts)
        return bare if bare.entries else None
    view = edition_view(issue, key.reading, drafts=drafts)
    return view if view.entries else None


def approved(issue: Issue) -> dict[EditionKey, Composed]:
    """Every edition as it would be frozen now, whatever has been frozen before."""
    return {key: made for key in keys() if (made := composed(issue, key))}


def freeze(issue: Issue) -> None:
    """Keep every edition as it would be sent now."""
    issue.editions.extend(_row(key, made) for key, made in approved(issue).items())
    db.session.flush()


def _row(key: EditionKey, made: Composed) -> Edition:
    return Edition(
        reading=key.reading,
        variant=key.variant,
        subject=made.letter.subject,
        html=made.letter.html,
        text=made.letter.text,
        size=made.size,
        template=made.template,
        digest=made.digest,
    )


def every(issue: Issue) -> dict[EditionKey, Composed]:
    """The frozen editions, or while there are none what the issue would become, drafts included."""
    if issue.editions:
        return {edition.key: _thawed(edition) for edition in issue.editions}
    made = {key: composed(issue, key, drafts=True) for key in keys()}
    return {key: edition for key, edition in made.items() if edition}


def _thawed(edition: Edition) -> Composed:
    letter = Letter(edition.reading.first, edition.subject, edition.html, edition.text)
    return Composed(letter, edition.template)
