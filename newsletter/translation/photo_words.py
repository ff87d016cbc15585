"""What is said of the photo above a commentary, in a translation beside its source.

The photo's words have no revisions, so the source's words as the translator last saw them are kept as they were.
"""

from collections.abc import Iterator, Mapping

from newsletter.translation.fingerprints import folded
from newsletter.translation.staleness import Pair, State

PHOTO_WORDS = ("alt", "caption", "credit")


def photo_pairs(source: Mapping[str, str], target: Mapping[str, str], seen: Mapping[str, str]) -> Iterator[Pair]:
    """Each by the name of its field: `alt`, `caption`, `credit`."""
    for name in PHOTO_WORDS:
        now, words, was = (folded(said.get(name, "")) for said in (source, target, seen))
        if now and not words:
            yield Pair(State.MISSING, (name,), ())
        elif words and not now:
            yield Pair(State.OWN if name in seen and not was else State.ORPHAN, (), (name,))
        elif words:
            state = State.CURRENT if name in seen and was == now else State.CHANGED
            yield Pair(state, (name,), (name,), of=(name,))
