"""What of a block its translation depends on."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence

from newsletter.commentaries.document import Node

_ALIKE = str.maketrans(
    {
        **dict.fromkeys('"“”„‟«»‹›‘’‚‛`´ʼʹ′″', "'"),
        **dict.fromkeys("‐‑‒–—―−", "-"),
        "…": "...",
        **dict.fromkeys("\u00ad\u200b\u200c\u200d\u2060\ufeff"),
    }
)
_TYPESET = re.compile(f"[{''.join(map(chr, _ALIKE))}]")
_AROUND_A_DASH = re.compile(r" ?-[- ]*")
_MARKS = {"heading": "#", "bulletList": "*", "orderedList": "1.", "blockquote": ">", "callout": "!"}


def fingerprint(block: Node) -> str:
    """Its kind, words and link addresses, the same through every repair of spaces, quotes, dashes and apostrophes.

    Not hashed: it is never stored, and a block that was split reads as its parts do together; so each item of a list
    says its kind. Empty for one that there is nothing to translate in.
    """
    if block["type"] == "figure":
        attrs = block["attrs"]
        words = "\n".join(str(attrs.get(name) or "") for name in ("alt", "caption", "credit", "credit_href"))
        return f"[{attrs['photo'][:12]}] {folded(words)}"
    mark = _MARKS.get(block["type"])
    lines = [block] if mark in (None, "#") else block.get("content", ())
    said = filter(None, (folded("".join(_contents(line))) for line in lines))
    return " ".join(f"{mark} {line}" if mark else line for line in said)


def has_words(block: Node) -> bool:
    """Whether there is anything to translate in it; most begin with a letter, which spares a fingerprint."""
    children = block.get("content")
    return bool(children and children[0].get("text", "")[:1].isalnum()) or bool(fingerprint(block))


class Blocks:
    """The blocks of one version by id, in their order, and their fingerprints as far as anybody asks."""

    def __init__(self, found: Iterable[Node]) -> None:
        self.by_id: dict[str, Node] = {block["attrs"]["id"]: block for block in found}
        self._words: dict[str, str] = {}

    def words(self, name: str) -> str:
        """The fingerprint; empty for a block that isn't there."""
        if name not in self._words:
            self._words[name] = fingerprint(self.by_id[name]) if name in self.by_id else ""
        return self._words[name]

    def is_as_in(self, other: "Blocks", name: str) -> bool:
        """Whether both have it and it reads the same; most that do are the same to the letter."""
        return self.is_copied_in(other, name) or self.words(name) == other.words(name)

    def is_copied_in(self, other: "Blocks", name: str) -> bool:
        one, there = self.by_id[name], other.by_id[name]
        return bool(one["type"] == there["type"] != "figure" and one.get("content") == there.get("content"))


def same_words(was: Sequence[str], now: Sequence[str]) -> bool:
    """Whether blocks of these fingerprints say the same, however they were split, merged and put in order."""
    if len(was) == len(now) == 1:
        return was == now
    return sorted(was) == sorted(now) or _make_up(was, now) or _make_up(now, was)


def _make_up(parts: Sequence[str], others: Sequence[str]) -> bool:
    whole = folded(" ".join(others))
    return any(folded(" ".join(order)) == whole for order in (parts, sorted(parts, key=whole.find)))


def folded(words: str) -> str:
    """As a plain typewriter would write it."""
    plain = unicodedata.normalize("NFC", words)
    if _TYPESET.search(plain):
        plain = plain.translate(_ALIKE)
    plain = " ".join(plain.split())
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
