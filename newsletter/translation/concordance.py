"""Words looked for in the translation memory, in both languages."""

import datetime as dt
import re
from dataclasses import dataclass

import sqlalchemy as sa
from markupsafe import Markup, escape
from sqlalchemy import orm

from newsletter.db import db
from newsletter.languages import Language
from newsletter.translation.memory import with_origin
from newsletter.translation.models import MemoryPair

PAGE = 50
_LAST_PAGE = 1_000

_ODD = re.compile("[\\s\"'“”„‟«»‹›‘’‚‛`´ʼʹ′″‐‑‒–—―−-]")
"""What may be typed otherwise than it is written: spaces, quotation marks, apostrophes and dashes."""


@dataclass(frozen=True)
class Use:
    """An earlier pair, with the words marked in it."""

    source: Markup
    target: Markup
    pair: MemoryPair
    title: str
    commentary_id: int
    week: dt.date


@dataclass(frozen=True)
class Page:
    uses: list[Use]
    number: int
    has_older: bool


def page_of(words: str, *, source: Language | None = None, target: Language | None = None, number: int = 1) -> Page:
    """The newest first."""
    number = min(max(number, 1), _LAST_PAGE)
    has_them = sa.or_(holds(MemoryPair.source, words), holds(MemoryPair.target, words))
    chosen = with_origin().where(has_them).order_by(MemoryPair.id.desc()).offset((number - 1) * PAGE).limit(PAGE + 1)
    if source:
        chosen = chosen.where(MemoryPair.source_language == source)
    if target:
        chosen = chosen.where(MemoryPair.target_language == target)
    found = [
        Use(marked(pair.source, words), marked(pair.target, words), pair, title, commentary_id, week)
        for pair, title, commentary_id, week in db.session.execute(chosen)
    ]
    return Page(found[:PAGE], number, len(found) > PAGE)


def holds(column: orm.InstrumentedAttribute[str], words: str) -> sa.ColumnElement[bool]:
    """In any capitals; on SQLite, which folds the case of Latin letters alone, in the usual ones."""
    if db.session.get_bind().dialect.name == "postgresql":
        return column.ilike(_pattern(words), escape="\\")
    forms = {_pattern(form) for form in (words, words.lower(), words.upper(), words.capitalize())}
    return sa.or_(*(column.like(form, escape="\\") for form in sorted(forms)))


def _pattern(words: str) -> str:
    return "%" + _ODD.sub("_", re.sub(r"[\\%_]", r"\\\g<0>", words)) + "%"


def marked(text: str, words: str) -> Markup:
    wanted = re.compile("".join("." if _ODD.match(letter) else re.escape(letter) for letter in words), re.I | re.S)
    html, end = Markup(), 0
    for match in wanted.finditer(text):
        html += escape(text[end : match.start()]) + Markup("<mark>{}</mark>").format(match[0])
        end = match.end()
    return html + escape(text[end:])
