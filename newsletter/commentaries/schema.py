"""The grammar of a document, as Tiptap 3 writes it. The editor's extensions and this must name the same things."""

import re
from collections.abc import Callable
from typing import Any

from prosemirror.model import Schema
from prosemirror.model.schema import AttributeSpec

from newsletter.commentaries.characters import MAX_HREF
from newsletter.commentaries.links import LINKS


def _one_of(allowed: range) -> Callable[[Any], None]:
    def validate(value: Any) -> None:
        # A float or a bool may equal a level, and would then be written into a tag's name.
        if type(value) is not int or value not in allowed:
            raise ValueError(f"{value!r} is not in {allowed}")

    return validate


def _digest(value: Any) -> None:
    if not isinstance(value, str) or not re.fullmatch("[0-9a-f]{64}", value):
        raise ValueError("not the name of a photo")


FIGURE_WORDS = {"alt": 300, "caption": 500, "credit": 120, "credit_href": MAX_HREF}
"""The words of a picture in the text, and how many characters each may have."""

_OF_A_BLOCK: dict[str, AttributeSpec] = {name: {"default": None} for name in ("id", *LINKS)}

SCHEMA: Schema[Any, Any] = Schema(
    {
        "nodes": {
            "doc": {"content": "(block | top)+"},
            "paragraph": {"content": "inline*", "group": "block", "attrs": _OF_A_BLOCK},
            "heading": {
                "content": "inline*",
                "group": "block",
                "attrs": {**_OF_A_BLOCK, "level": {"default": 2, "validate": _one_of(range(2, 4))}},
            },
            "bulletList": {"content": "listItem+", "group": "block", "attrs": _OF_A_BLOCK},
            "orderedList": {
                "content": "listItem+",
                "group": "block",
                "attrs": {**_OF_A_BLOCK, "start": {"default": 1, "validate": _one_of(range(10_000))}},
            },
            "listItem": {"content": "paragraph block*"},
            "blockquote": {"content": "block+", "group": "block", "attrs": _OF_A_BLOCK},
            "horizontalRule": {"group": "block", "attrs": _OF_A_BLOCK},
            # Of the group `top` is what stands in no other block.
            "callout": {"content": "block+", "group": "top", "attrs": _OF_A_BLOCK},
            "figure": {
                "group": "top",
                "attrs": {
                    **_OF_A_BLOCK,
                    "photo": {"validate": _digest},
                    "width": {"validate": _one_of(range(1, 65_536))},
                    "height": {"validate": _one_of(range(1, 65_536))},
                    **{name: {"default": "", "validate": "string"} for name in FIGURE_WORDS},
                },
            },
            "hardBreak": {"group": "inline", "inline": True},
            "text": {"group": "inline"},
        },
        # In the order in which they nest: Tiptap gives the link the highest priority.
        "marks": {"link": {"attrs": {"href": {}}}, "bold": {}, "italic": {}},
    }
)
