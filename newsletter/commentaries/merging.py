"""Versions of a text, what changed from one to the other, and the words of two people merged block by block."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from newsletter.commentaries.document import (
    Document,
    Node,
    NotADocument,
    bare,
    blocks,
    checked,
    cleaned,
    empty_document,
    machine_made,
    unlinked,
)
from newsletter.commentaries.links import HEADS, Heads, checked_heads
from newsletter.commentaries.schema import SCHEMA

Part = str | Node
"""A title, a standfirst or a block."""
Patch = dict[str, Any]
"""What an editor sends: any of `title`, `standfirst`, `heads`, `order` (all ids), `blocks` (by id, the new and changed
ones), and `deleted` (ids), as of a revision whose order it doesn't know."""


@dataclass(frozen=True)
class Version:
    """The words of a text at one time. `document` is checked."""

    title: str
    standfirst: str
    document: Document
    heads: Heads = field(default_factory=dict)

    @property
    def machine_made(self) -> list[str]:
        """The parts that no person has edited or confirmed since a machine wrote them."""
        return [*(name for name in HEADS if self.heads.get(name, {}).get("machine")), *machine_made(self.document)]

    @property
    def order(self) -> list[str]:
        return [block["attrs"]["id"] for block in blocks(self.document)]

    def parts(self) -> dict[str, Part]:
        """By block id; no block is called `title` or `standfirst`."""
        found = {block["attrs"]["id"]: block for block in blocks(self.document)}
        return {"title": self.title, "standfirst": self.standfirst, **found}


NOTHING = Version("", "", {"type": "doc", "content": []})


@dataclass(frozen=True)
class Merge:
    version: Version
    """With their words wherever the two clash."""
    clashes: tuple[str, ...]
    """Parts that both changed, each in another way."""


def merge(base: Version, theirs: Version, mine: Version) -> Merge:
    """What each side changed since `base`; NOTHING for a base that is forgotten. Raises DocumentError over a limit."""
    were, their, my = base.parts(), theirs.parts(), mine.parts()
    merged: dict[str, Part] = {}
    clashes = []
    for name in {**their, **my}:
        was, there, here = were.get(name), their.get(name), my.get(name)
        if not same(was, here) and not same(was, there) and not same(here, there):
            clashes.append(name)
        kept = there if same(was, here) or name in clashes else here
        if kept is not None:
            merged[name] = kept
    title, standfirst = str(merged.pop("title")), str(merged.pop("standfirst"))
    order = _order(base.order, theirs.order, mine.order, merged)
    content = [merged[name] for name in order] or blocks(empty_document())
    document = checked({"type": "doc", "content": content})
    return Merge(Version(title, standfirst, document, _heads(base, theirs, mine)), tuple(clashes))


def _heads(base: Version, theirs: Version, mine: Version) -> Heads:
    """Nobody is asked about links: of two that were set, mine is as good as theirs."""
    of = {name: theirs if mine.heads.get(name) == base.heads.get(name) else mine for name in HEADS}
    return {name: links for name, version in of.items() if (links := version.heads.get(name))}


def _order(base: list[str], theirs: list[str], mine: list[str], kept: Iterable[str]) -> list[str]:
    """As mine, unless they moved something; what only the other side has comes after what it followed there."""
    kept = set(kept)
    spine, other = (theirs, mine) if _moved(base, theirs) else (mine, theirs)
    order = [name for name in spine if name in kept]
    for place, name in enumerate(other):
        if name in kept and name not in order:
            before = next((order.index(known) + 1 for known in reversed(other[:place]) if known in order), 0)
            order.insert(before, name)
    return order


def _moved(base: list[str], order: list[str]) -> bool:
    return [name for name in order if name in base] != [name for name in base if name in order]


def same(one: Part | None, other: Part | None) -> bool:
    """The editor writes out defaults that an import leaves away; to the grammar they are the same."""
    if one == other or not isinstance(one, dict) or not isinstance(other, dict):
        return one == other
    return bool(SCHEMA.node_from_json(one).eq(SCHEMA.node_from_json(other)))


def same_version(one: Version, other: Version) -> bool:
    return one.order == other.order and patch_between(one, other) is None


def same_reading(one: Version, other: Version) -> bool:
    """Whether nobody who reads them could tell the two apart: they differ at most in what ties them to a source."""
    return same_version(_unlinked(one), _unlinked(other))


