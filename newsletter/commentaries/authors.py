"""Who is named above a commentary: found by name, made, made one, and forgotten.

Nothing here commits.
"""

import re
from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy import orm

from newsletter.commentaries.author_models import NAME_LENGTH, Author, Byline
from newsletter.commentaries.models import Commentary, Text
from newsletter.commentaries.refusals import N_, Refusal
from newsletter.commentaries.writing import one_line
from newsletter.db import db
from newsletter.languages import Language, Words
from newsletter.staff.models import record

MOST = 5
"""Authors of one commentary."""

_BETWEEN = re.compile(r"\s*[,;]\s*(?:(?:and|і|и)\s+)?|\s+(?:and|&|і|и|ды)\s+", re.IGNORECASE)


class TooManyAuthors(Refusal):
    message = N_("A commentary has at most %(limit)s authors.")


class NameTooLong(Refusal):
    message = N_("A name has at most %(limit)s characters.")


def named(line: str, language: Language) -> list[Author]:
    """Those whom a byline names, such as `A, B and C`; who isn't known yet becomes a guest.

    Raises TooManyAuthors, NameTooLong.
    """
    names = list(dict.fromkeys(name for part in _BETWEEN.split(line) if (name := one_line(part))))
    if len(names) > MOST:
        raise TooManyAuthors(limit=MOST)
    if any(len(name) > NAME_LENGTH for name in names):
        raise NameTooLong(limit=NAME_LENGTH)
    return list(dict.fromkeys(found_or_made({str(language): name}) for name in names))


class NotTwo(Refusal):
    message = N_("Choose somebody else who is in the list of authors: nobody can be merged with themselves.")


class Redacted(Refusal):
    message = N_("This byline is redacted, and nothing more can be done with it.")


def found_or_made(names: Words) -> Author:
    """Whoever goes by all of these names already, or a new guest."""
    for author in everybody():
        if all(_folded(author.names.get(language, "")) == _folded(name) for language, name in names.items()):
            return author
    made = Author(names=names)
    db.session.add(made)
    db.session.flush()
    return made


def _folded(name: str) -> str:
    return " ".join(name.casefold().replace("ʼ", "'").replace("’", "'").split())


def by_name(language: Language) -> list[Author]:
    return sorted(everybody(), key=lambda author: _folded(author.name(language)))


def everybody() -> Sequence[Author]:
    """Who can be named; not those who were redacted."""
    return db.session.scalars(sa.select(Author).where(Author.redacted_at.is_(None)).order_by(Author.id)).all()


def listed_with_counts(search: str, language: Language) -> list[tuple[Author, int]]:
    """Whoever has `search` in a name, and how many commentaries they stand above; redacted ones last."""
    pieces = sa.select(sa.func.count()).where(Byline.author_id == Author.id).scalar_subquery()
    rows = db.session.execute(sa.select(Author, pieces).options(orm.joinedload(Author.staff))).all()
    wanted = _folded(search)
    fitting = [(author, count) for author, count in rows if wanted in _folded(" ".join(author.names.values()))]
    return sorted(fitting, key=lambda row: (bool(row[0].redacted_at), _folded(row[0].name(language)), row[0].id))


def pieces_of(author: Author, most: int) -> Sequence[Commentary]:
    """The newest `most` of them."""
    written = sa.select(Commentary).join(Byline).where(Byline.author_id == author.id)
    newest = written.order_by(Commentary.week.desc(), Commentary.id.desc()).limit(most)
    return db.session.scalars(newest.options(orm.selectinload(Commentary.texts).defer(Text.document))).all()


def to_change(author_id: int) -> Author | None:
    """Others who want to change them wait until we are through. Raises Redacted."""
    author = db.session.get(Author, author_id, with_for_update=True, populate_existing=True)
    if author and author.redacted_at:
        raise Redacted
    return author


def rename(author: Author, names: Words) -> None:
    """What they were called before is remembered, since letters that were sent keep it."""
    author.former = sorted({*author.former, *author.names.values()} - set(names.values()))
    author.names = names


def merge(kept: Author, double: Author, *, by: str) -> None:
    """One person under two entries: the kept one takes over the commentaries, and the names that it lacked.

    Raises NotTwo.
    """
    if kept is double:
        raise NotTwo
    double_id = double.id
    kept.former = [*kept.former, *double.former, *double.names.values()]
    rename(kept, double.names | kept.names)
    kept.staff_id = kept.staff_id or double.staff_id
    db.session.flush()
    above_both = sa.select(Byline.commentary_id).where(Byline.author_id == kept.id)
    of_double = Byline.author_id == double_id
    for statement in (
        sa.delete(Byline).where(of_double, Byline.commentary_id.in_(above_both)),
        sa.update(Byline).where(of_double).values(author_id=kept.id),
        sa.delete(Author).where(Author.id == double_id),
    ):
        db.session.execute(statement, execution_options={"synchronize_session": False})
    record(by, "author.merged", f"author {kept.id}", double=double_id)
    db.session.expire_all()
