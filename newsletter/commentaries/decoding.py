"""Bytes to text, only where the encoding is certain: a wrong guess would be published as gibberish."""

import codecs
import re

from charset_normalizer import from_bytes

from newsletter.commentaries.unreadable import NotText, UnknownEncoding

_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_RIVALS = [
    "cp1251",
    "cp1252",
    "cp1250",
    "cp866",
    "koi8_r",
    "koi8_u",
    "mac_cyrillic",
    "iso8859_5",
    "shift_jis",
    "gb18030",
]
_ENOUGH = 100_000
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f]")
_CYRILLIC_WORD = re.compile(r"\b[«„“(]*[А-ЯЁІЎ]?[а-яёіў’'-]+\b|\b[А-ЯЁІЎ]+\b")


def decode(data: bytes) -> str:
    """UTF-8, UTF-16 with its mark, or Windows-1251. Raises NotText, UnknownEncoding."""
    text = _decoded(data)
    if _CONTROL.search(text):
        raise NotText
    return text


def _decoded(data: bytes) -> str:
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            try:
                return data[len(bom) :].decode(encoding)
            except UnicodeDecodeError as error:
                raise UnknownEncoding from error
    if _CONTROL.search(data[:_ENOUGH].decode("latin-1")):
        raise NotText
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        if not _is_windows_1251(data[:_ENOUGH]):
            raise UnknownEncoding from error
    try:
        return data.decode("cp1251")
    except UnicodeDecodeError as error:
        raise UnknownEncoding from error


def _is_windows_1251(data: bytes) -> bool:
    best = from_bytes(data, cp_isolation=_RIVALS).best()
    if best is None or best.encoding != "cp1251":
        return False
    # The guesser goes by frequencies; what no rival has is words in ordinary capitals.
    words = re.findall(r"[^\W\d_]+", str(best))
    ordinary = [word for word in words if _CYRILLIC_WORD.fullmatch(word)]
    foreign = [word for word in words if word not in ordinary and not word.isascii()]
    return len(ordinary) >= 10 and len(foreign) <= len(ordinary) / 50
