"""Which translations lag behind their sources, in what, and whose they are."""

import datetime as dt
import hashlib
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy import orm

from newsletter.commentaries.models import Commentary, Revision, Text, TextState
from newsletter.commentaries.photo_seen import FIELDS, said_of_photo
from newsletter.db import db
from newsletter.issues.beginning.skipping import is_held
from newsletter.issues.models import UNSENT, Entry, Issue
from newsletter.languages import monday_of
from newsletter.planning.models import Assignment
from newsletter.staff.models import Staff
from newsletter.staff.moments import local
from newsletter.translation.completeness import Completeness, completeness
from newsletter.translation.fingerprints import fingerprint, folded
from newsletter.translation.standings import Standing, standings

REACH = dt.timedelta(weeks=4)
"""Weeks older than this are over, unless their issue has still to leave."""


@dataclass(frozen=True)
class Lag:
    """A translation that is stale."""

    text: Text
    completeness: Completeness
    parts: frozenset[str]
    """What asks for something: a sign for each part of the source with its words."""
    changed_by: frozenset[int | None]
    """The ids of those who have changed the source since the translator saw it; None for a command or a photo."""


def lags(texts: Collection[Text]) -> list[Lag]:
    """Of translations; what was never tied to its source lags behind nothing that anybody could name."""
    found = standings([text.id for text in texts])
    how = {text.id: completeness(found[text.id], text.state) for text in texts if text.id in found}
    stale = [text for text in texts if text.id in how and how[text.id].is_stale and not how[text.id].untied]
    steps = _steps({text.source_id for text in stale})
    return [
        Lag(text, how[text.id], _parts(text, found[text.id]), _changed_by(found[text.id], steps[text.source_id]))
        for text in stale
    ]


def translations(of: Staff | None, at: dt.datetime) -> Sequence[Text]:
    """Of everybody or of one: those of unsent issues and of recent weeks that aren't skipped; without documents."""
    since = monday_of(local(at).date()) - REACH
    to_leave = sa.select(Entry.commentary_id).join(Issue).where(Issue.state.in_(UNSENT))
    chosen = (
        sa.select(Text)
        .join(Text.commentary)
        .where(Text.source_id.is_not(None), Text.state != TextState.WITHDRAWN)
        .where(((Commentary.week >= since) & is_held(Commentary.week)) | Commentary.id.in_(to_leave))
        .order_by(Commentary.week.desc(), Commentary.id, Text.language)
    )
    if of:
        chosen = chosen.where(Text.owner_id == of.id)
    texts = orm.joinedload(Text.commentary).selectinload(Commentary.texts)
    light = (orm.defer(Text.document), texts.defer(Text.document), orm.joinedload(Text.owner))
    return db.session.scalars(chosen.options(*light)).all()


def translators(texts: Collection[Text]) -> Mapping[int, Staff]:
    """By the text's id: who has it, or else who is asked for it in the plan. Closed accounts translate nothing."""
    asked = _asked({text.commentary.week for text in texts})
    found: dict[int, Staff] = {}
    for text in texts:
        owner = text.owner if text.owner and text.owner.active else None
        if who := owner or asked.get((text.commentary_id, text.language)):
            found[text.id] = who
    return found


def _asked(weeks: Collection[dt.date]) -> dict[tuple[int, str], Staff]:
    """The plan means the section's first commentary of the week."""
    first = sa.select(sa.func.min(Commentary.id)).where(Commentary.week.in_(weeks))
    of_sections = first.group_by(Commentary.week, Commentary.section_id)
    planned = (Commentary.week == Assignment.week) & (Commentary.section_id == Assignment.section_id)
    chosen = (
        sa.select(Commentary.id, Assignment)
        .join(Assignment, planned)
        .where(Commentary.id.in_(of_sections), is_held(Assignment.week))
    )
    found = db.session.execute(chosen)
    return {(name, task.language): task.staff for name, task in found if task.staff.active}


def _parts(text: Text, standing: Standing) -> frozenset[str]:
    read = _words_of_source(text, standing)
    stale = (pair for pair in standing.pairs if pair.state.is_stale)
    asking = (f"{pair.sources or pair.targets} {[read.get(name, '') for name in pair.sources]}" for pair in stale)
    return frozenset(hashlib.sha256(words.encode()).hexdigest()[:10] for words in asking)


def _words_of_source(text: Text, standing: Standing) -> dict[str, str]:
    parts = standing.source.now.parts()
    read = {name: folded(part) if isinstance(part, str) else fingerprint(part) for name, part in parts.items()}
    return read | (said_of_photo(text.commentary, text.source.language) if text.source else {})


def _steps(source_ids: Collection[int | None]) -> dict[int | None, list[tuple[int, int | None]]]:
    """Numbers and authors of the revisions that ask for something, by text."""
    chosen = sa.select(Revision.text_id, Revision.number, Revision.staff_id)
    found: dict[int | None, list[tuple[int, int | None]]] = defaultdict(list)
    for text_id, number, staff_id in db.session.execute(
        chosen.where(Revision.text_id.in_(source_ids), ~Revision.minor)
    ):
        found[text_id].append((number, staff_id))
    return found


def _changed_by(standing: Standing, steps: Sequence[tuple[int, int | None]]) -> frozenset[int | None]:
    stale = [pair for pair in standing.pairs if pair.state.is_stale]
    behind = [pair.seen for pair in stale if pair.seen is not None]
    newest = max((pair.seen for pair in standing.pairs if pair.seen is not None), default=0)
    since = min(behind, default=newest)
    of_photo = {None for pair in stale for name in pair.sources if name in FIELDS}
    return frozenset(of_photo | {staff_id for number, staff_id in steps if number > since})
