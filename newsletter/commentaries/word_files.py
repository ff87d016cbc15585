"""Word documents, by Mammoth, which checks nothing: what could do harm is looked at first."""

import codecs
import io
import zipfile
import zlib
from typing import Any
from xml.parsers.expat import ExpatError

import mammoth
from mammoth.docx.files import InvalidFileReferenceError

from newsletter.commentaries.document import Node
from newsletter.commentaries.file_pictures import FilePictures
from newsletter.commentaries.markup_reading import Copy, no_picture, read_html
from newsletter.commentaries.unreadable import MAX_UNPACKED_BYTES, DamagedWordFile, WordFileTooLarge

_WORD_STYLES = "p[style-name='Title'] => h1:fresh\np[style-name='Subtitle'] => p.standfirst:fresh"
_MAX_PARTS = 5_000
_BOMS = (codecs.BOM_UTF8[:2], codecs.BOM_UTF16_BE, codecs.BOM_UTF16_LE)
_USUAL = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
"""What Word packs with. The others unpack much at a time, or claim as much memory as they like."""
_XML_BEGINS = (*(b"%s%c" % (zero, first) for zero in (b"", b"\0") for first in b"<\t\r\n "), *_BOMS)
"""In any encoding, with its mark or without."""
_DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    ExpatError,
    OSError,
    LookupError,
    ValueError,
    TypeError,
    AttributeError,
    RuntimeError,
    EOFError,
)
"""Whatever Mammoth stumbles over in a damaged part."""


def read_docx(data: bytes, pictures: FilePictures) -> Copy:
    """Raises DamagedWordFile, WordFileTooLarge, PageTooLarge, TooManyAtOnce."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _require_small(archive)
    except _DAMAGE as error:
        raise DamagedWordFile from error
    found: list[Node | str] = []
    try:
        html = _mammoth_html(data, pictures, found)
        return read_html(html, lambda attrib: found[int(attrib["src"])])
    except _DAMAGE as error:
        raise DamagedWordFile from error


def _require_small(archive: zipfile.ZipFile) -> None:
    """Mammoth reads as XML whatever part a relationship names, with any ending; what can't be XML may be a picture."""
    parts = archive.infolist()
    if any(part.compress_type not in _USUAL for part in parts):
        raise DamagedWordFile
    # zipfile never unpacks more of a part than the size stated here.
    if len(parts) > _MAX_PARTS or sum(_size_as_xml(archive, part) for part in parts) > MAX_UNPACKED_BYTES:
        raise WordFileTooLarge(limit=MAX_UNPACKED_BYTES // 1_000_000)


def _size_as_xml(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> int:
    with archive.open(part) as content:
        return part.file_size if content.read(2).startswith(_XML_BEGINS) else 0


def _mammoth_html(data: bytes, pictures: FilePictures, found: list[Node | str]) -> str:
    """Of a picture it has only the number of its place in `found`."""

    def numbered(image: Any) -> dict[str, str]:
        found.append(_picture(image, pictures))
        return {"src": str(len(found) - 1)}

    result = mammoth.convert_to_html(
        io.BytesIO(data),
        style_map=_WORD_STYLES,
        include_embedded_style_map=False,
        convert_image=mammoth.images.img_element(numbered),
        external_file_access=False,
    )
    return str(result.value)


def _picture(image: Any, pictures: FilePictures) -> Node | str:
    try:
        return pictures.take(image.open, image.alt_text or "")
    except (InvalidFileReferenceError, KeyError):
        # It is elsewhere on the author's computer, or on the web, where nobody looks for it.
        return no_picture({})
