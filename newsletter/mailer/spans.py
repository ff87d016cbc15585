"""Ranges of deliveries, each by its first and its last id."""

from collections.abc import Iterable, Iterator

Span = tuple[int, int]
"""The first and the last id of a range."""

LAST = 2**63 - 1
ALL = (0, LAST)


def gaps(covered: Iterable[Span], *, up_to: int = LAST) -> Iterator[Span]:
    """What lies before, between and after some ranges, which may overlap."""
    begin = 0
    for low, high in sorted(covered):
        if begin < low and begin <= up_to:
            yield begin, min(low - 1, up_to)
        begin = max(begin, high + 1)
    if begin <= up_to:
        yield begin, up_to
