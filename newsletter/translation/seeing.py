"""What translators saw of a source, and whether it still reads so."""

from collections.abc import Sequence
from itertools import islice, product
from typing import NamedTuple

from newsletter.commentaries.document import blocks
from newsletter.translation.fingerprints import Blocks, has_words, same_words
from newsletter.translation.lineage import Lineage, lineage_between
from newsletter.translation.staleness import Source

Prints = dict[str, str]
"""Fingerprints by block."""

_MOST_READINGS = 1_000
"""That are tried of blocks seen at different times; what none of so many is counts as changed."""
_MOST_WAYS = 1_000
"""In which minor steps may have led to what is there; whatever needs more is looked at by a person."""


class Sight(NamedTuple):
    """What a block was made from: these blocks of a source, in that revision."""

    seen: int
    of: tuple[str, ...]


class Sights:
    """Of one source."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.now = Blocks(block for block in blocks(source.now.document) if has_words(block))
        self.past: dict[int, Blocks] = {}
        self.lineages: dict[tuple[int, int | None], Lineage] = {}

    def heirs(self, seen: int | None, of: Sequence[str]) -> Sequence[str]:
        """What of the source as it is now has the words that `of` had then."""
        if seen is None or seen not in self.source.past:
            return [name for name in of if name in self.now.by_id]
        return self._became(Sight(seen, tuple(of)), None)

    def are_current(self, sights: Sequence[Sight]) -> bool:
        """Of blocks that render something together."""
        if any(sight.seen not in self.source.past for sight in sights):
            return False
        if len(sights) == 1 and self._is_untouched(sights[0]):
            return True
        seen = sorted({sight.seen for sight in sights})
        at_once = (tuple(name for each in sights if each.seen == number for name in each.of) for number in seen)
        together = [Sight(number, of) for number, of in zip(seen, at_once, strict=True)]
        changed = [sight for sight in together if not self._read_as([sight])]
        # Two that were seen at different times may have been merged since.
        return not changed or (len(changed) > 1 and self._read_as(changed))

    def are_shuffled(self, sights: Sequence[Sight]) -> bool:
        """Whether the source has put what they render together in another order."""
        for seen, of in sights:
            if len(of) > 1 and seen in self.source.past:
                stayed = [name for name in self._version(seen).by_id if name in of and name in self.now.by_id]
                if stayed != [name for name in self.now.by_id if name in stayed]:
                    return True
        return False

    def _is_untouched(self, sight: Sight) -> bool:
        """Spares most blocks all that follows."""
        alone = len(sight.of) == 1 and self._became(sight, None) == sight.of
        return alone and self._version(sight.seen).is_as_in(self.now, sight.of[0])

    def _read_as(self, sights: Sequence[Sight]) -> bool:
        heirs = {heir for sight in sights for heir in self._became(sight, None)}
        now = [self.now.words(name) for name in self.now.by_id if name in heirs]
        for choice in islice(product(*map(self._accepted, sights)), _MOST_WAYS):
            known: Prints = {}
            for prints in choice:
                known |= prints
            agree = all(known[name] == words for prints in choice for name, words in prints.items())
            if agree and same_words(list(known.values()), now):
                return True
        return False

    def _accepted(self, sight: Sight) -> list[Prints]:
        """What was seen, and what minor steps have made of it, once or again after it was put back."""
        known = [self._prints(sight, sight.seen)]
        for before, after in self.source.minor:
            if before < sight.seen or (became := self._prints(sight, after)) in known:
                continue
            there = list(self._prints(sight, before).values())
            if any(same_words(list(prints.values()), there) for prints in known):
                # Last, for it looks at all of the source.
                known += [became] if not self._mixed(sight, before, after) else []
        return known

    def _mixed(self, sight: Sight, before: int, after: int) -> bool:
        """Whether a minor step merged them with what other blocks render, or what nothing does."""
        own, heirs = set(self._became(sight, before)), set(self._became(sight, after))
        worded = (name for name, block in self._version(before).by_id.items() if has_words(block))
        became = ((name, heir) for name in worded for heir in self._became(Sight(before, (name,)), after))
        return any((heir in heirs) != (name in own) for name, heir in became)

    def _prints(self, sight: Sight, number: int) -> Prints:
        """Of what had become of those blocks by that revision."""
        version, names = self._version(number), self._became(sight, number)
        in_order = names if len(names) < 2 else [name for name in version.by_id if name in names]
        return {name: words for name in in_order if (words := version.words(name))}

    def _became(self, sight: Sight, number: int | None) -> tuple[str, ...]:
        """By that revision, or by now."""
        way = sight.seen, number
        if way not in self.lineages:
            after = self.now if number is None else self._version(number)
            self.lineages[way] = lineage_between(self._version(sight.seen), after)
        found = self.lineages[way]
        if len(sight.of) == 1:
            return found.get(sight.of[0], ())
        return tuple(heir for name in sight.of for heir in found.get(name, ()))

    def _version(self, number: int) -> Blocks:
        if number not in self.past:
            self.past[number] = Blocks(blocks(self.source.past[number].document))
        return self.past[number]
