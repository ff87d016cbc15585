"""A commentary out of a file: its fields, its document, and an account of what was left out."""

import contextlib
import datetime as dt
from dataclasses import dataclass, fields
from pathlib import PurePath

from newsletter.commentaries.document import (
    MAX_BLOCKS,
    Document,
    DocumentError,
    Node,
    TooManyBlocks,
    checked,
    empty_document,
    is_empty,
    plain_text,
)
from newsletter.commentaries.file_formats import read_file
from newsletter.commentaries.file_pictures import FilePictures
from newsletter.commentaries.furniture import is_furniture, without_tail
from newsletter.commentaries.markup_reading import Copy
from newsletter.commentaries.page_fields import language_of
from newsletter.commentaries.page_head import line_of, read_head
from newsletter.commentaries.unreadable import MAX_BYTES, EmptyFile, FileTooLarge, NoTitle, TextOverLimits
from newsletter.commentaries.verdicts import Verdict
from newsletter.languages import Language

_WORDLESS = ("horizontalRule", "figure")
_MOST_FURNITURE = 300
"""Lines of a page besides its text."""


@dataclass(frozen=True)
class Found:
    title: str
    standfirst: str
    byline: str
    language: Language
    week: dt.date | None
    """Its Monday."""
    section: str | None
    """The slug of a seeded section."""
    verdict: Verdict | None
    credit: str
    document: Document
    dropped: tuple[str, ...]
    """Lines of the page that are no part of the commentary, and msgids that tell of pictures and tables."""

    @property
    def found(self) -> tuple[str, ...]:
        """Names of the fields that the file had something for."""
        return tuple(name for name in self._names() if name not in self.missing)

    @property
    def missing(self) -> tuple[str, ...]:
        empty = {"document": is_empty(self.document)}
        return tuple(name for name in self._names() if empty.get(name, not getattr(self, name)))

    def _names(self) -> list[str]:
        return [field.name for field in fields(self) if field.name != "dropped"]


@dataclass(frozen=True)
class Part:
    """Of a text whose title is known: everything in the file belongs to it."""

    document: Document
    dropped: tuple[str, ...]


def read_commentary(
    data: bytes, filename: str, language: Language | None = None, pictures: FilePictures | None = None
) -> Found:
    """Raises UnreadableFile, TooManyAtOnce. Whoever reads the file stops at MAX_BYTES + 1: a larger one is never held.

    Of the developed `pictures`, those in the document are to be kept.
    """
    copy = _copy_of(data, filename, pictures or FilePictures())
    try:
        return _found(copy, language)
    except DocumentError as error:
        raise TextOverLimits(error) from error


def read_text(data: bytes, filename: str, language: Language, pictures: FilePictures, *, whole: bool) -> Found | Part:
    """For a text in `language`: a Found if it is to be a whole one and has a title. Raises as read_commentary does."""
    copy = _copy_of(data, filename, pictures)
    try:
        if whole:
            with contextlib.suppress(NoTitle):
                return _found(copy, language)
        return Part(checked({"type": "doc", "content": [_in_body(block) for block in _written(copy)]}), copy.dropped)
    except DocumentError as error:
        raise TextOverLimits(error) from error


def _copy_of(data: bytes, filename: str, pictures: FilePictures) -> Copy:
    if not data:
        raise EmptyFile
    if len(data) > MAX_BYTES:
        raise FileTooLarge(limit=MAX_BYTES // 1_000_000)
    return read_file(data, PurePath(filename).suffix.lower(), pictures)


def _written(copy: Copy) -> list[Node]:
    written = [block for block in copy.blocks if block["type"] in _WORDLESS or line_of(block)]
    if not any(block["type"] == "figure" or line_of(block) for block in written):
        raise EmptyFile
    if len(written) > MAX_BLOCKS + _MOST_FURNITURE:
        raise TooManyBlocks(limit=MAX_BLOCKS)
    return written


def _found(copy: Copy, language: Language | None) -> Found:
    above, tail = without_tail(_written(copy))
    head, body = read_head(above)
    kept = [_in_body(block) for block in body if not is_furniture(line_of(block))]
    document = checked({"type": "doc", "content": kept}) if kept else empty_document()
    strays = [line_of(block) for block in body if is_furniture(line_of(block))]
    return Found(
        title=head.title,
        standfirst=head.standfirst,
        byline=head.byline or "",
        language=language or language_of(f"{head.title} {head.standfirst} {plain_text(document)}"),
        week=head.week,
        section=head.section,
        verdict=head.verdict,
        credit=head.credit or "",
        document=document,
        dropped=(*head.dropped, *strays, *tail, *copy.dropped),
    )


def _in_body(block: Node) -> Node:
    """The title is the text's only heading of level 1."""
    if block.get("attrs", {}).get("level") == 1:
        return block | {"attrs": {"level": 2}}
    return block
