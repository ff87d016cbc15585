"""How far a translation is, in few numbers, as the board, an issue and a commentary's page show it."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field

import sqlalchemy as sa
from flask_babel import gettext as _
from flask_babel import ngettext

from newsletter.commentaries.merging import NOTHING
from newsletter.commentaries.models import Revision, Text, TextState
from newsletter.db import db
from newsletter.translation.photo_words import PHOTO_WORDS
from newsletter.translation.staleness import Source, State
from newsletter.translation.standings import Standing, standings


@dataclass(frozen=True)
class Completeness:
    text_state: TextState
    current: int
    total: int
    changed: int = 0
    missing: int = 0
    orphans: int = 0
    machine: int = 0
    """Blocks that no person has edited or confirmed yet; they may be current."""
    untied: bool = False
    photo_words: tuple[str, ...] = ()
    """Those of the photo's fields whose source reads otherwise now."""
    standing: Standing = field(default=Standing(Source(NOTHING), NOTHING, ()), repr=False)
    """What was counted."""
    changed_at: dt.datetime | None = None
    """When the source was last changed in a way that asks for something; the photo's words have no such moment."""

    @property
    def is_whole(self) -> bool:
        """Nothing of it asks for anything."""
        return not (self.changed or self.missing or self.orphans)

    @property
    def is_stale(self) -> bool:
        """A draft isn't stale for what its translator has yet to do, only for what has changed meanwhile."""
        if self.text_state is TextState.WITHDRAWN:
            return False
        if self.text_state is TextState.DRAFT:
            return bool(self.changed) and not self.untied
        return not self.is_whole

    @property
    def wants(self) -> list[str]:
        """What it asks for, in the words of the desk: `1 block changed`, `2 blocks to write`."""
        if self.untied:
            return [str(_("not tied to its source yet"))]
        counted = (
            (self.changed, ngettext("%(num)s block changed", "%(num)s blocks changed", self.changed)),
            (self.missing, ngettext("%(num)s block to write", "%(num)s blocks to write", self.missing)),
            (
                self.orphans,
                ngettext("%(num)s block without a source", "%(num)s blocks without a source", self.orphans),
            ),
        )
        return [words for count, words in counted if count]


def completeness_of(texts: Iterable[Text]) -> dict[int, Completeness]:
    """By id, in as many statements for one as for many; what is no translation is left out."""
    translations = {text.id: text for text in texts if text.source_id}
    if not translations:
        return {}
    changed = _changed_at({text.source_id for text in translations.values()})
    return {
        name: completeness(standing, translations[name].state, changed.get(translations[name].source_id))
        for name, standing in standings(list(translations)).items()
    }


def _changed_at(source_ids: set[int | None]) -> dict[int | None, dt.datetime]:
    latest = sa.select(Revision.text_id, sa.func.max(Revision.created_at))
    of_sources = latest.where(Revision.text_id.in_(source_ids), ~Revision.minor, Revision.number > 1)
    return {text_id: at for text_id, at in db.session.execute(of_sources.group_by(Revision.text_id))}


def completeness(standing: Standing, text_state: TextState, changed_at: dt.datetime | None = None) -> Completeness:
    of_photo = [pair for pair in standing.pairs if {*pair.sources, *pair.targets} <= {*PHOTO_WORDS}]
    of_text = [pair for pair in standing.pairs if pair not in of_photo]
    return Completeness(
        text_state=text_state,
        current=standing.current,
        total=standing.total,
        changed=standing.changed,
        missing=standing.missing,
        orphans=standing.orphans,
        machine=standing.machine,
        untied=standing.is_untied,
        photo_words=tuple(pair.sources[0] for pair in of_photo if pair.state is State.CHANGED),
        standing=standing,
        changed_at=changed_at if any(pair.state.is_stale for pair in of_text) else None,
    )
