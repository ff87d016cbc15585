"""Words that the dictionaries lack and that are right. Nothing here commits."""

from collections.abc import Sequence

import sqlalchemy as sa

from newsletter.commentaries.refusals import N_, Refusal
from newsletter.db import db, now, upsert
from newsletter.housestyle.models import WORD_LENGTH, KnownWord
from newsletter.housestyle.spelling import folded, is_word
from newsletter.languages import Language
from newsletter.staff.models import Staff, record

MOST = 2_000
"""A language."""


class CannotAdd(Refusal):
    pass


class NotAWord(CannotAdd):
    message = N_("Write one word of at most %(limit)s letters, in the letters of its language.")


class TooManyWords(CannotAdd):
    message = N_("There are %(limit)s known words, and more are not possible: remove some first.")


def known_words(language: Language) -> frozenset[str]:
    """For spelling.check()."""
    return frozenset(db.session.scalars(sa.select(KnownWord.word).where(KnownWord.language == language)))


def listed(language: Language) -> Sequence[KnownWord]:
    chosen = sa.select(KnownWord).where(KnownWord.language == language)
    return sorted(db.session.scalars(chosen), key=lambda known: known.word.lower())


def add(word: str, language: Language, *, by: Staff) -> None:
    """One that is known already stays as it is. Raises CannotAdd."""
    plain = folded(word)
    if len(plain) > WORD_LENGTH or not is_word(plain, language):
        raise NotAWord(limit=WORD_LENGTH)
    words = known_words(language)
    if plain in words:
        return
    if len(words) >= MOST:
        raise TooManyWords(limit=MOST)
    row = {"language": language, "word": plain, "added_by_id": by.id, "created_at": now()}
    upsert(KnownWord, [row], key=["language", "word"])
    record(by.handle, "word.added", plain, language=language)


def remove(known: KnownWord, *, by: Staff) -> None:
    db.session.delete(known)
    record(by.handle, "word.removed", known.word, language=known.language)
