"""The photos that we have: which texts hold them, what they were last said to show, and which nobody needs any more.

Nothing here commits.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

import sqlalchemy as sa

from newsletter.commentaries import photos
from newsletter.commentaries.document import Document, figures_in
from newsletter.commentaries.models import Commentary, Revision, Text
from newsletter.commentaries.photo_models import Photo, TextPhoto
from newsletter.commentaries.refusals import N_, Refusal
from newsletter.db import db, now, upsert
from newsletter.languages import Language, Words

KEPT_UNUSED = dt.timedelta(days=7)
_STILL_WRITTEN = dt.timedelta(days=5)
"""Steps within a sitting are forgotten after two (history.py), and pictures with them that came and went within one."""
_UNFINISHED = dt.timedelta(days=1)
_BATCH = 500


class UnknownPhoto(Refusal):
    message = N_("A picture of this text is not in the library any more: add it again, or take it out of the text.")


class PhotoInUse(Refusal):
    message = N_("This photo is used by now, so it stays.")


def note_use(text: Text, document: Document) -> None:
    """From here on the text's pictures stay in the library, with the words that it gives them. Raises UnknownPhoto."""
    figures = {figure["photo"]: figure for figure in figures_in(document)}
    if not figures:
        return
    # Whoever deletes one at the same moment waits for us, and then finds it in use.
    chosen = sa.select(Photo).where(Photo.digest.in_(figures)).order_by(Photo.id)
    found = db.session.scalars(chosen.with_for_update(read=True, key_share=True)).all()
    if len(found) < len(figures):
        raise UnknownPhoto
    rows = [{"text_id": text.id, "photo_id": photo.id} for photo in found]
    upsert(TextPhoto, rows, key=["text_id", "photo_id"])
    for photo in found:
        said = figures[photo.digest]
        alts, captions, credits = ({str(text.language): said[name]} for name in ("alt", "caption", "credit"))
        _remember(photo, alts, captions, credits, said["credit_href"])


def put_above(commentary: Commentary, photo: Photo | None) -> None:
    """The commentary's own photo, or none. The one before it has a week again."""
    if photo is commentary.photo:
        return
    if commentary.photo:
        commentary.photo.created_at = now()
    commentary.photo = photo


def remember_words_of(commentary: Commentary) -> None:
    if commentary.photo:
        words = (commentary.alts, commentary.captions, commentary.credits)
        _remember(commentary.photo, *words, commentary.credit_href)


def _remember(photo: Photo, alts: Words, captions: Words, credits: Words, credit_href: str) -> None:
    """What is empty doesn't replace what was said before."""
    photo.alts = _with(photo.alts, alts)
    photo.captions = _with(photo.captions, captions)
    photo.credits = _with(photo.credits, credits)
    photo.credit_href = credit_href or photo.credit_href


def _with(known: Words, new: Words) -> Words:
    return {**known, **{language: words for language, words in new.items() if words}}


def choice(photo: Photo, language: Language) -> dict[str, Any]:
    """For the editor: what a figure of it begins with."""
    return {
        "photo": photo.digest,
        "width": photo.width,
        "height": photo.height,
        "alt": photo.alts.get(language, ""),
        "caption": photo.captions.get(language, ""),
        "credit": photo.credits.get(language, ""),
        "credit_href": photo.credit_href,
    }


def unused() -> sa.ColumnElement[bool]:
    above = sa.exists().where(Commentary.photo_id == Photo.id)
    within = sa.exists().where(TextPhoto.photo_id == Photo.id)
    return ~above & ~within


def delete(photo_id: int) -> str | None:
    """Its digest, for photos.remove_files once this is committed; None if it is gone already. Raises PhotoInUse."""
    digest = db.session.scalar(sa.select(Photo.digest).where(Photo.id == photo_id))
    if digest and not _delete_unused(Photo.id == photo_id):
        raise PhotoInUse
    return digest


def sweep(at: dt.datetime) -> None:
    """Photos that nobody has used for a week go; their files an hour later, when it is certain that they are gone."""
    _sweep_files(at)
    _release(at)
    _delete_unused(Photo.created_at < at - KEPT_UNUSED)


def _delete_unused(which: sa.ColumnElement[bool]) -> Sequence[int]:
    """Locked first: what is used a moment before is seen by the statement after."""
    locked = db.session.scalars(sa.select(Photo.id).where(which, unused()).limit(_BATCH).with_for_update()).all()
    gone = sa.delete(Photo).where(Photo.id.in_(locked), unused()).returning(Photo.id)
    return db.session.scalars(gone.execution_options(synchronize_session=False)).all()


def _release(at: dt.datetime) -> None:
    """Texts give back the photos that no revision of theirs holds any more, and these have a week again."""
    recent = sa.select(Text.id).where(Text.updated_at > at - _STILL_WRITTEN, Text.id.in_(sa.select(TextPhoto.text_id)))
    texts = db.session.scalars(recent.with_for_update(skip_locked=True)).all()
    holds = sa.cast(Revision.document, sa.Text).contains(Photo.digest)
    held = sa.exists().where(Revision.text_id == TextPhoto.text_id, Photo.id == TextPhoto.photo_id, holds)
    given_back = sa.delete(TextPhoto).where(TextPhoto.text_id.in_(texts), ~held).returning(TextPhoto.photo_id)
    ids = db.session.scalars(given_back.execution_options(synchronize_session=False)).all()
    db.session.execute(sa.update(Photo).where(Photo.id.in_(ids)).values(created_at=at))


def _sweep_files(at: dt.datetime) -> None:
    """Files without a row: of photos that were deleted, or whose storing came to nothing."""
    before = (at - _UNFINISHED).timestamp()
    old = {path.name.partition("-")[0] for path in photos.folder().glob("*") if path.stat().st_mtime < before}
    for digest in old - _known(old):
        photos.remove_files(digest, before=before)


def _known(digests: Iterable[str]) -> set[str]:
    asked, known = sorted(digests), set[str]()
    for start in range(0, len(asked), _BATCH):
        some = Photo.digest.in_(asked[start : start + _BATCH])
        known.update(db.session.scalars(sa.select(Photo.digest).where(some)))
    return known
