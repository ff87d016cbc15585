"""A file's words as passages, each with its place in the file."""

from pathlib import Path, PurePath

from newsletter.commentaries.decoding import decode
from newsletter.commentaries.file_pictures import FilePictures
from newsletter.commentaries.importing import read_commentary
from newsletter.commentaries.merging import Version
from newsletter.commentaries.unreadable import MAX_BYTES, MAX_CHARACTERS, FileTooLarge, TextFileTooLong
from newsletter.housestyle.findings import Passage, passages
from newsletter.languages import Language

PLAIN = (".txt", ".md")

Placed = dict[Passage, int]
"""Passages in their order, each with the offset of its first character."""


def read(path: Path, language: Language) -> Placed:
    """Raises OSError, unreadable.UnreadableFile, DocumentError."""
    with path.open("rb") as file:
        data = file.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise FileTooLarge(limit=MAX_BYTES // 1_000_000)
    return _lines(data) if path.suffix.lower() in PLAIN else _parts(data, path, language)


def _lines(data: bytes) -> Placed:
    """As they stand in the file. A line is named by its number."""
    text = decode(data)
    if len(text) > MAX_CHARACTERS:
        raise TextFileTooLong(limit=MAX_CHARACTERS)
    placed, offset = {}, 0
    for number, line in enumerate(text.split("\n"), 1):
        placed[Passage(str(number), line.removesuffix("\r"))] = offset
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
