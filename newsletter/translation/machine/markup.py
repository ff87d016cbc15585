"""The words of a block as passages of inline HTML, and its translation put together from them again.

Where a link leads stays here: the machine sees its number only, and can't send readers elsewhere.
"""

import html
import itertools
import re
from collections.abc import Iterator, Sequence
from html.parser import HTMLParser
from typing import Any

from newsletter.commentaries.characters import clean_text
from newsletter.commentaries.document import Node, block_text, unlinked
from newsletter.translation.machine.failures import LostLink

_SPACES = re.compile(" {2,}")
_FIGURE_WORDS = ("alt", "caption", "credit")
_TAGS = {"bold": "b", "italic": "i"}
_MARKS = {"b": "bold", "strong": "bold", "i": "italic", "em": "italic"}


def passages_of(block: Node) -> list[str]:
    """One for each paragraph, heading or list item in it, and for each kind of words of a picture."""
    if block["type"] == "figure":
        return [escaped(block["attrs"][name]) for name in _figure_words(block)]
    return [_written(node) for node in _lines(block)]


def words_of(block: Node) -> list[str]:
    """The same without their markup."""
    if block["type"] == "figure":
        return [block["attrs"][name] for name in _figure_words(block)]
    return [block_text(node) for node in _lines(block)]


def translated(block: Node, answers: Sequence[str]) -> Node:
    """The block with other words, tied to nothing. Raises LostLink."""
    if block["type"] == "figure":
        words = {name: plain(answer) for name, answer in zip(_figure_words(block), answers, strict=True)}
        return unlinked(block) | {"attrs": unlinked(block)["attrs"] | words}
    return unlinked(_with_lines(block, iter(answers)))


def escaped(words: str) -> str:
    return html.escape(words, quote=False)


def plain(answer: str) -> str:
    """Of a translation that has no markup."""
    return "".join(str(node.get("text", " ")) for node in _read(answer, [])).strip()


def _figure_words(block: Node) -> list[str]:
    return [name for name in _FIGURE_WORDS if block["attrs"].get(name, "").strip()]


def _is_line(node: Node) -> bool:
    return node["type"] in ("paragraph", "heading") and bool(block_text(node).strip())


def _lines(node: Node) -> Iterator[Node]:
    if _is_line(node):
        yield node
    else:
        for child in node.get("content", ()):
            yield from _lines(child)


def _with_lines(node: Node, answers: Iterator[str]) -> Node:
    if _is_line(node):
        return node | {"content": _translated_line(node, next(answers))}
    if "content" not in node:
        return node
    return node | {"content": [_with_lines(child, answers) for child in node["content"]]}


def _translated_line(node: Node, answer: str) -> list[Node]:
    hrefs = _hrefs(node)
    found = _read(answer, hrefs)
    if set(hrefs) - {_href(child) for child in found}:
        raise LostLink
    return found


def _written(node: Node) -> str:
    hrefs = _hrefs(node)
    pieces = []
    for href, children in itertools.groupby(node["content"], _href):
        inside = "".join(map(_in_tags, children))
        pieces.append(f'<a id="{hrefs.index(href) + 1}">{inside}</a>' if href else inside)
    return "".join(pieces)


def _in_tags(node: Node) -> str:
    if node["type"] == "hardBreak":
        return "<br>"
    words = escaped(node["text"])
    for mark in node.get("marks", ()):
        if tag := _TAGS.get(mark["type"]):
            words = f"<{tag}>{words}</{tag}>"
    return words


def _hrefs(node: Node) -> list[str]:
    """Each once, in order: the first is link 1."""
    return list(dict.fromkeys(href for child in node["content"] if (href := _href(child))))


def _href(node: Node) -> str | None:
    return next((mark["attrs"]["href"] for mark in node.get("marks", ()) if mark["type"] == "link"), None)


def _read(answer: str, hrefs: Sequence[str]) -> list[Node]:
    reader = _Reader(hrefs)
    reader.feed(answer)
    reader.close()
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
