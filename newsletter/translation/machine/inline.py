"""A machine's inline HTML, read as the words and marks of a line."""

import re
from collections.abc import Sequence
from html.parser import HTMLParser
from typing import Any

from newsletter.commentaries.characters import clean_text
from newsletter.commentaries.document import Node
from newsletter.translation.machine.failures import Malformed

_SPACES = re.compile(" {2,}")
_MARKS = {"b": "bold", "strong": "bold", "i": "italic", "em": "italic"}


def read(answer: str, hrefs: Sequence[str] = ()) -> list[Node]:
    """`hrefs` are where the links with the numbers 1, 2, 3 … lead. Raises Malformed."""
    reader = _Reader(hrefs)
    try:
        reader.feed(answer)
        reader.close()
    except AssertionError as error:  # the parser's word for `<![` and something that it doesn't know
        raise Malformed from error
    return reader.tidied()


class _Reader(HTMLParser):
    """Words stay whatever the tags around them; of those only the ones that were sent mean anything."""

    def __init__(self, hrefs: Sequence[str]) -> None:
        super().__init__()
        self._hrefs = hrefs
        self._links: list[str | None] = []
        self._marks: list[str] = []
        self._nodes: list[Node] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "br":
            self._nodes.append({"type": "hardBreak"})
        elif tag == "a":
            self._links.append(self._href_of(dict(attrs).get("id")))
        elif tag in _MARKS:
            self._marks.append(_MARKS[tag])

    def handle_endtag(self, tag: str) -> None:
        if tag == "a" and self._links:
            self._links.pop()
        elif _MARKS.get(tag) in self._marks:
            self._marks.remove(_MARKS[tag])

    def handle_data(self, data: str) -> None:
        marks: list[dict[str, Any]] = []
        if self._links and self._links[-1]:
            marks.append({"type": "link", "attrs": {"href": self._links[-1]}})
        marks += [{"type": kind} for kind in ("bold", "italic") if kind in self._marks]
        last = self._nodes[-1] if self._nodes else {}
        if last.get("type") == "text" and last.get("marks", []) == marks:
            last["text"] += data
        else:
            self._nodes.append({"type": "text", "text": data} | ({"marks": marks} if marks else {}))

    def _href_of(self, number: str | None) -> str | None:
        known = number is not None and number.isdecimal() and 0 < int(number[:4]) <= len(self._hrefs)
        return self._hrefs[int(number[:4]) - 1] if number and known else None

    def tidied(self) -> list[Node]:
        """Without doubled spaces and those at the ends, which models like to leave."""
        text = [node for node in self._nodes if node["type"] == "text"]
        for node in text:
            node["text"] = _SPACES.sub(" ", clean_text(_sound(node["text"])))
        if text:
            text[0]["text"] = text[0]["text"].lstrip(" ")
            text[-1]["text"] = text[-1]["text"].rstrip(" ")
        return [node for node in self._nodes if node.get("text") != ""]


def _sound(words: str) -> str:
    """Without halves of characters, which JSON can name."""
    return words.encode("utf-8", "replace").decode()
