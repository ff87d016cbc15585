"""Earlier words of a language, and which of them are like others."""

import re
from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from typing import NamedTuple

from rapidfuzz import fuzz, process

from newsletter.translation.fingerprints import folded

SIMILAR = 70
"""Of a hundred: what is less like it helps nobody to translate it."""
SAME = 100
LONGEST = 2_000
"""Characters: longer words are found only where they are the same; their differences would take too long to tell."""

_START = re.compile(r"(\w{3,5})\w*")
"""What mostly stays of a word, however it is declined."""
_MOST_PLACES = 20_000
"""In which rare words are looked up, for each passage."""
_MOST_COMPARED = 200


class Known(NamedTuple):
    """A pair of the memory, as the index is told of it."""

    id: int
    text_id: int
    source: str
    target: str


class _Kept(NamedTuple):
    place: int
    text_id: int
    target: int
    """A hash: it tells the same translation from another."""


class Index:
    """The rarest words of a passage name those that may be like it; only these are compared letter by letter.

    Holds the folded words of the sources, each once, and of the targets none. Not for two threads at a time.
    """

    def __init__(self) -> None:
        self._pairs: dict[int, _Kept] = {}
        self._words: list[str | None] = []
        """By place. A place isn't taken again, so that nothing else needs to know what went."""
        self._places: dict[str, int] = {}
        self._at: dict[int, set[int]] = defaultdict(set)
        """By place, the ids of pairs."""
        self._by_start: dict[str, array[int]] = defaultdict(lambda: array("I"))

    @property
    def ids(self) -> set[int]:
        return set(self._pairs)

    def add(self, known: Iterable[Known]) -> None:
        for pair in known:
            place = self._place_of(folded(pair.source))
            self._pairs[pair.id] = _Kept(place, pair.text_id, hash(pair.target))
            self._at[place].add(pair.id)

    def _place_of(self, words: str) -> int:
        if words not in self._places:
            self._places[words] = place = len(self._words)
            self._words.append(words)
            for start in _starts(words):
                self._by_start[start].append(place)
        return self._places[words]

    def remove(self, ids: Iterable[int]) -> None:
        for number in ids:
            place = self._pairs.pop(number).place
            self._at[place].remove(number)
            if not self._at[place]:
                del self._at[place], self._places[self._words[place] or ""]
                self._words[place] = None

    def like(self, words: str, *, but: int, most: int) -> list[tuple[int, int]]:
        """The similarity and the id of the most similar pairs of other texts than `but`, the newest first among equals.

        Of those with the same translation only the first.
        """
        found: dict[int, tuple[int, int]] = {}
        for similarity, number in self._ranked(folded(words)):
            pair = self._pairs[number]
            if pair.text_id != but and pair.target not in found:
                found[pair.target] = similarity, number
                if len(found) == most:
                    break
        return list(found.values())

    def _ranked(self, words: str) -> Iterator[tuple[int, int]]:
        by_similarity: dict[int, list[int]] = defaultdict(list)
        for place, similarity in self._alike(words):
            by_similarity[similarity] += self._at[place]
        for similarity in sorted(by_similarity, reverse=True):
            yield from ((similarity, number) for number in sorted(by_similarity[similarity], reverse=True))

    def _alike(self, words: str) -> Iterator[tuple[int, int]]:
        same = self._places.get(words) if words else None
        if same is not None:
            yield same, SAME
        others = self._candidates(words)
        compared = process.extract(words, others, scorer=fuzz.ratio, score_cutoff=SIMILAR, limit=None)
        yield from ((place, min(int(score), SAME - 1)) for _, score, place in compared if place != same)

    def _candidates(self, words: str) -> Mapping[int, str]:
        lists = sorted((self._by_start[start] for start in _starts(words) if start in self._by_start), key=len)
        total = 0
        chosen: list[array[int]] = []
        for places in lists:
            total += len(places)
            if chosen and total > _MOST_PLACES:
                break
            chosen.append(places)
        shared = Counter(chain.from_iterable(chosen)).most_common(_MOST_COMPARED)
        return {place: there for place, _ in shared if (there := self._words[place]) is not None}


def _starts(words: str) -> set[str]:
    return set(_START.findall(words.lower())) if len(words) <= LONGEST else set()
