"""What the template of an edition is given: words and links, everything decided."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from textwrap import shorten
from typing import ClassVar, Literal

from newsletter.languages import Language, Reading

PREHEADER_LENGTH = 140
VerdictKind = Literal["improved", "unchanged", "worsened"]


@dataclass(frozen=True)
class VerdictLine:
    """A section in the situation table."""

    section: str
    mark: str
    words: str
    """Two or three: they stay on one line."""
    kind: VerdictKind
    before: str = ""
    """How it was found the last time, in as many words, where that was otherwise."""


@dataclass(frozen=True)
class PhotoView:
    url: str
    alt: str
    credit: str
    caption: str
    width: int
    """Pixels of the file, as is the height; the letter scales it down to its column."""
    height: int
    credit_href: str = ""
    """Where the credit leads."""


@dataclass(frozen=True)
class EntryView:
    """`section`, `verdict_words`, `label` and `other_label` are in the edition's language, the rest in `language`."""

    part: ClassVar = "entry"
    key: str
    """Which part of its issue it is; so it is with the others."""
    language: Language
    section: str
    title: str
    verdict_kind: VerdictKind | Literal[""]
    mark: str
    verdict_words: str
    byline: str
    photo: PhotoView | None
    standfirst: str
    body_html: str
    """Safe markup: h3, h4, p, ul, ol, li, blockquote, hr, a, strong, em, div.callout, img.photo, p.small."""
    body_text: str
    """In lines of 72 characters, with the links that it numbers at its end."""
    whole: bool
    """Whether the letter carries the body, or only the standfirst with a button."""
    url: str
    label: str = ""
    """`text in Russian`, where it isn't in the edition's language."""
    other_url: str = ""
    other_label: str = ""
    """The link to the other language's version."""

    @property
    def teaser(self) -> "EntryView":
        return replace(self, whole=False, body_html="", body_text="")


@dataclass(frozen=True)
class SituationView:
    """The week's verdicts: where it stands at the head, it is the table of contents."""

    part: ClassVar = "situation"
    key: str
    lines: tuple[VerdictLine, ...]


@dataclass(frozen=True)
class NoteView:
    part: ClassVar = "note"
    key: str
    language: Language
    words: str
    """Paragraphs, which blank lines part."""


@dataclass(frozen=True)
class EarlierView:
    """A piece that came out before; `title` and `standfirst` are in `language`."""

    part: ClassVar = "earlier"
    key: str
    language: Language
    section: str
    title: str
    standfirst: str
    week: str
    url: str
    label: str = ""
    """`text in Russian`, where it isn't in the edition's language."""


@dataclass(frozen=True)
class SupportView:
    part: ClassVar = "support"
    key: str
    language: Language
    words: str
    url: str


PartView = EntryView | SituationView | NoteView | EarlierView | SupportView
"""Each is drawn by `edition/<part>.html` and `.txt`."""


@dataclass(frozen=True)
class DiscreetEntry:
    """A piece in a discreet edition; what it has of addresses and pictures has been taken out.

    Without its byline: an author's name is what a phone is searched for, and a note from someone has none.
    """

    key: str
    language: Language
    title: str
    verdict_words: str
    mark: str
    label: str
    """`text in Russian`, where it isn't in the edition's language."""
    standfirst: str
    body_html: str
    """Safe markup: h3, h4, p, ul, ol, li, blockquote, hr, strong, em."""
    body_text: str


@dataclass(frozen=True)
class DiscreetView:
    """An edition that looks like a note from someone. It has one link, and that is the reader's own."""

    language: Language
    subject: str
    greeting: str
    """How many texts there are, and that all of them are here."""
    note: str
    """The editors' word, if there is one; paragraphs."""
    entries: tuple[DiscreetEntry, ...]
    reply_note: bool


@dataclass(frozen=True)
class EditionView:
    reading: Reading
    masthead: str
    issue_line: str
    preheader: str
    subject: str
    opening: str
    """Paragraphs, which blank lines part."""
    parts: tuple[PartView, ...]
    closing: str
    """Paragraphs too; may be empty."""
    postal_address: str
    reply_note: bool
    """Whether the footer says who reads replies."""
    view_in_browser: str

    @property
    def language(self) -> Language:
        return self.reading.first

    @property
    def entries(self) -> tuple[EntryView, ...]:
        return tuple(part for part in self.parts if isinstance(part, EntryView))

    def with_teasers(self, keys: Collection[str]) -> "EditionView":
        """As it would be if the entries with these keys were teasers."""
        parts = (part.teaser if isinstance(part, EntryView) and part.key in keys else part for part in self.parts)
        return replace(self, parts=tuple(parts))


@dataclass(frozen=True)
class StopPressView:
    """A correction to those who have an issue already, for `letters/stop_press/`. A discreet one is a DiscreetView."""

    reading: Reading
    masthead: str
    issue_line: str
    subject: str
    words: str
    """Paragraphs, in `words_language`, as is the subject."""
    words_language: Language
    label: str
    """`text in Russian`, where that isn't the reading's first."""
    url: str
    """Where the issue can be read as it is now."""
    postal_address: str
    reply_note: bool
    view_in_browser: ClassVar = ""
    """Only those who got it need to read it."""

    @property
    def language(self) -> Language:
        return self.reading.first

    @property
    def preheader(self) -> str:
        return shorten(self.words, PREHEADER_LENGTH, placeholder="…")
