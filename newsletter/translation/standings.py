"""How texts stand to their sources, for one as for many in as many statements."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from newsletter.commentaries.document import blocks, is_empty
from newsletter.commentaries.merging import Version
from newsletter.commentaries.models import Commentary, Revision, Sighting, Text
from newsletter.db import db
from newsletter.languages import Language
from newsletter.translation.pairing import pairs
from newsletter.translation.photo_words import photo_pairs
from newsletter.translation.staleness import Pair, Source, State


@dataclass(frozen=True)
class Standing:
    """A translation beside its source."""

    source: Source
    target: Version
    pairs: tuple[Pair, ...]

    def count(self, *states: State) -> int:
        return sum(pair.state in states for pair in self.pairs)

    @property
    def changed(self) -> int:
        return self.count(State.CHANGED)

    @property
    def missing(self) -> int:
        return self.count(State.MISSING)

    @property
    def orphans(self) -> int:
        return self.count(State.ORPHAN)

    @property
    def machine(self) -> int:
        """Pairs that no person has edited or confirmed yet."""
        return sum(pair.machine for pair in self.pairs)

    @property
    def current(self) -> int:
        return self.count(State.CURRENT, State.OWN)

    @property
    def total(self) -> int:
        return len(self.pairs)

    @property
    def is_untied(self) -> bool:
        """Written before there were ties, or brought from elsewhere: nobody can say what of it is current."""
        return not is_empty(self.target.document) and all(pair.seen is None for pair in self.pairs)

    @property
    def is_stale(self) -> bool:
        return any(pair.state.is_stale for pair in self.pairs)


def standing_of(text: Text) -> Standing | None:
    """None for an original."""
    return standings([text.id]).get(text.id)


def standings(text_ids: Collection[int]) -> dict[int, Standing]:
    """By the translation's id; originals are left out."""
    rows = {row.id: row for row in _rows(text_ids)}
    targets = {name: row for name, row in rows.items() if name in text_ids and row.source_id}
    minor = _minor_steps({row.source_id for row in targets.values()})
    wanted = {(row.source_id, number) for row in targets.values() for number in _seen(_version(row))}
    wanted |= {(source_id, number) for source_id, steps in minor.items() for step in steps for number in step}
    past = _versions(wanted)
    return {
        name: _standing(row, rows[row.source_id], past.get(row.source_id, {}), minor.get(row.source_id, []))
        for name, row in targets.items()
    }


def _standing(
    row: sa.Row[Any], source: sa.Row[Any], past: Mapping[int, Version], minor: list[tuple[int, int]]
) -> Standing:
    made_from, target = Source(_version(source), past, minor), _version(row)
    said = _photo_words(row, row.language), _photo_words(row, source.language)
    found = [*pairs(made_from, target), *photo_pairs(said[1], said[0], row.photo_seen.get(row.language, {}))]
    return Standing(made_from, target, tuple(found))


def _rows(text_ids: Collection[int]) -> Iterator[sa.Row[Any]]:
    """Of the texts and of their sources."""
    sources = sa.select(Text.source_id).where(Text.id.in_(text_ids), Text.source_id.is_not(None))
    columns = (Text.id, Text.source_id, Text.language, Text.title, Text.standfirst, Text.document, Text.heads)
    photo = (Commentary.photo_id, Commentary.alts, Commentary.captions, Commentary.credits, Commentary.photo_seen)
    chosen = sa.select(*columns, *photo).join(Commentary, Text.commentary_id == Commentary.id)
    yield from db.session.execute(chosen.where(sa.or_(Text.id.in_(text_ids), Text.id.in_(sources))))


def _version(row: sa.Row[Any]) -> Version:
    return Version(row.title, row.standfirst, row.document, row.heads)


def _photo_words(row: sa.Row[Any], language: Language) -> dict[str, str]:
    if row.photo_id is None:
        return {}
    said = {"alt": row.alts, "caption": row.captions, "credit": row.credits}
    return {name: words.get(language, "") for name, words in said.items()}


def _seen(target: Version) -> set[int]:
    links = [*target.heads.values(), *(block["attrs"] for block in blocks(target.document))]
    return {link["seen"] for link in links if "seen" in link}


def _minor_steps(source_ids: Collection[int]) -> dict[int, list[tuple[int, int]]]:
    """By source: each minor step, after the one before it. Of a sitting, what history.thin() will leave."""
    of_sitting = sa.func.max(Revision.number).over(partition_by=(Revision.text_id, Revision.sitting))
    is_seen = sa.exists().where(Sighting.text_id == Revision.text_id, Sighting.revision == Revision.number)
    columns = sa.select(Revision.text_id, Revision.number, Revision.minor)
    known = columns.add_columns(of_sitting.label("last"), is_seen.label("seen"))
    steps = known.where(Revision.text_id.in_(source_ids)).subquery()
    before = sa.func.lag(steps.c.number).over(partition_by=steps.c.text_id, order_by=steps.c.number)
    kept = sa.select(steps, before.label("before")).where((steps.c.number == steps.c.last) | steps.c.seen)
    all_steps = kept.subquery()
    minor = sa.select(all_steps).where(all_steps.c.minor, all_steps.c.before.is_not(None))
    found: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for step in db.session.execute(minor.order_by(all_steps.c.number)):
        found[step.text_id].append((step.before, step.number))
    return found


def _versions(wanted: Collection[tuple[int, int]]) -> dict[int, dict[int, Version]]:
    """By source and number."""
    named = sa.tuple_(Revision.text_id, Revision.number).in_(wanted)
    columns = (Revision.text_id, Revision.number, Revision.title, Revision.standfirst, Revision.document)
    found: dict[int, dict[int, Version]] = defaultdict(dict)
    for row in db.session.execute(sa.select(*columns).where(named)):
        found[row.text_id][row.number] = Version(row.title, row.standfirst, row.document)
    return found
