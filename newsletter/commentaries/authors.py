"""Who is named above a commentary: found by name, made, made one, and forgotten.

Nothing here commits.
"""

import re
from collections.abc import Sequence

import sqlalchemy as sa

from newsletter.commentaries.models import NAME_LENGTH, Author
from newsletter.commentaries.refusals import N_, Refusal
from newsletter.commentaries.writing import one_line
from newsletter.db import db
from newsletter.languages import Language, Words

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
