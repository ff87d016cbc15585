"""Blocks of a document, put together as their words come in."""

import re
from itertools import groupby

from newsletter.commentaries.document import Node, block_text

LISTS = {"ul": "bulletList", "ol": "orderedList"}
CONTAINERS = {**LISTS, "li": "listItem", "blockquote": "blockquote"}
_SPACES = re.compile(r"[ \t\n\r\f]+")
_MAX_CONTAINERS = 5


class BlockBuilder:
    """The words of the block in hand wait in `inline` until the block ends."""

    def __init__(self) -> None:
        self.blocks: list[Node] = []
        self.figures: list[Node] = []  # of the outermost list or quote, which holds none
        self.open: list[tuple[str, Node]] = []
        self.inline: list[Node] = []
        self.heading = 0
        self.lead = False

    def enter(self, tag: str, start: str = "") -> None:
        """A container, by its name in HTML."""
        if len(self.open) == _MAX_CONTAINERS or (tag == "li" and not (self.open and self.open[-1][0] in LISTS)):
            return
        node: Node = {"type": CONTAINERS[tag], "content": []}
        if tag == "ol" and start.isdecimal() and len(start) < 5:
            node["attrs"] = {"start": int(start)}
        self.open.append((tag, node))

    def say(self, words: str, marks: list[Node]) -> None:
        before = self.inline[-1].get("text", " ") if self.inline else " "
        text = _SPACES.sub(" ", words)
        if before.endswith(" "):
            text = text.removeprefix(" ")
        if text:
            self.inline.append({"type": "text", "text": text, "marks": marks})

    def line_break(self) -> None:
        if self.inline and self.inline[-1]["type"] == "hardBreak":
            self.flush()
        elif self.inline:
            self.inline.append({"type": "hardBreak"})

    def add_figure(self, figure: Node) -> None:
        """It divides the block that it is in."""
        self.flush()
        (self.figures if self.open else self.blocks).append(figure)

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
        if parent["type"] in LISTS.values() and node["type"] != "listItem":
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
        if not self.open:
            self.blocks += self.figures
            self.figures = []


def _joined(inline: list[Node]) -> list[Node]:
    """The parser hands a run of words over in pieces."""
    joined: list[Node] = []
    for (kind, marks), run in groupby(inline, lambda node: (node["type"], node.get("marks"))):
        if kind == "text":
            joined.append({"type": "text", "text": "".join(node["text"] for node in run), "marks": marks})
        else:
            joined.extend(run)
    return joined
