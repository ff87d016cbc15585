"""The same rules as newsletter/static/js/saving.js, and the record of what is unsent, as coming-back.js reads it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from tests.faults.words import Patch, Pending, Saved, Unshown, Words, text_of

Ask = Callable[[Patch, int, str], tuple[int, Any]]
OLD = "\0"
"""The words of a block as they were, whatever they were."""


@dataclass
class Record:
    """What the browser keeps of a tab: all that a new one needs to go on."""

    pending: Pending | None
    patches: list[Pending]
    were: list[str]
    are: list[str]
    revision: int


@dataclass
class Saving:
    saved: Saved
    now: Words
    pending: Pending | None = None
    clashes: dict[str, tuple[Any, int]] = field(default_factory=dict)
    """By block, and the newest revision when both versions were told."""
    is_behind: bool = False
    shown_as_saved: set[str] = field(default_factory=set)
    saves: int = 0

    @property
    def is_clean(self) -> bool:
        return not (self.pending or self.saved.held or self.saved.patches(self.now))

    def record(self) -> Record | None:
        patches = self.saved.patches(self.now, with_held=True, pending=self.pending)
        if not (self.pending or patches):
            return None
        were, are = list(self.saved.words.order), self.saved.order_to_send(self.now)
        return Record(self.pending, patches, were, are, self.saved.revision)

    def flush(self, ask: Ask, cut: str = "") -> None:
        """Send until the server lacks nothing."""
        while pending := self.pending or self._next():
            self.pending = pending
            status, told = ask(pending[1], pending[0], cut)
            self.pending = None
            if status == 409:
                self.saved.refuse(pending[1], told["revision"], self.now)
                self._hold(told, pending[0])
            else:
                assert status == 200, (status, told, pending)
                self._accept(pending, told)

    def _next(self) -> Pending | None:
        patches: list[Pending] = self.saved.patches(self.now)
        found = patches[0] if patches else (self.saved.revision, {}) if self.is_behind else None
        self.is_behind = self.is_behind and not (found and found[0] == self.saved.revision)
        return found

    def _accept(self, pending: Pending, told: Any) -> None:
        self.saves += 1
        for node in pending[1].get("blocks", {}).values():
            self.shown_as_saved.update(text_of(node).split())
        self.is_behind = not self.saved.accept(pending, told, self.now) or self.is_behind
        for name, (clash, _revision) in self.clashes.items():
            self.saved.ask_again(name, text_of(clash["theirs"]) if clash["theirs"] else None)
        self.clashes = {name: clash for name, clash in self.clashes.items() if name in self.saved.held}

    def _hold(self, told: Any, based: int) -> None:
        self.is_behind = True
        for clash in told["clashes"]:
            self.hold(clash, based, told["revision"])

    def hold(self, clash: Any, based: int, revision: int) -> None:
        self.saved.held.add(clash["id"])
        self.saved.based[clash["id"]] = based
        self.clashes[clash["id"]] = (clash, revision)

    def adopt(self, clash: Any, mine: str | None, based: int, revision: int) -> None:
        """A clash of words that came back, as if it had been made here."""
        name, order = clash["id"], list(self.now.order)
        assert name not in self.saved.held
        assert not self.saved.is_changed(name, self.now)
        self.hold(clash, based, revision)
        if clash["theirs"] is None:
            order.append(name)
        if mine is None:
            order.remove(name)
        self.now.bring({} if mine is None else {name: mine}, order)


def saving_of(record: Record) -> Saving:
    """Of the words before and after the record knows only what differs."""
    saved = Saved(Words(list(record.were), dict.fromkeys(record.were, OLD)), record.revision)
    now = Unshown(list(record.are), {name: OLD for name in record.are if name in record.were})
    for revision, patch in record.patches:
        for name, node in patch.get("blocks", {}).items():
            now.blocks[name] = text_of(node)
            if revision != record.revision:
                saved.based[name] = revision
    return Saving(saved, now, record.pending)
