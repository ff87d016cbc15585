"""A number, a month or a unit that a text names, in a form in which two languages can be compared."""

from dataclasses import dataclass
from decimal import Decimal
from enum import Enum, IntEnum

Reading = Decimal | str
"""A number; a time as `17:30`; a currency or the per cent by its code."""

_ONE = str.maketrans("ёЁ’ʼ\u00a0\u202f\u2009\u2007\u2011\u2212", "еЕ''    --")


class Kind(Enum):
    NUMBER = "number"
    MONTH = "month"
    UNIT = "unit"


class Strength(IntEnum):
    IMPLIED = 0
    """May stand for a number on the other side, and is never missed itself: `both`, `first`, «половина»."""
    WORDS = 1
    """Missed only where another stands in its place."""
    DIGITS = 2


@dataclass(frozen=True)
class Said:
    kind: Kind
    readings: frozenset[Reading]
    """More than one where the writing leaves it open: «17.00» is a time and a number."""
    strength: Strength
    start: int
    end: int
    power: int = 0
    """Of ten, as `billion` adds it."""


def plain(words: str) -> str:
    """As long as before, with one kind of space, hyphen and apostrophe, and е for ё."""
    return words.translate(_ONE)
