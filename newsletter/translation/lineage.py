"""What became of each block of a text between two of its versions, through splits, merges and pasting."""

from collections.abc import Mapping, Sequence

from rapidfuzz import fuzz, process

from newsletter.commentaries.document import Node
from newsletter.translation.fingerprints import fingerprint

SIMILAR = 60
"""Of a hundred: at this similarity a block without its id is taken for the one that went."""
_TELLING = 20
"""Characters: shorter words may stand in another block by chance."""

Lineage = Mapping[str, tuple[str, ...]]
"""By the id of each block of the older version, the blocks of the newer one in which its words stand."""


def lineage(before: Sequence[Node], after: Sequence[Node]) -> Lineage:
    """By id first; what has lost its id is found by the same words, by words within others, by similar ones."""
    old, new = {_id(block): block for block in before}, {_id(block): block for block in after}
    heirs: dict[str, list[str]] = {name: [name] if name in new else [] for name in old}
    strays = [name for name in new if name not in old]
    strays = [name for name in strays if not _take_home(name, new, heirs)]
    lost = [name for name, found in heirs.items() if not found]
    if lost or strays:
        _match(_prints(old), _prints(new), lost, strays, heirs)
    places = {name: place for place, name in enumerate(new)}
    return {name: tuple(sorted(found, key=places.__getitem__)) for name, found in heirs.items()}


def _take_home(name: str, new: Mapping[str, Node], heirs: dict[str, list[str]]) -> bool:
    """Whether it says itself which block it was split from, or which one that one was split from."""
    parent, passed = new[name]["attrs"].get("derived_from"), {name}
    while parent and parent not in heirs and parent in new and parent not in passed:
        passed.add(parent)
        parent = new[parent]["attrs"].get("derived_from")
    if parent not in heirs:
        return False
    heirs[parent].append(name)
    return True


def _match(
    old: Mapping[str, str], new: Mapping[str, str], lost: list[str], strays: list[str], heirs: dict[str, list[str]]
) -> None:
    by_words = {new[name]: name for name in reversed(strays)}
    for name in [name for name in lost if old[name] in by_words]:
        stray = by_words.pop(old[name])
        heirs[name].append(stray)
        lost.remove(name)
        strays.remove(stray)
    for name in list(lost):
        if home := _merged_into(old[name], old, new):
            heirs[name].append(home)
            lost.remove(name)
    for stray in list(strays):
        if home := _split_from(new[stray], old, new):
            heirs[home].append(stray)
            strays.remove(stray)
            if home in lost:
                lost.remove(home)
    taken = {name for found in heirs.values() for name in found}
    _match_similar(old, new, lost, [name for name in strays if name not in taken], heirs)


def _merged_into(words: str, old: Mapping[str, str], new: Mapping[str, str]) -> str | None:
    if len(words) < _TELLING:
        return None
    return next((name for name, there in new.items() if words in there and words not in old.get(name, "")), None)


def _split_from(words: str, old: Mapping[str, str], new: Mapping[str, str]) -> str | None:
    if len(words) < _TELLING:
        return None
    return next((name for name, was in old.items() if words in was and words not in new.get(name, "")), None)


def _match_similar(
    old: Mapping[str, str], new: Mapping[str, str], lost: list[str], strays: list[str], heirs: dict[str, list[str]]
) -> None:
    """The most alike first, each once."""
    if not lost or not strays:
        return
    scores = process.cdist(
        [_sorted(old[name]) for name in lost],
        [_sorted(new[name]) for name in strays],
        scorer=fuzz.ratio,
        score_cutoff=SIMILAR,
    )
    found = [(score, row, column) for row, line in enumerate(scores.tolist()) for column, score in enumerate(line)]
    rows, columns = set[int](), set[int]()
    for score, row, column in sorted(found, reverse=True):
        if score >= SIMILAR and row not in rows and column not in columns:
            rows.add(row)
            columns.add(column)
            heirs[lost[row]].append(strays[column])


def _sorted(words: str) -> str:
    """What fuzz.token_sort_ratio would make of it at each comparison."""
    return " ".join(sorted(words.split()))


def _prints(found: Mapping[str, Node]) -> dict[str, str]:
    return {name: fingerprint(block) for name, block in found.items()}


def _id(block: Node) -> str:
    return str(block["attrs"]["id"])
