"""A file's words as passages, each with its place in the file."""

import re
from pathlib import Path, PurePath

from newsletter.commentaries.decoding import decode
from newsletter.commentaries.file_pictures import FilePictures
from newsletter.commentaries.importing import read_commentary
from newsletter.commentaries.merging import Version
from newsletter.commentaries.unreadable import MAX_BYTES, MAX_CHARACTERS, FileTooLarge, TextFileTooLong
from newsletter.housestyle.findings import Passage, passages
from newsletter.languages import Language

PLAIN = (".txt", ".md")

_FENCE = re.compile(r"\s*(?:```|~~~)")
_MARKUP = re.compile(r"(?:\s*(?:[-*+>]|#{1,6}|\d+[.)])(?=\s))*\s*")
"""What Markdown has before the words of a line."""

Placed = dict[Passage, int]
"""Passages in their order, each with the offset of its first character."""


def read(path: Path, language: Language) -> Placed:
    """Raises OSError, unreadable.UnreadableFile, DocumentError."""
    with path.open("rb") as file:
        data = file.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise FileTooLarge(limit=MAX_BYTES // 1_000_000)
    kind = path.suffix.lower()
    return _lines(data, is_markdown=kind == ".md") if kind in PLAIN else _parts(data, path, language)


def _lines(data: bytes, *, is_markdown: bool) -> Placed:
    """As they stand in the file, but for Markdown's code and what begins its lines. A line is named by its number."""
    text = decode(data)
    if len(text) > MAX_CHARACTERS:
        raise TextFileTooLong(limit=MAX_CHARACTERS)
    placed, offset, in_code = {}, 0, False
    for number, line in enumerate(text.split("\n"), 1):
        is_fence = is_markdown and _FENCE.match(line) is not None
        in_code ^= is_fence
        if not in_code and not is_fence:
            markup = _MARKUP.match(line) if is_markdown else None
            start = markup.end() if markup else 0
            placed[Passage(str(number), line[start:].removesuffix("\r"))] = offset + start
        offset += len(line) + 1
    return placed


def _parts(data: bytes, path: PurePath, language: Language) -> Placed:
    """Of the text that would be imported: title, standfirst and blocks, a blank line between them."""
    found = read_commentary(data, path.name, language, FilePictures())
    placed, offset = {}, 0
    for passage in passages(Version(found.title, found.standfirst, found.document)):
        placed[passage] = offset
        offset += len(passage.words) + 2
    return placed
