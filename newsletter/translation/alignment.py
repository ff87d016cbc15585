"""Which blocks of a translation made elsewhere render which blocks of its source.

By dynamic programming over lengths (Gale & Church, "A Program for Aligning Sentences in Bilingual Corpora", 1993), and
by what is the same in any language: kind, picture, numbers, addresses, words in Latin letters.
"""

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import reduce

from newsletter.commentaries.document import Node, block_text
from newsletter.languages import Language
from newsletter.translation.fingerprints import has_words

Bead = tuple[tuple[str, ...], tuple[int, ...]]
"""Ids of blocks of the source, and places of the blocks of the draft that render them; either may be empty."""

_LENGTH = {Language.EN: 1.0, Language.BE: 0.92, Language.RU: 0.93}
"""Of the same text in characters; measured on the sample newsroom's texts, 82 paragraphs a pair."""
_VARIANCE = 6.8
"""Of a passage's length, for each character of its original (Gale & Church)."""
_STEPS = {(1, 1): 0.88, (1, 0): 0.005, (0, 1): 0.005, (1, 2): 0.045, (2, 1): 0.045, (1, 3): 0.01, (3, 1): 0.01}
"""How often so many blocks of the source become so many of the draft; three is what a list becomes in plain text."""
_UNLIKELY = 12.0
"""No difference in length counts for more, being -log of its probability."""
_OTHER_KIND = 4.0
_SHARED, _LACKING = 2.0, 1.0
"""For each number, address or Latin word that both have, and that only one has."""
_MOST_TELLING = 4

_BAND = 15
"""Blocks by which a draft may run ahead of its source or fall behind, besides being longer or shorter."""

_NUMBER = re.compile(r"\d+")
_LATIN = re.compile(r"[A-Za-z][A-Za-z0-9.&-]+[A-Za-z0-9]")
_KINDS = {"orderedList": "list", "bulletList": "list", "callout": "blockquote"}


@dataclass(frozen=True)
class _Trace:
    """What of one block or two can be compared across languages."""

    length: float
    """In characters of English."""
    kinds: frozenset[str]
    numbers: frozenset[str]
    latin: frozenset[str]
    photos: frozenset[str]

    def __or__(self, other: "_Trace") -> "_Trace":
        return _Trace(
            self.length + other.length,
            self.kinds | other.kinds,
            self.numbers | other.numbers,
            self.latin | other.latin,
            self.photos | other.photos,
        )


_NOTHING = _Trace(0, frozenset(), frozenset(), frozenset(), frozenset())


def aligned(
    source: Sequence[Node], draft: Sequence[Node], source_language: Language, draft_language: Language
) -> list[Bead]:
    """Of the blocks that have words; those of the draft by their place in it. In the order of both."""
    names = [block["attrs"]["id"] for block in source if has_words(block)]
    places = [place for place, block in enumerate(draft) if has_words(block)]
    ours = [_trace(block, source_language) for block in source if has_words(block)]
    theirs = [_trace(draft[place], draft_language) for place in places]
    if not any("heading" in trace.kinds for trace in theirs):
        # Plain text, which can't say what is a heading: a paragraph of it may be anything.
        theirs = [replace(trace, kinds=trace.kinds - {"paragraph"}) for trace in theirs]
    latin = Language.EN in (source_language, draft_language)
    return [
        (tuple(names[row - step : row]), tuple(places[column - over : column]))
        for row, column, step, over in _best_way(ours, theirs, english=latin)
    ]


def _best_way(ours: Sequence[_Trace], theirs: Sequence[_Trace], *, english: bool) -> list[tuple[int, int, int, int]]:
    """Where each step ends, and how many blocks of either side it takes."""
    cost = {(0, 0): 0.0}
    came: dict[tuple[int, int], tuple[int, int]] = {}
    width = _BAND + abs(len(ours) - len(theirs))
    for row in range(len(ours) + 1):
        middle = row * len(theirs) // max(1, len(ours))
        for column in range(max(0, middle - width), min(len(theirs), middle + width) + 1):
            for step, over in _STEPS:
                before = cost.get((row - step, column - over))
                if before is None:
                    continue
                one, other = ours[row - step : row], theirs[column - over : column]
                total = before + _cost(one, other, english=english)
                if total < cost.get((row, column), math.inf):
                    cost[row, column], came[row, column] = total, (step, over)
    return list(reversed(list(_back(len(ours), len(theirs), came))))


def _back(row: int, column: int, came: dict[tuple[int, int], tuple[int, int]]) -> Iterator[tuple[int, int, int, int]]:
    while row or column:
        step, over = came[row, column]
        yield row, column, step, over
        row, column = row - step, column - over


def _cost(ours: Sequence[_Trace], theirs: Sequence[_Trace], *, english: bool) -> float:
    """-log of how likely it is that the one renders the other."""
    rare = -math.log(_STEPS[len(ours), len(theirs)])
    if not ours or not theirs:
        return rare
    one, other = reduce(_Trace.__or__, ours, _NOTHING), reduce(_Trace.__or__, theirs, _NOTHING)
    if one.photos != other.photos:
        return math.inf
    if one.photos:
        return rare
    kind = 0.0 if one.kinds & other.kinds or not other.kinds else _OTHER_KIND
    return rare + kind + _unlike_in_length(one.length, other.length) - _in_common(one, other, english=english)


def _unlike_in_length(one: float, other: float) -> float:
    deviation = abs(other - one) / math.sqrt((one + other) / 2 * _VARIANCE)
    probability = math.erfc(deviation / math.sqrt(2))
    return min(_UNLIKELY, -math.log(probability)) if probability > 0 else _UNLIKELY


def _in_common(one: _Trace, other: _Trace, *, english: bool) -> float:
    """English is all in Latin letters: what it has more of tells nothing."""
    shared = (one.numbers & other.numbers) | (one.latin & other.latin)
    lacking = one.numbers ^ other.numbers
    if not english:
        lacking |= one.latin ^ other.latin
    return _SHARED * min(len(shared), _MOST_TELLING) - _LACKING * min(len(lacking), _MOST_TELLING)


def _trace(block: Node, language: Language) -> _Trace:
    words = block_text(block)
    photos = [str(block["attrs"]["photo"])] if block["type"] == "figure" else []
    return _Trace(
        length=max(1, len(words)) / _LENGTH[language],
        kinds=frozenset({str(_KINDS.get(block["type"], block["type"]))}),
        numbers=frozenset(_NUMBER.findall(words)),
        latin=frozenset(map(str.lower, [*_LATIN.findall(words), *_addresses(block)])),
        photos=frozenset(photos),
    )


def _addresses(node: Node) -> Iterator[str]:
    yield from (str(mark["attrs"]["href"]) for mark in node.get("marks", ()) if mark["type"] == "link")
    for child in node.get("content", ()):
        yield from _addresses(child)
