"""A document without pictures, or without anything that shows or leads: for mails that ask nobody for anything."""

from collections.abc import Sequence

from newsletter.commentaries.document import Document, Node
from newsletter.letters.discretion import LEFT_OUT, addresses_in


def without_pictures(document: Document) -> Document:
    """Of a figure what it shows, in brackets, and its caption; whose it is matters only where it is seen."""
    return {**document, "content": [_said(node) for node in document.get("content", []) if not _is_mute(node)]}


def bare(document: Document) -> Document:
    """Its words, emphasis kept. Links lose their address, and addresses that are written out give way to a sign.

    A callout is a quotation, since nothing but a class would tell the two apart, and a rule is three stars, since
    rules part the pieces from each other.
    """
    pictureless = without_pictures(document)
    return {**pictureless, "content": [_bare(node) for node in pictureless["content"]]}


def _is_mute(node: Node) -> bool:
    return node["type"] == "figure" and not (node["attrs"]["caption"] or node["attrs"]["alt"])


def _said(node: Node) -> Node:
    if node["type"] != "figure":
        return node
    figure = node["attrs"]
    shows = f"[{figure['alt']}]" if figure["alt"] else ""
    words = {"type": "text", "text": f"{shows} {figure['caption']}".strip()}
    return {"type": "paragraph", "attrs": {"id": figure["id"]}, "content": [words]}


def _bare(node: Node) -> Node:
    if node["type"] == "horizontalRule":
        return {**node, "type": "paragraph", "content": [{"type": "text", "text": "* * *"}]}
    if "content" not in node:
        return node
    if node["type"] in ("paragraph", "heading"):
        return {**node, "content": _without_addresses([_without_link(part) for part in node["content"]])}
    kind = "blockquote" if node["type"] == "callout" else node["type"]
    return {**node, "type": kind, "content": [_bare(child) for child in node["content"]]}


def _without_link(part: Node) -> Node:
    return {**part, "marks": [mark for mark in part.get("marks", []) if mark["type"] != "link"]}


def _without_addresses(parts: Sequence[Node]) -> list[Node]:
    """An address may go on from one part to the next, where its emphasis changes."""
    whole = "".join(part.get("text", "\n") for part in parts)
    for found in reversed(list(addresses_in(whole))):
        parts = _cut(parts, *found.span())
    return [part for part in parts if part.get("text", "\n")]


def _cut(parts: Sequence[Node], start: int, end: int) -> list[Node]:
    """`parts` with the sign in the place of the characters from `start` to `end`."""
    left, at, sign = [], 0, LEFT_OUT
    for part in parts:
        words = part.get("text", "\n")
        first, last = (min(max(edge - at, 0), len(words)) for edge in (start, end))
        if first < last:
            part, sign = {**part, "text": words[:first] + sign + words[last:]}, ""
        left.append(part)
        at += len(words)
    return left
