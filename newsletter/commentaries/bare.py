"""A document without anything that leads or shows: for a mail that must not ask for anything on its reader's behalf."""

from newsletter.commentaries.document import Document, Node


def bare(document: Document) -> Document:
    """Its words, formatting kept, links gone; of a figure its caption, or else its description, as a paragraph."""
    return {**document, "content": [_bare(node) for node in document.get("content", [])]}


def _bare(node: Node) -> Node:
    if node["type"] == "figure":
        figure = node["attrs"]
        words = figure["caption"] or figure["alt"]
        content = [{"type": "text", "text": words}] if words else []
        return {"type": "paragraph", "attrs": {"id": figure["id"]}, "content": content}
    left = dict(node)
    if marks := [mark for mark in node.get("marks", []) if mark["type"] != "link"]:
        left["marks"] = marks
    else:
        left.pop("marks", None)
    if "content" in node:
        left["content"] = [_bare(child) for child in node["content"]]
    return left
