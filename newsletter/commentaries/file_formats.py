"""The formats that a commentary arrives in, each read into blocks."""

import io
import re
import zipfile
from collections.abc import Callable
from itertools import pairwise
from typing import Any
from xml.parsers.expat import ExpatError

import mammoth
from markdown_it import MarkdownIt

from newsletter.commentaries.decoding import decode
from newsletter.commentaries.markup_reading import Copy, read_html
from newsletter.commentaries.unreadable import (
    MAX_CHARACTERS,
    MAX_UNPACKED_BYTES,
    DamagedWordFile,
    TextFileTooLong,
    UnknownExtension,
    WordFileTooLarge,
)

_LINE_END = re.compile("\r\n|[\r\n\x85\u2028\u2029]")
_WORD_STYLES = "p[style-name='Title'] => h1:fresh\np[style-name='Subtitle'] => p.standfirst:fresh"
_MAX_PARTS = 5_000


def read_file(data: bytes, extension: str) -> Copy:
    """`extension` with its dot, in lower case. Raises UnreadableFile."""
    if extension == ".docx":
        return _read_docx(data)
    if extension not in _TEXT_FORMATS:
        raise UnknownExtension
    return _TEXT_FORMATS[extension](decode(data))


def _read_markdown(text: str) -> Copy:
    _refuse_long(text)
    return read_html(MarkdownIt("commonmark").enable("table").render(text))


def _read_plain(text: str) -> Copy:
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


def _read_docx(data: bytes) -> Copy:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise DamagedWordFile from error
    # zipfile never unpacks more of a part than the size stated here.
    unpacked = sum(part.file_size for part in parts if part.filename.endswith((".xml", ".rels", "style-map")))
    if unpacked > MAX_UNPACKED_BYTES or len(parts) > _MAX_PARTS:
        raise WordFileTooLarge(limit=MAX_UNPACKED_BYTES // 1_000_000)
    try:
        return read_html(_mammoth_html(data))
    # Mammoth checks nothing: a damaged part surfaces as whatever its code stumbles over.
    except (zipfile.BadZipFile, ExpatError, OSError, LookupError, ValueError, TypeError, AttributeError) as error:
        raise DamagedWordFile from error
    except (RecursionError, NotImplementedError, RuntimeError) as error:
        raise DamagedWordFile from error


def _mammoth_html(data: bytes) -> str:
    def without_its_bytes(image: Any) -> dict[str, str]:
        return {}

    result = mammoth.convert_to_html(
        io.BytesIO(data),
        style_map=_WORD_STYLES,
        include_embedded_style_map=False,
        convert_image=mammoth.images.img_element(without_its_bytes),
        external_file_access=False,
    )
    return str(result.value)


_TEXT_FORMATS: dict[str, Callable[[str], Copy]] = {
    ".txt": _read_plain,
    ".md": _read_markdown,
    ".html": read_html,
    ".htm": read_html,
}