def edited_since(before: Version, version: Version) -> Version:
    """As a person saves it: what they have changed since `before` is the machine's no more."""
    were = before.parts()
    content = [_edited(block, were.get(block["attrs"]["id"])) for block in blocks(version.document)]
    changed = {name for name in HEADS if getattr(version, name) != getattr(before, name)}
    heads = {name: _unmarked(links) if name in changed else links for name, links in version.heads.items()}
    return Version(version.title, version.standfirst, version.document | {"content": content}, heads)


def _edited(block: Node, before: Part | None) -> Node:
    if isinstance(before, dict) and block["attrs"].get("machine") and not same(bare(before), bare(block)):
        return block | {"attrs": _unmarked(block["attrs"])}
    return block


def _unmarked(links: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in links.items() if name != "machine"}


def not_ahead(version: Version, newest: int) -> Version:
    """Nobody has seen a revision of the source that isn't there yet."""
    content = [_seen_until(block, newest) for block in blocks(version.document)]
    heads = {name: kept for name, links in version.heads.items() if (kept := _without_future(links, newest))}
    return Version(version.title, version.standfirst, version.document | {"content": content}, heads)


def _seen_until(block: Node, newest: int) -> Node:
    return block | {"attrs": _without_future(block["attrs"], newest)}


def _without_future(links: dict[str, Any], newest: int) -> dict[str, Any]:
    return {name: value for name, value in links.items() if name != "seen" or value <= newest}


def untied(version: Version) -> Version:
    """Without what it says of its source; what a machine wrote stays marked."""
    ties = ("of", "seen")
    content = [block | {"attrs": _without(block["attrs"], ties)} for block in blocks(version.document)]
    heads = {name: kept for name, links in version.heads.items() if (kept := _without(links, ties))}
    return Version(version.title, version.standfirst, version.document | {"content": content}, heads)


def _without(links: dict[str, Any], names: Iterable[str]) -> dict[str, Any]:
    return {name: value for name, value in links.items() if name not in names}


def _unlinked(version: Version) -> Version:
    content = [unlinked(block) for block in blocks(version.document)]
    return Version(version.title, version.standfirst, {"type": "doc", "content": content})


def patch_between(before: Version, after: Version) -> Patch | None:
    """What turns `before` into `after`; None for nothing."""
    were, parts = before.parts(), after.parts()
    changed = {name: part for name, part in parts.items() if not same(were.get(name), part)}
    patch: Patch = {name: changed.pop(name) for name in ("title", "standfirst") if name in changed}
    if changed:
        patch["blocks"] = changed
    if before.order != after.order:
        patch["order"] = after.order
    if before.heads != after.heads:
        patch["heads"] = after.heads
    return patch or None


def patched(base: Version, patch: object) -> Version:
    """`base` with what a browser sends. Raises DocumentError."""
    if not isinstance(patch, dict):
        raise NotADocument
    title, standfirst = (cleaned(patch.get(name, getattr(base, name))) for name in ("title", "standfirst"))
    known: Mapping[str, Any] = {block["attrs"]["id"]: block for block in blocks(base.document)}
    new, order, deleted = patch.get("blocks", {}), patch.get("order", base.order), patch.get("deleted", [])
    if not (isinstance(new, dict) and isinstance(order, list) and isinstance(deleted, list)):
        raise NotADocument
    order = [name for name in order if name not in deleted]
    there = {**known, **new}
    if not all(isinstance(name, str) and name in there for name in order) or len(set(order)) != len(order):
        raise NotADocument
    # Where the base is forgotten, a block may have no place any more; its words still have one.
    strays = [name for name in new if name not in order]
    document = checked({"type": "doc", "content": [_named(name, there[name]) for name in [*order, *strays]]})
    return Version(title, standfirst, document, _patched_heads(base.heads, patch.get("heads")))


def _patched_heads(base: Heads, given: object) -> Heads:
    """What is given as empty is tied to nothing any more."""
    emptied = [name for name in HEADS if isinstance(given, dict) and given.get(name) == {}]
    return {name: links for name, links in (base | checked_heads(given)).items() if name not in emptied}


def _named(name: str, block: object) -> object:
    """What is filed under an id bears it."""
    if not isinstance(block, dict):
        raise NotADocument
    attrs = block.get("attrs")
    return block | {"attrs": (attrs if isinstance(attrs, dict) else {}) | {"id": name}}
