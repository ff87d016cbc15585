"""Which characters a text may hold, and which links."""

import re
import unicodedata
from urllib.parse import urlsplit

_SURROGATE = re.compile("[\ud800-\udfff]")
_BREAKS = re.compile("[\t\n\v\f\r\x85\u2028\u2029]")
_UNWANTED = re.compile(
    "[\x00-\x1f\x7f-\x9f"
    "\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff"  # zero width, and bidi controls that reorder what is read
    "\ufdd0-\ufdef\ufffe\uffff]"
)
_NOT_IN_HREF = re.compile(r"[\s\\<>\"`]")
MAX_HREF = 2_000


def clean_text(text: str) -> str:
    """NFC without control characters, every line break a space. Raises UnicodeError for a lone surrogate."""
    if _SURROGATE.search(text):
        raise UnicodeError("lone surrogate")
    return unicodedata.normalize("NFC", _UNWANTED.sub("", _BREAKS.sub(" ", text)))


def safe_href(raw: object) -> str | None:
    """The address if a reader may be sent there: absolute http, https or mailto, and the same to every parser."""
    if not isinstance(raw, str):
        return None
    href = raw.strip(" ")
    if len(href) > MAX_HREF or _SURROGATE.search(href) or _UNWANTED.search(href) or _NOT_IN_HREF.search(href):
        return None
    try:
        parts = urlsplit(href)
        host = parts.hostname
        _ = parts.port  # raises ValueError for a port that is no number
    except ValueError:
        return None
    rest = href[len(parts.scheme) :]
    if parts.scheme in ("http", "https") and host and "@" not in parts.netloc:
        return parts.scheme + rest
    if parts.scheme == "mailto" and not parts.netloc and "@" in parts.path:
        return parts.scheme + rest
    return None
