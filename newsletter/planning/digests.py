"""Telling translators what has changed in the sources of their texts: one letter for many edits.

What somebody was told last stands in the audit log, by part, so that they are told of each change once. Nothing here
commits.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from newsletter.background import enqueue
from newsletter.commentaries.models import Text
from newsletter.db import db
from newsletter.issues.beginning.skipping import in_turn
from newsletter.languages import Language, first_of
from newsletter.letters.letter import Letter
from newsletter.planning import lagging
from newsletter.planning.digest_letter import Line, digest_letter
from newsletter.planning.lagging import Lag
from newsletter.planning.telling import last_told
from newsletter.staff import settings
from newsletter.staff.accounts import Parcel
from newsletter.staff.models import AuditEntry, Staff, record
from newsletter.web import public_url

TOLD = "translation.told"
WHO = "timetable"
AT_REST = dt.timedelta(minutes=20)
"""Since when nobody has changed a source: before, its author may still be in the middle of it."""
BETWEEN = dt.timedelta(hours=3)
"""Two letters to the same person are at least as far apart."""

Fact = dict[str, Any]
"""A stale translation as the audit log keeps it: `text`, the source's `revision`, and the `parts` that ask for
something."""


@dataclass(frozen=True)
class News:
    """All that somebody's translations ask for, of which something isn't told yet."""

    staff: Staff
    lags: Sequence[Lag]
    told: Sequence[Fact]
    """What stays told, of texts whose sources are being written in."""

    def facts(self) -> list[Fact]:
        return [*self.told, *map(_fact, self.lags)]


def _fact(lag: Lag) -> Fact:
    revision = lag.text.source.revision if lag.text.source else 0
    return {"text": lag.text.id, "revision": revision, "parts": sorted(lag.parts)}


def tell(at: dt.datetime) -> list[News]:
    """Ask for a letter to each translator of whose texts something has changed that they don't know."""
    in_turn()
    due = news(at)
    for each in due:
        entry = record(WHO, TOLD, each.staff.handle, told=each.facts())
        enqueue("send_translation_digest", entry.id, key=f"translations {entry.id}")
    return due


def news(at: dt.datetime) -> list[News]:
    last, texts = last_told(TOLD), lagging.translations(None, at)
    at_rest = [text for text in texts if text.source and text.source.updated_at < at - AT_REST]
    whose = lagging.translators(at_rest)
    by_person: dict[Staff, list[Lag]] = defaultdict(list)
    for lag in lagging.lags([text for text in at_rest if text.id in whose]):
        by_person[whose[lag.text.id]].append(lag)
    moving = {text.id for text in texts} - {text.id for text in at_rest}
    found = (_news_of(person, lags, last.get(person.handle), moving, at) for person, lags in by_person.items())
    return [each for each in found if each]


def _news_of(
    person: Staff, lags: list[Lag], last: AuditEntry | None, moving: Container[int], at: dt.datetime
) -> News | None:
    """Nobody is told of what they have changed themselves, nor of the same twice."""
    if last and last.at > at - BETWEEN:
        return None
    facts: list[Fact] = last.details["told"] if last else []
    known = {fact["text"]: set(fact["parts"]) for fact in facts}
    fresh = (lag for lag in lags if lag.parts - known.get(lag.text.id, set()))
    if not any(lag.changed_by - {person.id} for lag in fresh):
        return None
    return News(person, lags, [fact for fact in facts if fact["text"] in moving])


def parcel(entry_id: int) -> Parcel | None:
    """For the mailer: the letter of an entry of the audit log, as far as it still holds.

    None where everything was taken back meanwhile, or for an account that is closed or gone.
    """
    entry = db.session.get(AuditEntry, entry_id)
    if entry is None or entry.action != TOLD:
        return None
    staff = db.session.scalar(sa.select(Staff).where(Staff.handle == entry.subject, Staff.active))
    address = staff.opened_address() if staff else None
    named = [fact["text"] for fact in entry.details["told"]]
    texts = db.session.scalars(sa.select(Text).where(Text.id.in_(named)).order_by(Text.id)).all()
    lags = lagging.lags([text for text in texts if text.source_id])
    if staff is None or address is None or not lags:
        return None
    return address, _letter(staff, lags)


def _letter(staff: Staff, lags: Iterable[Lag]) -> Letter:
    masthead = settings.current().masthead(staff.language)
    lines = [_line(lag, staff.language) for lag in lags]
    return digest_letter(lines, staff.language, masthead=masthead, link=public_url("planning.week"))


def _line(lag: Lag, language: Language) -> Line:
    piece, how = lag.text.commentary, lag.completeness
    titles = {str(of): text.title for of, text in piece.texts.items()}
    return Line(
        title=first_of(titles, language, piece.original, *Language),
        language=lag.text.language,
        changed=how.changed,
        missing=how.missing,
        orphans=how.orphans,
        link=public_url("translating.show", commentary_id=piece.id, language_of_text=lag.text.language),
    )
