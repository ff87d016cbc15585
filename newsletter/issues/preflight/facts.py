"""What the preflight looks at: an issue as plain values."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from newsletter.commentaries.hyperlinks import Hyperlink
from newsletter.housestyle.findings import Finding as StyleFinding
from newsletter.issues.outside.models import LinkState, RecordState
from newsletter.languages import EditionKey, Language, Variant, Words
from newsletter.translation.completeness import Completeness


@dataclass(frozen=True)
class TextFacts:
    """An entry in one language; `exists` is False where nobody has begun the text."""

    language: Language
    exists: bool
    approved: bool
    waived: bool
    withdrawn: bool
    title: str
    standfirst: str
    body: str
    only_pictures: bool
    """Whether all that its body has is pictures, which plain text can't show."""
    byline: str
    unnamed: tuple[str, ...]
    """Authors who have no name in this language, by the one that stands in for it."""
    alt: str
    credit: str
    pictures: tuple[tuple[str, str], ...]
    """The description and the credit of each picture in the text."""
    links: tuple[Hyperlink, ...]
    completeness: Completeness | None
    """None for what is no translation."""
    style: tuple[StyleFinding, ...]
    """What the house style says of it, in the order of the page."""
    place: str
    """The address of the page on which it is written."""

    @property
    def leaves(self) -> bool:
        """Whether this text goes out, or has to before the issue can."""
        return self.approved or not self.waived


@dataclass(frozen=True)
class EntryFacts:
    id: int
    title: str
    week: dt.date
    has_section: bool
    has_verdict: bool
    must_explain: bool
    """Whether the verdict departs from the one before, and the original doesn't say why."""
    has_photo: bool
    credit_href: str
    """Where the photo's credit leads; may be empty."""
    is_redacted: bool
    """Whether an author of it was redacted, so that it may leave without a name."""
    embargo: str
    """Until when it may not be seen, as people read it; empty once that is past."""
    too_early: bool
    """Whether the issue is due before that."""
    texts: tuple[TextFacts, ...]
    """One a language."""
    place: str

    @property
    def withdrawn(self) -> bool:
        """Everywhere, so that there is nothing of it to send."""
        there = [text for text in self.texts if text.exists]
        return bool(there) and all(text.withdrawn for text in there)


@dataclass(frozen=True)
class BoxFacts:
    name: str
    """What the desk calls its kind."""
    words: Words | None
    """None where it has none of its own to say."""
    href: str | None
    """None where it leads nowhere of its own."""
    earlier: "EarlierFacts | None"
    """None where it is about no earlier piece, or none is chosen."""
    is_empty: bool
    """Whether no edition shows it."""
    place: str


@dataclass(frozen=True)
class EarlierFacts:
    title: str
    is_public: bool
    """Whether readers find it on the site, in one language at the least."""
    withdrawn: bool


OFFLINE = "offline"
"""What a link's facts say where nothing could be looked up at all."""


@dataclass(frozen=True)
class LinkFacts:
    """What became of a link when the job last looked."""

    state: LinkState
    says: str
    """Why, in a word or an HTTP status; outside/looking.py has the list."""


@dataclass(frozen=True)
class SenderFacts:
    variant: Variant
    domain: str
    relays: tuple[str, ...]
    """The hosts that send for it; there may be none."""
    selector: str
    """Under which its DKIM key is published; may be empty."""
    looked_up: bool
    spf: RecordState
    dkim: RecordState
    dmarc: RecordState
    place: str
    key_line: str = ""
    """The DKIM record of a key that we sign with, or will; empty where the relay signs."""


@dataclass(frozen=True)
class EditionFacts:
    size: int
    """Bytes of HTML."""
    text: str
    betrayals: tuple[str, ...]
    """What would tell somebody who looks over a reader's shoulder; of a discreet one only."""
    is_intact: bool = True
    """Of a frozen one, whether its bytes are those that its digest was made of."""
    sender_holds: bool = True
    """Of a frozen one, whether it comes from where the settings say."""


@dataclass(frozen=True)
class IssueFacts:
    week: dt.date
    special: bool
    english_cards: bool
    subjects: Words
    preheaders: Words
    openings: Words
    closings: Words
    entries: tuple[EntryFacts, ...]
    boxes: tuple[BoxFacts, ...]
    editions: Mapping[EditionKey, EditionFacts]
    """Each that has anything in it."""
    links: Mapping[str, LinkFacts]
    """Those that have been looked at, by their address."""
    senders: tuple[SenderFacts, ...]
    discreet_url: str
    """Where the one link of a discreet mail leads; empty for the public name."""
    place: str
