"""What was translated before that is like what is to be translated now.

Each process keeps the source words of a pair of languages in its memory (about 2 KB a pair) and looks at each question
whether the table has changed: then it reads what is new.
"""

import datetime as dt
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import permutations

import sqlalchemy as sa
from flask import Flask, current_app
from markupsafe import Markup

from newsletter.commentaries.diffing import to_html
from newsletter.commentaries.models import Text
from newsletter.db import db
from newsletter.languages import Language
from newsletter.translation.memory import with_origin
from newsletter.translation.memory_index import Index, Known
from newsletter.translation.models import MemoryPair

_A_TIME = 1_000
"""Rows."""


@dataclass(frozen=True)
class Match:
    similarity: int
    """Of a hundred; at a hundred only spaces, quotes, dashes and apostrophes may differ."""
    pair: MemoryPair
    html: Markup
    """The present words, with what was otherwise then."""
    title: str
    """Of the translation that it comes from."""
    commentary_id: int
    week: dt.date


@dataclass
class _Shelf:
    """The index of a pair of languages, as this process has it."""

    index: Index = field(default_factory=Index)
    state: tuple[object, ...] = ()
    lock: threading.Lock = field(default_factory=threading.Lock)


def init_app(app: Flask) -> None:
    app.extensions["memory"] = {both: _Shelf() for both in permutations(Language, 2)}


def suggestions(
    parts: Mapping[str, str], source: Language, target: Language, *, but: Text, most: int = 3
) -> dict[str, list[Match]]:
    """By the name of each part that has any: the most similar earlier pairs first, the newest first among equals.

    `parts` are words by name; `but` is the translation that they are looked up for.
    """
    shelf: _Shelf = current_app.extensions["memory"][source, target]
    with shelf.lock:
        _bring_up_to_date(shelf, source, target)
        found = {name: shelf.index.like(words, but=but.id, most=most) for name, words in parts.items()}
    numbers = {number for matches in found.values() for _, number in matches}
    chosen = with_origin().where(MemoryPair.id.in_(numbers))
    rows = {pair.id: (pair, title, piece, week) for pair, title, piece, week in db.session.execute(chosen)}
    suggested = {
        name: [_found_in(parts[name], similarity, *rows[number]) for similarity, number in matches if number in rows]
        for name, matches in found.items()
    }
    return {name: matches for name, matches in suggested.items() if matches}


def _bring_up_to_date(shelf: _Shelf, source: Language, target: Language) -> None:
    of_both = MemoryPair.source_language == source, MemoryPair.target_language == target
    # No id is given twice, so rows that were replaced have other ones, and their sum tells.
    state = sa.select(sa.func.count(), sa.func.max(MemoryPair.id), sa.func.sum(MemoryPair.id)).where(*of_both)
    now = tuple(db.session.execute(state).one())
    if now == shelf.state:
        return
    there = set(db.session.scalars(sa.select(MemoryPair.id).where(*of_both)))
    new = sorted(there - shelf.index.ids)
    columns = sa.select(MemoryPair.id, MemoryPair.text_id, MemoryPair.source, MemoryPair.target)
    for start in range(0, len(new), _A_TIME):
        rows = db.session.execute(columns.where(MemoryPair.id.in_(new[start : start + _A_TIME])))
        shelf.index.add(Known(*row) for row in rows)
    shelf.index.remove(shelf.index.ids - there)
    shelf.state = now


def _found_in(words: str, similarity: int, pair: MemoryPair, title: str, commentary_id: int, week: dt.date) -> Match:
    return Match(similarity, pair, to_html(pair.source, words), title, commentary_id, week)
