"""Where the machine's words go in a translation: beside everybody's, never over them."""

from collections.abc import Iterable, Mapping

from newsletter.commentaries.document import Node, blocks, checked, new_block_id
from newsletter.commentaries.links import HEADS
from newsletter.commentaries.merging import Part, Version
from newsletter.translation.fingerprints import fingerprint
from newsletter.translation.staleness import Pair


def placed(target: Version, source: Version, pairs: Iterable[Pair], drafted: Mapping[str, Part], seen: int) -> Version:
    """`target` with drafts of parts that nothing renders yet, by the part of the source, in the source's order.

    `seen` is the revision of the source that they were made from. Raises DocumentError over a limit.
    """
    heads = {name: str(drafted[name]) for name in HEADS if name in drafted}
    links = {name: {"seen": seen, "machine": True} for name in heads}
    sheet = _Sheet(target, pairs)
    for block in blocks(source.document):
        name = block["attrs"]["id"]
        if isinstance(draft := drafted.get(name), dict):
            sheet.put(draft | {"attrs": draft["attrs"] | {"of": [name], "seen": seen, "machine": True}}, name)
        sheet.go_past(name)
    document = checked({"type": "doc", "content": sheet.content})
    title, standfirst = heads.get("title", target.title), heads.get("standfirst", target.standfirst)
    return Version(title, standfirst, document, target.heads | links)


class _Sheet:
    def __init__(self, target: Version, pairs: Iterable[Pair]) -> None:
        self.content = blocks(target.document)
        self._last = {name: pair.targets[-1] for pair in pairs if pair.targets for name in pair.sources}
        self._after = 0
        """How many blocks of the translation stand before the next one of the source."""

    def put(self, block: Node, source: str) -> None:
        """Into a block that waits for it, or one of its own."""
        place = next((place for place, there in enumerate(self.content) if self._waits(there, source)), None)
        name = new_block_id() if place is None else self.content[place]["attrs"]["id"]
        made = block | {"attrs": block["attrs"] | {"id": name}}
        if place is None:
            self.content.insert(self._after, made)
        else:
            self.content[place] = made
        self._last[source] = name

    def go_past(self, source: str) -> None:
        names = [block["attrs"]["id"] for block in self.content]
        if (last := self._last.get(source)) in names:
            self._after = names.index(last) + 1

    def _waits(self, block: Node, source: str) -> bool:
        """An empty one that was begun for it, or the one with which every text begins."""
        of = block["attrs"].get("of")
        first = of is None and len(self.content) == 1 and block["type"] == "paragraph"
        return not fingerprint(block) and (first or of == [source])
