"""Where the words of a document lead."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from newsletter.commentaries.document import Document, Node, blocks


@dataclass(frozen=True)
class Hyperlink:
    href: str
    words: str
    """Those that carry it, however they are emphasised."""


def hyperlinks_in(document: Document) -> list[Hyperlink]:
    """In the order of the page; the credit of a picture counts where it leads somewhere."""
    return [link for block in blocks(document) for link in _links(block)]


def _links(node: Node) -> Iterator[Hyperlink]:
    if node["type"] == "figure":
        attrs = node["attrs"]
        if attrs["credit"] and attrs["credit_href"]:
            yield Hyperlink(attrs["credit_href"], attrs["credit"])
    elif node["type"] in ("paragraph", "heading"):
        for href, run in groupby(node.get("content", []), _href):
            if href:
                yield Hyperlink(href, "".join(part.get("text", " ") for part in run))
    else:
        for child in node.get("content", []):
            yield from _links(child)


def _href(node: Node) -> Any:
    return next((mark["attrs"]["href"] for mark in node.get("marks", []) if mark["type"] == "link"), None)
