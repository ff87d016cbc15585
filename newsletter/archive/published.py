"""What the public may read: approved revisions of texts whose issue has been released, and nothing else."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy import orm

from newsletter.commentaries.document import reading_minutes
from newsletter.commentaries.models import Commentary, Revision, Section, Text, TextState
from newsletter.commentaries.verdicts import Verdict
from newsletter.db import db, now
from newsletter.issues.models import RELEASED, Entry, Issue
from newsletter.issues.publication.models import Correction
from newsletter.languages import Language, first_of
from newsletter.web import MOST_ROWS

CORRECTIONS_A_PAGE = 50


@dataclass(frozen=True)
class Piece:
    """A commentary in one language, as it was approved."""

    commentary: Commentary
    language: Language
    slug: str
    title: str
    standfirst: str
    document: dict[str, Any]

    @property
    def byline(self) -> str:
        return self.commentary.byline(self.language)

    @property
    def minutes(self) -> int:
        return reading_minutes(self.document, self.language)

    def words(self, of: dict[str, str]) -> str:
        """Alt text, caption or credit in this piece's language."""
        return first_of(of, self.language, *Language)


@dataclass(frozen=True)
class Withdrawn:
    """What is left of a text that readers have seen: why it is gone, and nothing of its words."""

    note: str
    withdrawn_at: dt.datetime
    section: Section | None
    week: dt.date


@dataclass(frozen=True)
class Corrected:
    """What readers of a text are told that was put right in it; under the title that it has for them."""

    id: int
    at: dt.datetime
    note: str
    title: str
    slug: str


Pieces = dict[int, dict[Language, Piece]]
"""By commentary id and language."""


def latest_issue() -> Issue | None:
    return db.session.scalar(_released().order_by(Issue.released_at.desc(), Issue.number.desc()).limit(1))


def issue(number: int) -> Issue | None:
    return db.session.scalar(_released().where(Issue.number == number))


def issues() -> list[Issue]:
    """Newest first, without their entries."""
    return list(db.session.scalars(_released().order_by(Issue.number.desc()).options(orm.lazyload(Issue.entries))))


def pieces_of(found: Iterable[Issue]) -> Pieces:
    """Every published language version of what stands in these issues, in one query."""
    ids = [entry.commentary_id for one in found for entry in one.entries]
    return _pieces(sa.select(Text, Revision).where(Text.commentary_id.in_(ids)))


def piece(language: Language, slug: str) -> tuple[Piece, Issue, dict[Language, Piece]] | None:
    """By its address, with the issue that it first came out in, and all its versions."""
    commentary_id = db.session.scalar(sa.select(Text.commentary_id).where(Text.language == language, Text.slug == slug))
    came_out = _came_out(commentary_id) if commentary_id is not None else None
    if commentary_id is None or came_out is None:
        return None
    versions = versions_of(commentary_id)
    return (versions[language], came_out, versions) if language in versions else None


def withdrawn(language: Language, slug: str) -> tuple[Withdrawn, dict[Language, Piece]] | None:
    """By its address, with the versions that are still public."""
    wanted = sa.select(Text).where(Text.language == language, Text.slug == slug, Text.withdrawn_at.is_not(None))
    text = db.session.scalar(wanted)
    if text is None or text.withdrawn_at is None or not text.withdrawal_note or not _came_out(text.commentary_id):
        return None
    about = text.commentary
    left = Withdrawn(text.withdrawal_note, text.withdrawn_at, about.section, about.week)
    return left, versions_of(about.id)


def versions_of(commentary_id: int) -> dict[Language, Piece]:
    return _pieces(sa.select(Text, Revision).where(Text.commentary_id == commentary_id)).get(commentary_id, {})


def _came_out(commentary_id: int) -> Issue | None:
    """The issue that it first came out in."""
    entered = _released().join(Entry, Entry.issue_id == Issue.id).where(Entry.commentary_id == commentary_id)
    return db.session.scalar(entered.order_by(Issue.number).limit(1))


def corrections(language: Language, *, piece: Piece | None = None, before: int = MOST_ROWS) -> list[Corrected]:
    """Of texts that are public now, the newest first: at most fifty with smaller ids than `before`."""
    wanted = (
        sa.select(Correction.id, Correction.at, Correction.note, Revision.title, Text.slug)
        .join(Text, Text.id == Correction.text_id)
        .join(Text.commentary)
        .join(Revision, _approved())
        .where(Text.language == language, Text.slug.is_not(None), _not_under_embargo(), Correction.id < before)
    )
    if piece:
        wanted = wanted.where(Text.commentary_id == piece.commentary.id)
    found = db.session.execute(wanted.order_by(Correction.id.desc()).limit(CORRECTIONS_A_PAGE))
    return [Corrected(number, at, note, title, slug or "") for number, at, note, title, slug in found]


def verdict_before(commentary: Commentary) -> Verdict | None:
    """What was said of the same section a week earlier."""
    if commentary.section_id is None:
        return None
    return db.session.scalar(
        sa.select(Commentary.verdict)
        .join(Entry, Entry.commentary_id == Commentary.id)
        .join(Issue, Issue.id == Entry.issue_id)
        .where(
            Issue.state.in_(RELEASED),
            Commentary.section_id == commentary.section_id,
            Commentary.week == commentary.week - dt.timedelta(days=7),
            _not_under_embargo(),
            Commentary.texts.any(Text.approved_revision.is_not(None)),
        )
        .limit(1)
    )


def _released() -> sa.Select[Issue]:
    return sa.select(Issue).where(Issue.state.in_(RELEASED))


def _not_under_embargo() -> sa.ColumnElement[bool]:
    return sa.or_(Commentary.embargo.is_(None), Commentary.embargo <= now())


def _approved() -> sa.ColumnElement[bool]:
    return sa.and_(Revision.text_id == Text.id, Revision.number == Text.approved_revision)


def _pieces(chosen: sa.Select[Text, Revision]) -> Pieces:
    rows = db.session.execute(
        chosen.join(Revision, _approved())
        .join(Text.commentary)
        .where(_not_under_embargo(), Text.state != TextState.WITHDRAWN, Text.slug.is_not(None))
        .options(orm.contains_eager(Text.commentary))
    )
    found: Pieces = {}
    for text, revision in rows:
        found.setdefault(text.commentary_id, {})[text.language] = Piece(
            commentary=text.commentary,
            language=text.language,
            slug=text.slug or "",
            title=revision.title,
            standfirst=revision.standfirst,
            document=revision.document,
        )
    return found
