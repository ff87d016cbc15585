"""All commentaries, newest week first, by page."""

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy import orm

from newsletter.commentaries.models import Commentary, Section, Text
from newsletter.db import db
from newsletter.languages import Language

PAGE = 50
_LAST_PAGE = 10_000


@dataclass(frozen=True)
class Page:
    commentaries: list[Commentary]
    number: int
    has_older: bool


def page_of(*, section: str = "", missing: Language | None = None, search: str = "", number: int = 1) -> Page:
    """`section` is a slug; `missing` a language that there is no text in; `search` is in any of the titles."""
    number = min(max(number, 1), _LAST_PAGE)
    chosen = (
        sa.select(Commentary)
        .order_by(Commentary.week.desc(), Commentary.id.desc())
        .options(orm.selectinload(Commentary.texts).defer(Text.document))
        .offset((number - 1) * PAGE)
        .limit(PAGE + 1)
    )
    if section:
        chosen = chosen.where(Commentary.section.has(Section.slug == section))
    if missing:
        chosen = chosen.where(~Commentary.texts.any(Text.language == missing))
    if search:
        chosen = chosen.where(Commentary.texts.any(sa.or_(*_in_title(search))))
    found = list(db.session.scalars(chosen))
    return Page(found[:PAGE], number, len(found) > PAGE)


def _in_title(search: str) -> list[sa.ColumnElement[Any]]:
    """In the usual capitals: SQLite folds the case of Latin letters alone."""
    forms = {search, search.lower(), search.upper(), search.capitalize()}
    return [Text.title.contains(form, autoescape=True) for form in sorted(forms)]
