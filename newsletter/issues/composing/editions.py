"""An issue composed for each reading and variant, and frozen so: what a preview shows is what is sent, byte by byte."""

import hashlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from newsletter.db import db
from newsletter.issues.composing.boxes import Verdicts, earlier_verdicts
from newsletter.issues.composing.discreet import discreet_view
from newsletter.issues.composing.editing import edition_view
from newsletter.issues.composing.models import Edition
from newsletter.issues.models import Issue
from newsletter.languages import EditionKey, Reading, Variant
from newsletter.letters.composing import compose_edition, weight
from newsletter.letters.letter import Letter
from newsletter.letters.mime import message
from newsletter.letters.slots import Slot
from newsletter.letters.views import DiscreetView, EditionView
from newsletter.staff import settings

LINK_LENGTH = 200
"""Characters that are set aside for each link of a reader's own: an edition is never larger than is said of it."""

# Composing takes a tenth of a second and a page shows six editions. What is cached is a function of its key alone.
_measured = lru_cache(maxsize=64)(compose_edition)
_LONGEST = dict.fromkeys(Slot, "x" * LINK_LENGTH)


@dataclass(frozen=True)
class Composed:
    """`letter` still has markers where readers differ; `template` is for ByteTemplate.of."""

    letter: Letter
    template: bytes
    part_sizes: Mapping[str, int] = field(default_factory=dict)
    """How many bytes of the HTML each part takes, by its key in Issue.parts; not known of what is frozen."""

    @property
    def size(self) -> int:
        """Bytes of the HTML at the most, as it comes to a reader."""
        return weight(self.letter.filled(_LONGEST).html)

    @property
    def digest(self) -> str:
        """SHA-256 of the template."""
        return hashlib.sha256(self.template).hexdigest()


def keys() -> list[EditionKey]:
    """The editions that an issue has here, at the most."""
    return [EditionKey(reading, variant) for variant in settings.current().variants for reading in Reading]


def composed(
    issue: Issue,
    key: EditionKey,
    *,
    drafts: bool = False,
    earlier: Verdicts | None = None,
    teasers: Collection[str] = (),
) -> Composed | None:
    """None if the issue has nothing for its readers. Raises Indiscreet.

    `teasers` are the keys of entries that are taken for such, whatever they are.
    """
    view = _view(issue, key, drafts, earlier, teasers)
    if not view.entries:
        return None
    made = _measured(view)
    return Composed(made.letter, message_to(issue, key, made.letter), made.part_sizes)


def message_to(issue: Issue, key: EditionKey, letter: Letter) -> bytes:
    """`letter` as a message to readers of `key`, from the sender that they know; for ByteTemplate.of."""
    newsroom = settings.current()
    sender = newsroom.sender(key.variant, key.reading.first)
    discreet = key.variant is Variant.DISCREET
    return message(
        letter,
        sender=sender,
        reply_to=newsroom.replies(key.variant),
        unsubscribe_by_mail=newsroom.reads_reports,
        list_id=f"{key.reading}.{sender.domain}",
        # It would tell the postmasters' statistics, and whoever looks into the mail, what kind of thing this is.
        feedback_id="" if discreet else f"{issue.number}:{key.code}:newsletter",
    )


def _view(
    issue: Issue, key: EditionKey, drafts: bool, earlier: Verdicts | None, teasers: Collection[str]
) -> EditionView | DiscreetView:
    if key.variant is Variant.DISCREET:
        return discreet_view(issue, key.reading, drafts=drafts)
    return edition_view(issue, key.reading, drafts=drafts, earlier=earlier).with_teasers(teasers)


def approved(issue: Issue) -> dict[EditionKey, Composed]:
    """Every edition as it would be frozen now, whatever has been frozen before."""
    return _each(issue, drafts=False)


def _each(issue: Issue, *, drafts: bool) -> dict[EditionKey, Composed]:
    earlier = earlier_verdicts(issue)
    made = {key: composed(issue, key, drafts=drafts, earlier=earlier) for key in keys()}
    return {key: edition for key, edition in made.items() if edition}


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
    return _each(issue, drafts=True)


def shortened(issue: Issue, teasers: Collection[str]) -> dict[EditionKey, Composed]:
    """What the standard editions would become if these entries were teasers, drafts included."""
    earlier = earlier_verdicts(issue)
    wanted = [EditionKey(reading) for reading in Reading]
    made = {key: composed(issue, key, drafts=True, earlier=earlier, teasers=teasers) for key in wanted}
    return {key: edition for key, edition in made.items() if edition}


def _thawed(edition: Edition) -> Composed:
    letter = Letter(edition.reading.first, edition.subject, edition.html, edition.text)
    return Composed(letter, edition.template)
