"""What of a block its translation depends on."""

import re
import unicodedata
from collections.abc import Iterator

from newsletter.commentaries.document import Node

_ALIKE = str.maketrans(
    {
        **dict.fromkeys("\"'“”„‟«»‹›‘’‚‛`´ʼʹ′″", "'"),
        **dict.fromkeys("‐‑‒–—―−", "-"),
        "…": "...",
        **dict.fromkeys("\u00ad\u200b\u200c\u200d\u2060\ufeff"),
    }
)
_AROUND_A_DASH = re.compile(r" ?-[- ]*")
_MARKS = {"heading": "#", "bulletList": "*", "orderedList": "1.", "blockquote": ">", "callout": "!"}


def fingerprint(block: Node) -> str:
    """Its kind, words and link addresses, the same through every repair of spaces, quotes, dashes and apostrophes.

    Not hashed: it is never stored, and a block that was split reads as its parts do together. Empty for one that
    there is nothing to translate in.
    """
    if block["type"] == "figure":
        attrs = block["attrs"]
        words = "\n".join(str(attrs.get(name) or "") for name in ("alt", "caption", "credit", "credit_href"))
        return f"[{attrs['photo'][:12]}] {folded(words)}"
    words = folded("".join(_contents(block)))
    mark = _MARKS.get(block["type"])
    return f"{mark} {words}" if mark and words else words


def folded(words: str) -> str:
    """As a plain typewriter would write it."""
    plain = words if words.isascii() else unicodedata.normalize("NFC", words).translate(_ALIKE)
    plain = " ".join(plain.replace('"', "'").split())
    return _AROUND_A_DASH.sub("-", plain) if "-" in plain else plain


def _contents(node: Node) -> Iterator[str]:
    """A line for each paragraph or list item; after the words of a link, where it leads."""
    children = node.get("content", ())
    for place, child in enumerate(children):
        if child["type"] == "text":
            yield child["text"]
            href = _href(child)
            # A link that is partly bold is several nodes.
            if href and (place + 1 == len(children) or _href(children[place + 1]) != href):
                yield f"<{href}>"
        else:
            yield from _contents(child)
            yield "\n"


def _href(node: Node) -> str | None:
    return next((mark["attrs"]["href"] for mark in node.get("marks", ()) if mark["type"] == "link"), None)
