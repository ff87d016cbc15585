"""Who has a text open, and who of them writes in it.

The first who opens a text to write holds its lock, until their tab has left or somebody takes over. The lock is a
courtesy: whoever saves without it is merged, never refused. Nothing here commits.
"""

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum

import sqlalchemy as sa

from newsletter.commentaries.models import Text
from newsletter.commentaries.presence_models import Presence
from newsletter.db import db, now, upsert
from newsletter.languages import Language
from newsletter.staff.models import Staff

GONE_AFTER = dt.timedelta(seconds=45)
"""Without a sign of a tab, it has left: a browser gives a sign every ten seconds, or five in company."""
FORGOTTEN_AFTER = dt.timedelta(days=1)


class Wish(StrEnum):
    WRITE = "write"
    """If nobody else does."""
    READ = "read"
    TAKE = "take"
    """Whoever writes now."""


@dataclass(frozen=True)
class Company:
    """What a tab finds when it gives a sign of itself."""

    revision: int
    holds_lock: bool
    others: tuple[Presence, ...]

    @property
    def writer(self) -> Presence | None:
        """Who else holds the lock."""
        return next((tab for tab in self.others if tab.writing), None)


def appear(commentary_id: int, language: Language, *, tab: str, by: Staff, wish: Wish) -> Company | None:
    """A sign of a tab; None where there is no such text."""
    found = _found(commentary_id, language)
    if not found:
        return None
    text_id, revision, _ = found[0]
    others = tuple(row for _, _, row in found if row and _is_here(row) and (row.tab, row.staff_id) != (tab, by.id))
    if wish is Wish.TAKE:
        for row in others:
            row.writing = False
        db.session.flush()
    holds_lock = wish is not Wish.READ and not any(row.writing for row in others)
    sign = {"text_id": text_id, "tab": tab, "staff_id": by.id, "writing": holds_lock, "seen_at": now()}
    upsert(Presence, [sign], key=["text_id", "tab"])
    return Company(revision, holds_lock, others)


def leave(commentary_id: int, language: Language, *, tab: str, by: Staff) -> None:
    text = sa.select(Text.id).where(Text.commentary_id == commentary_id, Text.language == language).scalar_subquery()
    mine = sa.delete(Presence).where(Presence.text_id == text, Presence.tab == tab, Presence.staff_id == by.id)
    db.session.execute(mine)


def writers(text_ids: Collection[int]) -> dict[int, str]:
    """Who writes in each of these texts just now, by handle; a text in which nobody does is left out."""
    chosen = sa.select(Presence.text_id, Staff.handle).join(Presence.staff)
    here = Presence.text_id.in_(text_ids) & Presence.writing & (Presence.seen_at > now() - GONE_AFTER)
    return {text_id: handle for text_id, handle in db.session.execute(chosen.where(here))}


def purge(at: dt.datetime) -> None:
    db.session.execute(sa.delete(Presence).where(Presence.seen_at < at - FORGOTTEN_AFTER))


def _found(commentary_id: int, language: Language) -> Sequence[tuple[int, int, Presence | None]]:
    """The text is locked, so that of two who ask at once one is the first."""
    chosen = sa.select(Text.id, Text.revision, Presence).outerjoin(Presence, Presence.text_id == Text.id)
    of_text = chosen.where(Text.commentary_id == commentary_id, Text.language == language)
    in_order = of_text.order_by(Presence.id).with_for_update(of=Text)
    return [(text_id, revision, row) for text_id, revision, row in db.session.execute(in_order)]


def _is_here(row: Presence) -> bool:
    return now() - row.seen_at < GONE_AFTER
