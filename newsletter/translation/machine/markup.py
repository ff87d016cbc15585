"""The words of a block as passages of inline HTML, and its translation put together from them again.

Where a link leads stays here: the machine sees its number only, and can't send readers elsewhere.
"""

import html
import itertools
from collections.abc import Iterator, Sequence

from newsletter.commentaries.document import Node, block_text, unlinked
from newsletter.translation.machine.failures import LostLink
from newsletter.translation.machine.inline import read

_FIGURE_WORDS = ("alt", "caption", "credit")
_TAGS = {"bold": "b", "italic": "i"}


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
    return "".join(str(node.get("text", " ")) for node in read(answer)).strip()


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
    found = read(answer, hrefs)
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
