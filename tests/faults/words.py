"""The same rules as newsletter/static/js/{words,parts}.js, for a text that knows only paragraphs."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from tests.commentaries.test_merging import block

Patch = dict[str, Any]
Pending = tuple[int, Patch]
"""The revision that it is based on, and a patch."""


@dataclass
class Words:
    order: list[str] = field(default_factory=list)
    blocks: dict[str, str] = field(default_factory=dict)

    def copy(self) -> "Words":
        return Words(list(self.order), dict(self.blocks))

    def bring(self, blocks: dict[str, str], order: list[str] | None = None) -> None:
        """`order`, where there is one, names every block that is to stand in the end; an editor is never empty."""
        known = self.blocks | blocks
        wanted = self.order if order is None else order
        self.order = [name for name in wanted if name in known] or self.order[-1:]
        self.blocks = {name: known[name] for name in self.order}


class Unshown(Words):
    """Words of a tab that is gone, without an editor: a block may be there that has no place."""

    def bring(self, blocks: dict[str, str], order: list[str] | None = None) -> None:
        self.blocks |= blocks
        for name in set(self.order) - set(self.order if order is None else order):
            self.blocks.pop(name, None)
        self.order = list(self.order if order is None else order)


@dataclass
class Saved:
    """The words that the server has, as far as a tab knows, at `revision`."""

    words: Words
    revision: int
    based: dict[str, int] = field(default_factory=dict)
    held: set[str] = field(default_factory=set)
    theirs: dict[str, str | None] = field(default_factory=dict)

    def is_changed(self, name: str, now: Words) -> bool:
        return now.blocks.get(name) != self.words.blocks.get(name)

    def patches(self, now: Words, *, with_held: bool = False, pending: Pending | None = None) -> list[Pending]:
        by_revision: dict[int, Patch] = {}
        for name, words in now.blocks.items():
            if (self.is_changed(name, now) or _touches(pending, name)) and (with_held or name not in self.held):
                patch = by_revision.setdefault(self.based.get(name, self.revision), {})
                patch.setdefault("blocks", {})[name] = block(name, words)
        for name in self.words.order:
            if name not in now.blocks and name not in self.held and self._is_apart(name):
                by_revision.setdefault(self.based[name], {}).setdefault("deleted", []).append(name)
        order = self.order_to_send(now)
        if order != self.words.order:
            by_revision.setdefault(self.revision, {})["order"] = order
        return sorted(by_revision.items(), key=lambda item: item[0])

    def order_to_send(self, now: Words) -> list[str]:
        return without(now.order, self._is_apart, self.words.order)

    def _is_apart(self, name: str) -> bool:
        return name in self.held or self.based.get(name, self.revision) != self.revision

    def accept(self, pending: Pending, told: Any, now: Words) -> bool:
        """Whether it was a patch of the newest; what came with the answer is in `now`."""
        revision, patch = pending
        of_newest = revision == self.revision
        for name, words in _parts_of(patch):
            self.words.blocks[name] = words
            self.held.discard(name)
            self.theirs.pop(name, None)
            self.based.pop(name, None)
            if not of_newest:
                self.based[name] = told["revision"]
        deleted = patch.get("deleted", [])
        self._take_out([name for name in patch.get("order", self.words.order) if name not in deleted])
        self.based.update(dict.fromkeys(deleted, told["revision"]))
        if of_newest:
            self._take(told["theirs"] or {}, told["revision"], now)
        return of_newest

    def refuse(self, patch: Patch, revision: int, now: Words) -> None:
        """Blocks that were deleted and are here again are new, whether the server has them or not."""
        for name in self.words.order if "order" in patch else []:
            if name not in patch["order"] and name in now.blocks:
                self.words.blocks.pop(name, None)
                self.based[name] = revision

    def _take_out(self, order: list[str]) -> None:
        for name in set(self.words.order) - set(order):
            self.words.blocks.pop(name, None)
            self.based.pop(name, None)
        self.words.order = order

    def _take(self, theirs: Patch, revision: int, now: Words) -> None:
        before, self.revision = self.revision, revision
        fresh: dict[str, str] = {}
        for name, words in _parts_of(theirs):
            is_known = words == self.words.blocks.get(name)
            is_deleted_here = name not in now.blocks and name in self.words.blocks
            if not is_known and (name in self.held or (self.is_changed(name, now) and not is_deleted_here)):
                self.based.setdefault(name, before)
                self.theirs[name] = words
                continue
            self.based.pop(name, None)
            self.held.discard(name)
            self.theirs.pop(name, None)
            if not is_known:
                self.words.blocks[name] = fresh[name] = words
        now.bring(fresh, self._take_order(theirs.get("order", self.words.order), now, fresh, before))

    def _take_order(self, theirs: list[str], now: Words, fresh: dict[str, str], before: int) -> list[str]:
        were = self.words.order
        for name in [name for name in were if name not in theirs]:
            self.theirs[name] = None
            if name in now.blocks and self.is_changed(name, now):
                self.based.setdefault(name, before)
            else:
                self.words.blocks.pop(name, None)

        def lives(name: str) -> bool:
            is_there = name in theirs or name not in were or (name in now.blocks and name in self.words.blocks)
            return is_there and (name in now.order or name not in were or name in fresh)

        self.words.order = list(theirs)
        return woven(were, theirs, now.order, lives)

    def ask_again(self, name: str, theirs: str | None) -> None:
        if name in self.theirs and self.theirs[name] != theirs:
            self.held.discard(name)

    def settle(self, name: str, theirs: str | None, revision: int) -> None:
        self.held.discard(name)
        if theirs is None:
            self.words.blocks.pop(name, None)
            self.words.order = [other for other in self.words.order if other != name]
            self.based.pop(name, None)
        else:
            newest = self.theirs.get(name, self.words.blocks.get(name))
            self.words.blocks[name], self.based[name] = theirs, revision
            if newest == theirs:
                del self.based[name]
        self.theirs.pop(name, None)


def insert(into: list[str], name: str, order: list[str]) -> None:
    """Behind the nearest of those that it follows in `order`."""
    earlier: Iterable[str] = reversed(order[: order.index(name)] if name in order else [])
    into.insert(next((into.index(other) + 1 for other in earlier if other in into), 0), name)


def without(order: list[str], apart: Callable[[str], bool], other: list[str]) -> list[str]:
    rest = [name for name in order if not apart(name)]
    for name in other:
        if apart(name):
            insert(rest, name, other)
    return rest


def woven(were: list[str], theirs: list[str], mine: list[str], lives: Callable[[str], bool]) -> list[str]:
    def common(order: list[str]) -> list[str]:
        return [name for name in order if name in were and name in mine]

    spine, other = (theirs, mine) if common(were) == common(mine) else (mine, theirs)
    order = [name for name in spine if lives(name)]
    for name in other:
        if lives(name) and name not in order:
            insert(order, name, other)
    return order


def words_of(document: Any) -> Words:
    blocks = {node["attrs"]["id"]: text_of(node) for node in document["content"]}
    return Words(list(blocks), blocks)


def text_of(node: Any) -> str:
    return "".join(run["text"] for run in node.get("content", [])) if node else ""


def _parts_of(patch: Patch) -> list[tuple[str, str]]:
    return [(name, text_of(node)) for name, node in patch.get("blocks", {}).items()]


def _touches(pending: Pending | None, name: str) -> bool:
    patch = pending[1] if pending else {}
    is_out = "order" in patch and name not in patch["order"]
    return name in patch.get("blocks", {}) or name in patch.get("deleted", []) or is_out
