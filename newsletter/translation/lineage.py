"""What became of each block of a text between two of its versions, through splits, merges and pasting."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property

from rapidfuzz import fuzz, process

from newsletter.commentaries.document import Node
from newsletter.translation.fingerprints import Blocks

SIMILAR = 60
"""Of a hundred: at this similarity a block without its id is taken for the one that went."""
_TELLING = 20
"""Characters: shorter words may stand in another block by chance, unless that is next to where they stood."""

Lineage = Mapping[str, tuple[str, ...]]
"""By the id of each block of the older version, the blocks of the newer one in which its words stand."""


def lineage(before: Sequence[Node], after: Sequence[Node]) -> Lineage:
    return lineage_between(Blocks(before), Blocks(after))


def lineage_between(old: Blocks, new: Blocks) -> Lineage:
    """By id first; what has lost its id is found by the same words, by words within others, by similar ones."""
    heirs: dict[str, list[str]] = {name: [name] if name in new.by_id else [] for name in old.by_id}
    strays = [name for name in new.by_id if name not in heirs and not _take_home(name, new, heirs)]
    lost = [name for name, found in heirs.items() if not found]
    if lost or strays:
        _Search(old, new, heirs).find(lost, strays)
    return {
        name: tuple(found) if len(found) < 2 else tuple(heir for heir in new.by_id if heir in found)
        for name, found in heirs.items()
    }


def _take_home(name: str, new: Blocks, heirs: Mapping[str, list[str]]) -> bool:
    """Whether it says itself which block it was split from, or which one that one was split from."""
    parent, passed = new.by_id[name]["attrs"].get("derived_from"), {name}
    while parent and parent not in heirs and parent in new.by_id and parent not in passed:
        passed.add(parent)
        parent = new.by_id[parent]["attrs"].get("derived_from")
    if parent not in heirs:
        return False
    heirs[parent].append(name)
    return True


class _Search:
    """For what has no id, or says nothing of where it is from."""

    def __init__(self, old: Blocks, new: Blocks, heirs: dict[str, list[str]]) -> None:
        self.old, self.new, self.heirs = old, new, heirs

    def find(self, lost: Iterable[str], strays: Iterable[str]) -> None:
        lost = [name for name in lost if self.old.words(name)]
        strays = [name for name in strays if self.new.words(name)]
        lost, strays = self._match_same(lost, strays)
        merged = self._match_within(lost, self.old, self.new)
        for name, home in merged:
            self.heirs[name].append(home)
        split = self._match_within(strays, self.new, self.old)
        for name, home in split:
            self.heirs[home].append(name)
        taken = {name for found in self.heirs.values() for name in found}
        self._match_similar(
            [name for name in lost if not self.heirs[name]], [name for name in strays if name not in taken]
        )

    def _match_same(self, lost: list[str], strays: list[str]) -> tuple[list[str], list[str]]:
        """Those of the same words in their order; the rest is handed back."""
        by_words: dict[str, list[str]] = defaultdict(list)
        for name in reversed(strays):
            by_words[self.new.words(name)].append(name)
        for name in lost:
            if same := by_words[self.old.words(name)]:
                self.heirs[name].append(same.pop())
        left = {name for same in by_words.values() for name in same}
        return [name for name in lost if not self.heirs[name]], [name for name in strays if name in left]

    def _match_within(self, names: list[str], mine: Blocks, theirs: Blocks) -> list[tuple[str, str]]:
        """Blocks of one side, with those of the other that have their words and more: they were merged or split."""
        if not names:
            return []
        homes = [name for name in theirs.by_id if name not in mine.by_id or name in self.reworded]
        found: dict[str, str] = {}
        for name in sorted(names, key=lambda name: -len(mine.words(name))):
            words = mine.words(name)
            fit = (home for home in homes if words in theirs.words(home) and words not in mine.words(home))
            if len(words) < _TELLING:
                near = {home for other in _beside(name, mine) for home in (*self._kin(other, mine), found.get(other))}
                fit = (home for home in fit if home in near)
            if home := next(fit, None):
                found[name] = home
        return list(found.items())

    @cached_property
    def reworded(self) -> set[str]:
        """What isn't as it was: other words can only have gone into it, or come out of it."""
        both = (name for name in self.old.by_id if name in self.new.by_id)
        return {name for name in both if not self.old.is_copied_in(self.new, name)}

    def _kin(self, name: str, mine: Blocks) -> Iterable[str]:
        """What of the other side a block is known to be one with."""
        if mine is self.old:
            return self.heirs[name]
        return (ancestor for ancestor, found in self.heirs.items() if name in found)

    def _match_similar(self, lost: list[str], strays: list[str]) -> None:
        """The most alike first, each once."""
        choices = {name: _sorted(self.new.words(name)) for name in strays}
        found = [
            (score, name, stray)
            for name in lost
            for _, score, stray in process.extract(
                _sorted(self.old.words(name)), choices, scorer=fuzz.ratio, score_cutoff=SIMILAR, limit=None
            )
        ]
        taken = set[str]()
        for _, name, stray in sorted(found, key=lambda match: -match[0]):
            if not self.heirs[name] and stray not in taken:
                taken.add(stray)
                self.heirs[name].append(stray)


def _beside(name: str, found: Blocks) -> list[str]:
    """The blocks right before and after it."""
    order = list(found.by_id)
    place = order.index(name)
    return [*order[max(0, place - 1) : place], *order[place + 1 : place + 2]]


def _sorted(words: str) -> str:
    """What fuzz.token_sort_ratio would make of it at each comparison."""
    return " ".join(sorted(words.split()))
