"""A source that is edited and a translation that follows it, as plain lists, with what really happened to each word.

Every sentence has a number of its own, so that what is current can be told without reading any words.
"""

import copy
import itertools
import random
from dataclasses import dataclass, field
from typing import Any

from newsletter.commentaries.merging import Version
from newsletter.translation.pairing import pairs
from newsletter.translation.staleness import Pair, Source

_SYLLABLES = ("mo", "ra", "лі", "ta", "ве", "ko", "ці", "su", "na", "дро", "pe", "жы")


def words_of(number: int, alike: int) -> str:
    """A sentence; of those that are `alike` only one word differs."""
    chance = random.Random(alike)
    words = ["".join(chance.choices(_SYLLABLES, k=chance.randint(1, 4))) for _ in range(chance.randint(5, 9))]
    return f"{' '.join(words)} — «{chance.choice(_SYLLABLES)}’{number}»."


@dataclass
class Block:
    id: str
    sentences: list[int]
    typewritten: bool = False
    derived_from: str | None = None
    of: list[str] = field(default_factory=list)
    seen: int | None = None


class Newsroom:
    def __init__(self) -> None:
        self.numbers = itertools.count(1)
        self.alike: dict[int, int] = {}
        """By sentence, the one that it was first written as."""
        self.meaning: dict[int, int] = {}
        """The same, where only minor steps lie between."""
        self.source = [Block(self.new_id(), [self.sentence(), self.sentence()]) for _ in range(4)]
        self.target: list[Block] = []
        self.history: dict[int, list[Block]] = {}
        self.minor: list[tuple[int, int]] = []
        self.keep()

    def new_id(self) -> str:
        return f"b{next(self.numbers)}"

    def sentence(self, was: int | None = None, *, minor: bool = False) -> int:
        number = next(self.numbers)
        self.alike[number] = self.alike[was] if was else number
        self.meaning[number] = self.meaning[was] if was and minor else number
        return number

    @property
    def newest(self) -> int:
        return len(self.history)

    def keep(self, *, minor: bool = False) -> None:
        """The source as it stands is its next revision."""
        if minor:
            self.minor.append((self.newest, self.newest + 1))
        self.history[self.newest + 1] = copy.deepcopy(self.source)

    def pairs(self) -> list[Pair]:
        past = {number: self.version(found) for number, found in self.history.items()}
        return pairs(Source(self.version(self.source), past, self.minor), self.version(self.target))

    def version(self, found: list[Block]) -> Version:
        return Version("", "", {"type": "doc", "content": [self.written(block) for block in found]})

    def written(self, block: Block) -> dict[str, Any]:
        words = " ".join(words_of(number, self.alike[number]) for number in block.sentences)
        if block.typewritten:
            words = words.replace("—", "-").replace("«", '"').replace("»", '"').replace("’", "'").replace(" ", "\xa0")
        links = {"of": block.of or None, "seen": block.seen, "derived_from": block.derived_from}
        attrs = {"id": block.id, **{name: value for name, value in links.items() if value is not None}}
        return {"type": "paragraph", "attrs": attrs, "content": [{"type": "text", "text": words}]}

    def seen_by(self, block: Block) -> list[list[int]]:
        """The sentences that it was made from, by block of the source."""
        return [each.sentences for each in self.history.get(block.seen or 0, []) if each.id in block.of]
