"""Plain text can't say what is a heading or a list: a draft has their signs, or only what it renders tells."""

import re
from collections.abc import Mapping, Sequence
from itertools import groupby

from newsletter.commentaries.document import Node, block_text
from newsletter.translation.alignment import Bead

_SIGNS = {"bulletList": re.compile(r"[-•*]\s+(?=\S)"), "orderedList": re.compile(r"[0-9]{1,2}[.)]\s+(?=\S)")}
"""No dash: in Belarusian and Russian somebody's words begin with one."""


def with_lists(content: Sequence[Node]) -> list[Node]:
    """Paragraphs with the sign of a list, two or more after each other, as that list."""
    found: list[Node] = []
    for kind, run in groupby(content, _list_of):
        items = list(run)
        found += [_list(kind, items)] if kind and len(items) > 1 else items
    return found


def _list_of(block: Node) -> str | None:
    if block["type"] != "paragraph":
        return None
    words = block_text(block)
    return next((kind for kind, sign in _SIGNS.items() if sign.match(words)), None)


def _list(kind: str, items: Sequence[Node]) -> Node:
    content = [{"type": "listItem", "content": [_without_sign(kind, item)]} for item in items]
    return {"type": kind, "attrs": {"id": items[0]["attrs"]["id"]}, "content": content}


def _without_sign(kind: str, item: Node) -> Node:
    first, *rest = item["content"]
    words = _SIGNS[kind].sub("", first.get("text", ""), count=1)
    return {"type": "paragraph", "content": [first | {"text": words}, *rest] if words else rest}


def with_headings(content: Sequence[Node], source: Mapping[str, Node], beads: Sequence[Bead]) -> list[Node]:
    """A paragraph that alone renders a heading, as that heading. `source`: its blocks by id."""
    renders = {places[0]: names[0] for names, places in beads if len(names) == len(places) == 1}
    return [_headed(block, source.get(renders.get(place, ""))) for place, block in enumerate(content)]


def _headed(block: Node, source: Node | None) -> Node:
    if source is None or (source["type"], block["type"]) != ("heading", "paragraph"):
        return block
    return block | {"type": "heading", "attrs": block["attrs"] | {"level": source["attrs"]["level"]}}
