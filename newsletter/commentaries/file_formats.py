"""The formats that a commentary arrives in, each read into blocks."""

import re
from collections.abc import Callable
from itertools import pairwise

from markdown_it import MarkdownIt

from newsletter.commentaries.decoding import decode
from newsletter.commentaries.file_pictures import FilePictures
from newsletter.commentaries.markup_reading import Copy, read_html
from newsletter.commentaries.unreadable import MAX_CHARACTERS, TextFileTooLong, UnknownExtension
from newsletter.commentaries.word_files import read_docx

_LINE_END = re.compile("\r\n|[\r\n\x85\u2028\u2029]")


def read_file(data: bytes, extension: str, pictures: FilePictures) -> Copy:
    """`extension` with its dot, in lower case. Raises UnreadableFile, TooManyAtOnce."""
    if extension == ".docx":
        return read_docx(data, pictures)
    if extension not in _TEXT_FORMATS:
        raise UnknownExtension
    return _TEXT_FORMATS[extension](decode(data), pictures)


def _read_page(text: str, pictures: FilePictures) -> Copy:
    return read_html(text, pictures.in_page)


def _read_markdown(text: str, pictures: FilePictures) -> Copy:
    _refuse_long(text)
    return _read_page(MarkdownIt("commonmark").enable("table").render(text), pictures)


def _read_plain(text: str, _pictures: FilePictures) -> Copy:
    """A line is a paragraph, unless the file was wrapped by hand; blank lines always divide."""
    _refuse_long(text)
    lines = [line.strip() for line in _LINE_END.split(text)]
    width = max(map(len, lines))
    inner = [(line, after) for line, after in pairwise(lines) if line and after]
    # A line was broken by hand where the next word would not have fitted.
    breaks = [bool(line and after) and len(f"{line} {after.split()[0]}") > width for line, after in pairwise(lines)]
    wrapped = 50 <= width <= 100 and len(inner) >= 4 and sum(breaks) > len(inner) / 2
    paragraphs: list[str] = []
    for broken, line in zip([False, *breaks], lines, strict=True):
        if wrapped and broken:
            paragraphs[-1] += f" {line}"
        elif line:
            paragraphs.append(line)
    return Copy([{"type": "paragraph", "content": [{"type": "text", "text": line}]} for line in paragraphs], ())


def _refuse_long(text: str) -> None:
    """Markdown made to be slow takes minutes a megabyte."""
    if len(text) > MAX_CHARACTERS:
        raise TextFileTooLong(limit=MAX_CHARACTERS)


_TEXT_FORMATS: dict[str, Callable[[str, FilePictures], Copy]] = {
    ".txt": _read_plain,
    ".md": _read_markdown,
    ".html": _read_page,
    ".htm": _read_page,
}
