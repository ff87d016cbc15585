"""What the template of an edition is given: words and links, everything decided."""

from dataclasses import dataclass
from typing import Literal

from newsletter.languages import Language

VerdictKind = Literal["improved", "unchanged", "worsened"]

MARKS: dict[VerdictKind, str] = {"improved": "▲", "unchanged": "●", "worsened": "▼"}


@dataclass(frozen=True)
class VerdictLine:
    """A line of the verdicts at the head of an edition, which are its table of contents."""

    section: str
    mark: str
    words: str
    """Two or three: they stay on one line."""
    kind: VerdictKind


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

    language: Language
    section: str
    title: str
    verdict_kind: VerdictKind | Literal[""]
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
    def mark(self) -> str:
        return MARKS[self.verdict_kind] if self.verdict_kind else ""


@dataclass(frozen=True)
class EditionView:
    language: Language
    masthead: str
    issue_line: str
    preheader: str
    subject: str
    opening: str
    """Paragraphs, which blank lines part."""
    verdicts: tuple[VerdictLine, ...]
    entries: tuple[EntryView, ...]
    closing: str
    """Paragraphs too; may be empty."""
    postal_address: str
    reply_note: bool
    """Whether the footer says who reads replies."""
    view_in_browser: str
