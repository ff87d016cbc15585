"""The photos of the library, newest first, by page, and where each is used."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from newsletter.commentaries.models import Commentary, Text
from newsletter.commentaries.photo_library import unused
from newsletter.commentaries.photo_models import Photo, TextPhoto
from newsletter.db import db
from newsletter.languages import Language, Words, first_of

PAGE = 60
_LAST_PAGE = 1_000


@dataclass(frozen=True)
class Use:
    commentary_id: int
    titles: Words

    def title(self, language: Language) -> str:
        return first_of(self.titles, language, *Language)


@dataclass(frozen=True)
class Page:
    photos: Sequence[Photo]
    number: int
    has_older: bool


def page_of(*, search: str = "", only_unused: bool = False, number: int = 1) -> Page:
    """`search` is words that stand, whole or in part, in what was said of a photo in any language."""
    number = min(max(number, 1), _LAST_PAGE)
    chosen = sa.select(Photo).order_by(Photo.created_at.desc(), Photo.id.desc())
    if only_unused:
        chosen = chosen.where(unused())
    if search:
        chosen = chosen.where(Photo.id.in_(_said(search)))
    found = db.session.scalars(chosen.offset((number - 1) * PAGE).limit(PAGE + 1)).all()
    return Page(found[:PAGE], number, len(found) > PAGE)


def _said(search: str) -> list[int]:
    """Read through here: neither database folds the case of Cyrillic letters within JSON."""
    wanted = search.casefold().split()
    rows = db.session.execute(sa.select(Photo.id, Photo.alts, Photo.captions, Photo.credits))
    return [
        number
        for number, *parts in rows
        if all(word in " ".join(said for words in parts for said in words.values()).casefold() for word in wanted)
    ]


def newest(count: int) -> Sequence[Photo]:
    return db.session.scalars(sa.select(Photo).order_by(Photo.created_at.desc(), Photo.id.desc()).limit(count)).all()


def uses_of(photos: Iterable[Photo]) -> dict[int | None, list[Use]]:
    """By the id of each photo that is used at all: the commentaries that show it, newest first."""
    ids = [photo.id for photo in photos]
    above = sa.select(Commentary.photo_id, Commentary.id).where(Commentary.photo_id.in_(ids))
    within = sa.select(TextPhoto.photo_id, Text.commentary_id).join(Text).where(TextPhoto.photo_id.in_(ids))
    pairs = sorted(db.session.execute(above.union(within)), key=lambda pair: -pair.id)
    titles: dict[int, Words] = defaultdict(dict)
    chosen = sa.select(Text.commentary_id, Text.language, Text.title)
    for commentary_id, language, title in db.session.execute(
        chosen.where(Text.commentary_id.in_({commentary_id for _, commentary_id in pairs}))
    ):
        titles[commentary_id][language] = title
    uses: dict[int | None, list[Use]] = defaultdict(list)
    for photo_id, commentary_id in pairs:
        uses[photo_id].append(Use(commentary_id, titles[commentary_id]))
    return uses
