"""How a translation stands to its source: derived from the two each time, never stored, never a timestamp."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from newsletter.commentaries.links import HEADS
from newsletter.commentaries.merging import Version
from newsletter.translation.fingerprints import folded


class State(StrEnum):
    CURRENT = "current"
    CHANGED = "changed"
    """The source reads otherwise than when the translator last saw it."""
    MISSING = "missing"
    """Nothing renders it yet."""
    ORPHAN = "orphan"
    """What it rendered is gone from the source, or it was never tied to any of it."""
    OWN = "own"
    """Somebody said that it stands on its own: it asks for nothing."""

    @property
    def is_stale(self) -> bool:
        return self in (State.CHANGED, State.MISSING, State.ORPHAN)


@dataclass(frozen=True)
class Source:
    """What a translation is made from, and what is known of its past."""

    now: Version
    past: Mapping[int, Version] = field(default_factory=dict)
    """By number, the revisions that the translation has seen, and those that `minor` names."""
    minor: Sequence[tuple[int, int]] = ()
    """Steps from one kept revision to the next that ask translators for nothing, the oldest first."""

    def reads(self, words: str, seen: int, read: Callable[[Version], str]) -> bool:
        """Whether `words`, as of the revision `seen`, are what `read` finds now, or minor steps made this of them."""
        known = {words}
        for before, after in self.minor:
            if before >= seen and read(self.past[before]) in known:
                known.add(read(self.past[after]))
        return read(self.now) in known


@dataclass(frozen=True)
class Pair:
    """Parts of a source and the parts that render them: one and one, where nothing was split or merged."""

    state: State
    sources: tuple[str, ...]
    """Parts of the source as it is now, in its order."""
    targets: tuple[str, ...]
    """Parts of the translation, in its order."""
    seen: int | None = None
    """The oldest revision of the source that any of them was made from."""
    of: tuple[str, ...] = ()
    """The parts of that revision that they render."""
    out_of_order: bool = False
    machine: bool = False
    """Some of it is a machine's, and nobody has edited or confirmed it."""


def head_pairs(source: Source, target: Version) -> list[Pair]:
    """Of title and standfirst, where there is one in either."""
    found = (_head_pair(name, source, target) for name in HEADS)
    return [pair for pair in found if pair]


def _head_pair(name: str, source: Source, target: Version) -> Pair | None:
    def read(version: Version) -> str:
        return folded(getattr(version, name))

    links = target.heads.get(name, {})
    seen: int | None = links.get("seen")
    machine = bool(links.get("machine"))
    is_current = seen is not None and seen in source.past and source.reads(read(source.past[seen]), seen, read)
    if not read(target):
        return Pair(State.MISSING, (name,), ()) if read(source.now) else None
    if not read(source.now):
        return Pair(State.OWN if is_current else State.ORPHAN, (), (name,), seen, machine=machine)
    return Pair(State.CURRENT if is_current else State.CHANGED, (name,), (name,), seen, (name,), machine=machine)
