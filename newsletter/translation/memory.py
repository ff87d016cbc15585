"""The translation memory: what was approved, pair by pair. Nothing here commits."""

import datetime as dt
from collections.abc import Collection, Iterable, Iterator

import sqlalchemy as sa
from sqlalchemy import orm

from newsletter.commentaries.document import block_text
from newsletter.commentaries.merging import Part
from newsletter.commentaries.models import Commentary, Text, TextState
from newsletter.db import db
from newsletter.translation.models import MemoryPair
from newsletter.translation.staleness import State
from newsletter.translation.standings import Standing, standings


def remember(text: Text) -> None:
    """The pairs of a translation that has just been approved, in the place of its earlier ones."""
    remember_all([text.id])


def approved_translations() -> list[int]:
    """The ids of those whose approved words are their newest; of others there stays what their approval left."""
    newest = Text.state == TextState.APPROVED, Text.approved_revision == Text.revision
    return list(db.session.scalars(sa.select(Text.id).where(Text.source_id.is_not(None), *newest).order_by(Text.id)))


def remember_all(text_ids: Collection[int]) -> int:
    """The pairs of translations as they are now; how many pairs."""
    db.session.execute(sa.delete(MemoryPair).where(MemoryPair.text_id.in_(text_ids)))
    found, source = standings(text_ids), orm.aliased(Text)
    languages = sa.select(Text.id, source.language.label("source_language"), Text.language.label("target_language"))
    made = languages.join(source, Text.source_id == source.id).where(Text.id.in_(found), source.withdrawn_at.is_(None))
    rows = [
        {"text_id": row.id, "source_language": row.source_language, "target_language": row.target_language, **pair}
        for row in db.session.execute(made)
        for pair in _pairs(found[row.id])
    ]
    if rows:
        db.session.execute(sa.insert(MemoryPair), rows)
    return len(rows)


def _pairs(standing: Standing) -> Iterator[dict[str, str]]:
    sources, targets = standing.source.now.parts(), standing.target.parts()
    for pair in standing.pairs:
        if pair.state is State.CURRENT and not pair.machine:
            source = _joined(sources[name] for name in pair.sources if name in sources)
            target = _joined(targets[name] for name in pair.targets if name in targets)
            if source and target:
                yield {"part": pair.targets[0], "source": source, "target": target}


def _joined(parts: Iterable[Part]) -> str:
    return "\n".join(filter(None, map(words_of, parts)))


def words_of(part: Part) -> str:
    """What the memory knows of it: of a picture nothing, for its words are several, each with its own place."""
    if isinstance(part, dict) and part["type"] == "figure":
        return ""
    words = (part if isinstance(part, str) else block_text(part)).strip()
    return words if any(map(str.isalpha, words)) else ""


def with_origin() -> sa.Select[MemoryPair, str, int, dt.date]:
    """Pairs, with the title of the translation, and the number and the week of the commentary, that they come from."""
    columns = sa.select(MemoryPair, Text.title, Text.commentary_id, Commentary.week)
    return columns.join(Text, MemoryPair.text_id == Text.id).join(Commentary, Text.commentary_id == Commentary.id)
