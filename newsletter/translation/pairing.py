"""The blocks of a translation beside those of its source, and how each pair stands."""

from bisect import bisect_left
from collections.abc import Container, Iterable, Iterator, Sequence

from newsletter.commentaries.document import Node, blocks
from newsletter.commentaries.merging import Version
from newsletter.translation.fingerprints import fingerprint
from newsletter.translation.lineage import Lineage, lineage
from newsletter.translation.staleness import Pair, Source, State, head_pairs


def pairs(source: Source, target: Version) -> list[Pair]:
    """Title, standfirst, then the blocks in the order of the source; what renders none of them comes last."""
    return [*head_pairs(source, target), *_Sheet(source, target).pairs()]


class _Sheet:
    def __init__(self, source: Source, target: Version) -> None:
        self.source = source
        self.blocks = {_id(block): block for block in blocks(source.now.document) if fingerprint(block)}
        self.places = {name: place for place, name in enumerate(self.blocks)}
        self.targets = {_id(block): block for block in blocks(target.document) if fingerprint(block)}
        self.lineages: dict[int, Lineage] = {}

    def pairs(self) -> Iterator[Pair]:
        groups = list(self._groups())
        straight = self._in_order([sources for sources, targets in groups if sources and targets])
        found = [self._pair(sources, targets, straight) for sources, targets in groups]
        yield from sorted(found, key=lambda pair: self.places[pair.sources[0]] if pair.sources else len(self.places))

    def _groups(self) -> Iterator[tuple[list[str], list[str]]]:
        """Source blocks and the blocks that render them, in the order of the translation; then what nothing renders."""
        group_of: dict[str, tuple[list[str], list[str]]] = {}
        order = {name: place for place, name in enumerate(self.targets)}
        for name, block in self.targets.items():
            rendered = {heir for each in block["attrs"].get("of", ()) for heir in self._heirs(block, each)}
            joined = [group_of[each] for each in rendered if each in group_of]
            rendered.update(each for there, _ in joined for each in there)
            targets = {*(each for _, there in joined for each in there), name}
            group = (sorted(rendered, key=self.places.__getitem__), sorted(targets, key=order.__getitem__))
            group_of.update(dict.fromkeys(rendered, group))
            if not rendered:
                yield group
        unique = {id(group): group for group in group_of.values()}.values()
        yield from sorted(unique, key=lambda group: order[group[1][0]])
        yield from (([name], []) for name in self.blocks if name not in group_of)

    def _heirs(self, block: Node, name: str) -> Iterable[str]:
        """What of the source as it is now has the words that `name` had when the block was made from it."""
        seen = block["attrs"].get("seen")
        if seen not in self.source.past:
            return [name] if name in self.blocks else []
        if seen not in self.lineages:
            before, after = self.source.past[seen].document, self.source.now.document
            self.lineages[seen] = lineage(blocks(before), blocks(after))
        return [heir for heir in self.lineages[seen].get(name, ()) if heir in self.blocks]

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
        links = [self.targets[name]["attrs"] for name in targets]
        machine = any(link.get("machine") for link in links)
        of = tuple(dict.fromkeys(name for link in links for name in link.get("of", ())))
        numbers = [link.get("seen") for link in links]
        seen = min((number for number in numbers if number is not None), default=None)
        if not targets:
            return Pair(State.MISSING, tuple(sources), ())
        if not sources:
            state = State.OWN if seen is not None and not of else State.ORPHAN
            return Pair(state, (), tuple(targets), seen, of, machine=machine)
        is_current = all(number is not None and self._is_as_seen(number, of, sources) for number in numbers)
        state, out_of_order = State.CURRENT if is_current else State.CHANGED, sources[0] not in straight
        return Pair(state, tuple(sources), tuple(targets), seen, of, out_of_order=out_of_order, machine=machine)

    def _is_as_seen(self, seen: int, of: Sequence[str], sources: Sequence[str]) -> bool:
        was = self.source.past.get(seen)
        if was is None:
            return False
        rendered = _those(was, of)
        if rendered == [self.blocks[name] for name in sources]:
            return True
        names = {*of, *sources}
        return self.source.reads(_content(rendered), seen, lambda version: _content(_those(version, names)))


def _those(version: Version, names: Container[str]) -> list[Node]:
    return [block for block in blocks(version.document) if _id(block) in names]


def _content(found: Iterable[Node]) -> str:
    """Of several blocks together, so that splitting or merging them changes nothing."""
    return " ".join(filter(None, map(fingerprint, found)))


def _id(block: Node) -> str:
    return str(block["attrs"]["id"])
