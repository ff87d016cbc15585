"""What the translation memory may not hold any more. Nothing here commits."""

import re
from collections.abc import Sequence

import sqlalchemy as sa

from newsletter.commentaries.models import Text
from newsletter.db import db
from newsletter.translation.concordance import holds
from newsletter.translation.fingerprints import folded
from newsletter.translation.models import MemoryPair

_A_TIME = 1_000
_OWN_ENDING = re.compile("(?<=..)(?:[ая]я|[ыіи]й|[аяоеёэыіиуюьй])$")
_ENDING = "(?:[аяуюыіиеэоьй]|[аяоеёэыіи][мйюх]|[аояу][яею]|[аоея][гм][оау]|[аяыіи]м[іи])?"
"""What a declined name may have in the place of its own."""


def forget_withdrawn(commentary_ids: Sequence[int], *, by: str) -> None:
    """The words of withdrawn texts, and what was translated from them; `by` is the signal's, and of no use here."""
    withdrawn = sa.select(Text.id).where(Text.commentary_id.in_(commentary_ids), Text.withdrawn_at.is_not(None))
    theirs = sa.select(Text.id).where(sa.or_(Text.id.in_(withdrawn), Text.source_id.in_(withdrawn)))
    db.session.execute(sa.delete(MemoryPair).where(MemoryPair.text_id.in_(theirs)))


def forget_names(commentary_ids: Sequence[int], *, names: Sequence[str]) -> None:
    """Every pair in which one of them stands, wherever it comes from, declined ones too."""
    spoken = [name for name in map(_Name, names) if name.parts]
    if not spoken:
        return
    sides = MemoryPair.source, MemoryPair.target
    likely = sa.or_(*(holds(side, name.telling) for name in spoken for side in sides))
    rows = db.session.execute(sa.select(MemoryPair.id, *sides).where(likely))
    found = [number for number, *both in rows if any(name.stands_in(words) for name in spoken for words in both)]
    for start in range(0, len(found), _A_TIME):
        db.session.execute(sa.delete(MemoryPair).where(MemoryPair.id.in_(found[start : start + _A_TIME])))


class _Name:
    def __init__(self, name: str) -> None:
        self.parts = [_OWN_ENDING.sub("", part) for part in re.findall(r"\w+(?:'\w+)*", folded(name))]
        self._there = re.compile(r"\b" + r"\W+".join(re.escape(part) + _ENDING for part in self.parts) + r"\b")

    @property
    def telling(self) -> str:
        return max(self.parts, key=len)

    def stands_in(self, words: str) -> bool:
        return self._there.search(folded(words)) is not None
