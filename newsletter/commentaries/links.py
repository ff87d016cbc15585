"""What ties a translation to its source, block by block, as the translation itself keeps it.

A block carries `of` (the ids of the source blocks that it renders) and `seen` (the revision of the source in which the
translator last saw them); `derived_from` is the id of the block that it was split from, in any text; `machine` marks
words that no person has edited or confirmed yet. A title and a standfirst have no block to carry them: theirs are in
the text's `heads`.
"""

import re
from typing import Any

Attrs = dict[str, Any]
Heads = dict[str, Attrs]
"""`seen` and `machine` of `title` and of `standfirst`."""

LINKS = ("of", "seen", "derived_from", "machine")
HEADS = ("title", "standfirst")
MOST_SOURCES = 20
"""Source blocks that one block may render."""

_ID = re.compile(r"(?!(?:title|standfirst|changes)$)[A-Za-z0-9_-]{1,40}")
"""Not the names of a text's other parts, nor that of a request for changes to the whole (remarks.py)."""


def is_block_id(name: object) -> bool:
    return isinstance(name, str) and bool(_ID.fullmatch(name))


def links_in(attrs: Attrs) -> Attrs:
    """The links that make sense; others are dropped, for no words hang on them."""
    found: Attrs = {}
    of, seen = attrs.get("of"), attrs.get("seen")
    if isinstance(of, list) and (named := [name for name in dict.fromkeys(map(_hashable, of)) if is_block_id(name)]):
        found["of"] = named[:MOST_SOURCES]
    if type(seen) is int and 0 <= seen < 1_000_000_000:
        found["seen"] = seen
    if is_block_id(attrs.get("derived_from")):
        found["derived_from"] = attrs["derived_from"]
    if attrs.get("machine") is True:
        found["machine"] = True
    return found


def _hashable(name: object) -> str:
    return name if isinstance(name, str) else ""


def checked_heads(raw: object) -> Heads:
    """Those of a browser, or of anywhere else."""
    given = raw if isinstance(raw, dict) else {}
    known = {name: links_in(given[name]) for name in HEADS if isinstance(given.get(name), dict)}
    kept = ("seen", "machine")
    return {name: {key: attrs[key] for key in kept if key in attrs} for name, attrs in known.items() if attrs}
