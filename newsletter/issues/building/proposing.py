"""Which entries to shorten to teasers so that every edition fits: a function of sizes alone."""

from collections.abc import Mapping, Sequence

Sizes = Mapping[str, int]
"""Bytes, by an edition's code; what isn't named is nothing."""


def shortening(over: Sizes, savings: Mapping[str, Sizes], *, spare: str = "") -> tuple[str, ...] | None:
    """The fewest entries that save each edition what it is `over`, and of as few the last in the issue.

    `savings` by each entry's key, in the order of the issue. The entry `spare`, the lead, stays whole if that can
    be. None if all of them don't save enough.
    """
    latest_first: list[tuple[str, Sizes]] = [
        (key, saves) for key, saves in reversed([*savings.items()]) if max(saves.values()) > 0
    ]
    others = [(key, saves) for key, saves in latest_first if key != spare]
    for candidates in (others, latest_first):
        for count in range(len(candidates) + 1):
            chosen = _chosen(dict(over), candidates, count)
            if chosen is not None:
                return tuple(key for key in savings if key in chosen)
    return None


_Candidates = Sequence[tuple[str, Sizes]]


def _chosen(over: dict[str, int], candidates: _Candidates, count: int) -> tuple[str, ...] | None:
    """At most `count` of the candidates, the first that do; of one edition alone, it never has to look back."""
    if all(much <= 0 for much in over.values()):
        return ()
    for place, (key, saves) in enumerate(candidates):
        if not _could(over, candidates[place:], count):
            return None
        left = {edition: much - saves.get(edition, 0) for edition, much in over.items()}
        rest = _chosen(left, candidates[place + 1 :], count - 1)
        if rest is not None:
            return (key, *rest)
    return None


def _could(over: Sizes, candidates: _Candidates, count: int) -> bool:
    """Whether, each edition looked at by itself, the `count` that save most save enough."""
    return all(
        sum(sorted((max(saves.get(edition, 0), 0) for _key, saves in candidates), reverse=True)[:count]) >= much
        for edition, much in over.items()
    )
