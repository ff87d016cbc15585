"""The blocks of a translation beside those of its source, and how each pair stands."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence

from newsletter.commentaries.document import blocks
from newsletter.commentaries.merging import Version
from newsletter.translation.fingerprints import has_words
from newsletter.translation.seeing import Sight, Sights
from newsletter.translation.staleness import Pair, Source, State, head_pairs


def pairs(source: Source, target: Version) -> list[Pair]:
    """Title, standfirst, then the blocks in the order of the source; what renders none of them comes last."""
    return [*head_pairs(source, target), *_Sheet(source, target).pairs()]


_Group = tuple[list[str], list[str]]
"""Blocks of the source, and of the translation."""


class _Sheet:
    def __init__(self, source: Source, target: Version) -> None:
        self.sights = Sights(source)
        self.places = {name: place for place, name in enumerate(self.sights.now.by_id)}
        self.links = {block["attrs"]["id"]: block["attrs"] for block in blocks(target.document) if has_words(block)}
        self.order = {name: place for place, name in enumerate(self.links)}

    def pairs(self) -> Iterator[Pair]:
        groups = list(self._groups())
        straight = self._in_order([sources for sources, targets in groups if sources and targets])
        found = [self._pair(sources, targets, straight) for sources, targets in groups]
        yield from sorted(found, key=lambda pair: self.places[pair.sources[0]] if pair.sources else len(self.places))

    def _groups(self) -> Iterator[_Group]:
        """Source blocks and the blocks that render them, in the order of the translation; then what nothing renders."""
        group_of: dict[str, _Group] = {}
        for name, link in self.links.items():
            rendered = self.sights.heirs(link.get("seen"), link.get("of", ()))
            group = list(rendered), [name]
            joined = [group_of[each] for each in rendered if each in group_of]
            if joined or len(rendered) > 1:
                group = self._as_one([group, *joined])
            group_of.update(dict.fromkeys(group[0], group))
            if not rendered:
                yield group
        unique = {id(group): group for group in group_of.values()}.values()
        yield from sorted(unique, key=lambda group: self.order[group[1][0]])
        yield from (([name], []) for name in self.places if name not in group_of)

    def _as_one(self, groups: Sequence[_Group]) -> _Group:
        sources = {name for group in groups for name in group[0]}
        targets = {name for group in groups for name in group[1]}
        return sorted(sources, key=self.places.__getitem__), sorted(targets, key=self.order.__getitem__)

    def _in_order(self, groups: Sequence[list[str]]) -> set[str]:
        """The first sources of the most groups that stand in both texts in the same order."""
        ends: list[int] = []
        chains: list[list[str]] = []
        for sources in groups:
            place = self.places[sources[0]]
            length = bisect_left(ends, place)
            chain = [*(chains[length - 1] if length else []), sources[0]]
            ends[length : length + 1], chains[length : length + 1] = [place], [chain]
        return set(chains[-1]) if chains else set()

    def _pair(self, sources: list[str], targets: list[str], straight: set[str]) -> Pair:
        if not targets:
            return Pair(State.MISSING, tuple(sources), ())
        links = [self.links[name] for name in targets]
        machine = any("machine" in link for link in links)
        sights = [Sight(link["seen"], tuple(link.get("of", ()))) for link in links if "seen" in link]
        seen = min((sight.seen for sight in sights), default=None)
        of = tuple(dict.fromkeys(name for link in links for name in link.get("of", ())))
        if not sources:
            state = State.OWN if sights and not of else State.ORPHAN
            return Pair(state, (), tuple(targets), seen, of, machine=machine)
        is_current = len(sights) == len(links) and self.sights.are_current(sights)
        state = State.CURRENT if is_current else State.CHANGED
        astray = sources[0] not in straight or self.sights.are_shuffled(sights)
        return Pair(state, tuple(sources), tuple(targets), seen, of, out_of_order=astray, machine=machine)
