"""The grammar of a document, as Tiptap 3 writes it. The editor's extensions and this must name the same things."""

from collections.abc import Callable
from typing import Any

from prosemirror.model import Schema
from prosemirror.model.schema import AttributeSpec


def _one_of(allowed: range) -> Callable[[Any], None]:
    def validate(value: Any) -> None:
        # A float or a bool may equal a level, and would then be written into a tag's name.
        if type(value) is not int or value not in allowed:
            raise ValueError(f"{value!r} is not in {allowed}")

    return validate


_ID: dict[str, AttributeSpec] = {"id": {"default": None}}

SCHEMA: Schema[Any, Any] = Schema(
    {
        "nodes": {
            "doc": {"content": "block+"},
            "paragraph": {"content": "inline*", "group": "block", "attrs": _ID},
            "heading": {
                "content": "inline*",
                "group": "block",
                "attrs": {**_ID, "level": {"default": 2, "validate": _one_of(range(2, 4))}},
            },
            "bulletList": {"content": "listItem+", "group": "block", "attrs": _ID},
            "orderedList": {
                "content": "listItem+",
                "group": "block",
                "attrs": {**_ID, "start": {"default": 1, "validate": _one_of(range(10_000))}},
            },
            "listItem": {"content": "paragraph block*"},
            "blockquote": {"content": "block+", "group": "block", "attrs": _ID},
            "horizontalRule": {"group": "block", "attrs": _ID},
            "hardBreak": {"group": "inline", "inline": True},
            "text": {"group": "inline"},
        },
        # In the order in which they nest: Tiptap gives the link the highest priority.
        "marks": {"link": {"attrs": {"href": {}}}, "bold": {}, "italic": {}},
    }
)
