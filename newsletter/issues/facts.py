"""What the preflight looks at: an issue as plain values."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from newsletter.housestyle.findings import Finding as StyleFinding
from newsletter.languages import EditionKey, Language, Words
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
    byline: str
    unnamed: tuple[str, ...]
    """Authors who have no name in this language, by the one that stands in for it."""
    alt: str
    credit: str
    pictures: tuple[tuple[str, str], ...]
    """The description and the credit of each picture in the text."""
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
class IssueFacts:
    number: int
    week: dt.date
    subjects: Words
    preheaders: Words
    openings: Words
    entries: tuple[EntryFacts, ...]
    sizes: Mapping[EditionKey, int]
    """Bytes of HTML of each edition that has anything in it."""
    place: str
