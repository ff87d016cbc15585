"""HTML to the blocks of a document, in one pass over the parser's events: hostile depth costs nothing.

Nothing is copied from the markup but words, levels and safe links, so there is nothing to sanitise.
"""

import re
from collections import Counter
from itertools import groupby
from typing import NamedTuple

from lxml import etree

from newsletter.commentaries.characters import safe_href
from newsletter.commentaries.document import Node, block_text
from newsletter.commentaries.refusals import N_
from newsletter.commentaries.unreadable import PageTooLarge

_HEADINGS = {"h1": 1, "h2": 2, "h3": 3, "h4": 3, "h5": 3, "h6": 3}
_LISTS = {"ul": "bulletList", "ol": "orderedList"}
_CONTAINERS = {**_LISTS, "li": "listItem", "blockquote": "blockquote"}
_EMPHASIS = {"b": "bold", "strong": "bold", "i": "italic", "em": "italic"}
_INLINE = {"span", "font", "small", "sub", "sup", "u", "s", "code", "abbr", "cite", "mark", "time", "q", "wbr", "label"}
_UNSEEN = {"head", "title", "script", "style", "noscript", "template", "svg", "math", "iframe", "object"}
_BESIDE = {"nav", "aside", "form", "footer", "button", "select", "dialog"}
_LEADS = {"lead", "lede", "standfirst", "intro", "excerpt"}
_SPACES = re.compile(r"[ \t\n\r\f]+")
_MAX_CONTAINERS = 5
_MAX_EVENTS = 300_000


class Copy(NamedTuple):
    """What came in, before anything is known about it: a heading of level 1 may be the title."""

    blocks: list[Node]
    dropped: tuple[str, ...]
    """Words that were left out, or a msgid that says what else was."""


def read_html(html: str) -> Copy:
    """Raises PageTooLarge."""
    reader = _Reader()
    etree.HTML(f"<html><body>{html}", etree.HTMLParser(target=reader, encoding=None, no_network=True))
    reader.flush()
    while reader.open:
        reader.leave(reader.open[-1][0])
    return Copy(reader.blocks, tuple(reader.dropped))


class _Reader:
    """Receives lxml's parser events. The words of the block in hand wait in `inline` until the block ends."""

    def __init__(self) -> None:
        self.blocks: list[Node] = []
        self.dropped: dict[str, None] = {}  # in order, each once
        self.open: list[tuple[str, Node]] = []
        self.inline: list[Node] = []
        self.emphasis = Counter[str]()
        self.links: list[str | None] = []
        self.heading = 0
        self.lead = False
        self.events = 0
        self.skipping: list[str] = []
        self.skipped: list[str] = []

    def start(self, tag: str, attrib: dict[str, str]) -> None:
        self.count()
        if self.skipping or tag in _UNSEEN | _BESIDE:
            self.skipping.append(tag)
        elif tag == "br":
            self.line_break()
        elif tag == "img":
            self.dropped[N_("Pictures: add them to the commentary one by one")] = None
        elif tag in _EMPHASIS:
            self.emphasis[_EMPHASIS[tag]] += 1
        elif tag == "a":
            self.links.append(safe_href(attrib.get("href")))
        elif tag in ("td", "th"):
            self.say(" · " if self.inline else "")
        elif tag not in _INLINE:
            self.start_block(tag, attrib)

    def start_block(self, tag: str, attrib: dict[str, str]) -> None:
        self.flush()
        self.heading = _HEADINGS.get(tag, 0)
        self.lead = bool(_LEADS & set(attrib.get("class", "").lower().split()))
        if tag == "table":
            self.dropped[N_("Tables: their rows became paragraphs")] = None
        elif tag == "hr":
            self.add({"type": "horizontalRule"})
        elif tag in _CONTAINERS and len(self.open) < _MAX_CONTAINERS:
            node: Node = {"type": _CONTAINERS[tag], "content": []}
            if tag == "ol" and attrib.get("start", "").isdecimal() and len(attrib["start"]) < 5:
                node["attrs"] = {"start": int(attrib["start"])}
            if tag != "li" or (self.open and self.open[-1][0] in _LISTS):
                self.open.append((tag, node))

    def end(self, tag: str) -> None:
        if self.skipping:
            self.end_skipped(tag)
        elif tag in _EMPHASIS:
            self.emphasis[_EMPHASIS[tag]] -= 1
        elif tag == "a":
            self.links.pop()
        elif tag not in _INLINE | {"td", "th", "br", "img"}:
            self.flush()
            self.heading, self.lead = 0, False
            if self.open and self.open[-1][0] == tag:
                self.leave(tag)

    def end_skipped(self, tag: str) -> None:
        if tag == self.skipping[-1]:
            self.skipping.pop()
        if not self.skipping and (words := " ".join(" ".join(self.skipped).split())):
            self.dropped[words] = None
            self.skipped = []

    def data(self, data: str) -> None:
        self.count()
        if not self.skipping:
            self.say(data)
        elif self.skipping[0] in _BESIDE and not _UNSEEN & set(self.skipping):
            self.skipped.append(data)

    def close(self) -> None:
        pass

    def count(self) -> None:
        self.events += 1
        if self.events > _MAX_EVENTS:
            raise PageTooLarge

    def say(self, words: str) -> None:
        before = self.inline[-1].get("text", " ") if self.inline else " "
        text = _SPACES.sub(" ", words)
        if before.endswith(" "):
            text = text.removeprefix(" ")
        if text:
            marks: list[Node] = [{"type": kind} for kind, depth in self.emphasis.items() if depth]
            if self.links and self.links[-1]:
                marks.append({"type": "link", "attrs": {"href": self.links[-1]}})
            self.inline.append({"type": "text", "text": text, "marks": marks})

    def line_break(self) -> None:
        if self.inline and self.inline[-1]["type"] == "hardBreak":
            self.flush()
        elif self.inline:
            self.inline.append({"type": "hardBreak"})

    def flush(self) -> None:
        """End the block in hand."""
        inline, self.inline = self.inline, []
        while inline and not inline[-1].get("text", "").strip():
            inline.pop()
        if not inline:
            return
        inline[-1]["text"] = inline[-1]["text"].rstrip(" ")
        node: Node = {"type": "paragraph", "content": _joined(inline)}
        if self.heading and not self.open:
            node |= {"type": "heading", "attrs": {"level": self.heading}}
        elif self.lead:
            node["attrs"] = {"lead": True}
        self.add(node)

    def add(self, node: Node) -> None:
        """Where the grammar allows it: lists hold items only, and an item begins with a paragraph."""
        if not self.open:
            self.blocks.append(node)
            return
        parent = self.open[-1][1]
        if parent["type"] in _LISTS.values() and node["type"] != "listItem":
            if not parent["content"]:
                parent["content"].append({"type": "listItem", "content": []})
            parent = parent["content"][-1]
        if parent["type"] == "listItem" and not parent["content"] and node["type"] != "paragraph":
            parent["content"].append({"type": "paragraph"})
        parent["content"].append(node)

    def leave(self, tag: str) -> None:
        _, node = self.open.pop()
        if any(block_text(child).strip() for child in node["content"]):
            self.add(node)


def _joined(inline: list[Node]) -> list[Node]:
    """The parser hands a run of words over in pieces."""
    joined: list[Node] = []
    for (kind, marks), run in groupby(inline, lambda node: (node["type"], node.get("marks"))):
        if kind == "text":
            joined.append({"type": "text", "text": "".join(node["text"] for node in run), "marks": marks})
        else:
            joined.extend(run)
    return joined
