"""The photos that we have: which texts hold them, what they were last said to show, and which nobody needs any more.

Nothing here commits.
"""

from collections.abc import Mapping

import sqlalchemy as sa

from newsletter.commentaries.document import Document, Node, blocks
from newsletter.commentaries.models import Photo, Text, TextPhoto
from newsletter.commentaries.refusals import N_, Refusal
from newsletter.db import db, upsert
from newsletter.languages import Language


class UnknownPhoto(Refusal):
    message = N_("A picture of this text is not in the library any more: add it again, or take it out of the text.")


def note_use(text: Text, document: Document) -> None:
    """From here on the text's pictures stay in the library, with the words that it gives them. Raises UnknownPhoto."""
    figures = {block["attrs"]["photo"]: block["attrs"] for block in blocks(document) if block["type"] == "figure"}
    if not figures:
        return
    # Whoever deletes one at the same moment waits for us, and then finds it in use.
    chosen = sa.select(Photo).where(Photo.digest.in_(figures)).order_by(Photo.id)
    photos = db.session.scalars(chosen.with_for_update(read=True, key_share=True)).all()
    if len(photos) < len(figures):
        raise UnknownPhoto
    rows = [{"text_id": text.id, "photo_id": photo.id} for photo in photos]
    upsert(TextPhoto, rows, key=["text_id", "photo_id"])
    for photo in photos:
        _remember(photo, text.language, figures[photo.digest])


def _remember(photo: Photo, language: Language, words: Node) -> None:
    """What is empty doesn't replace what was said before."""
    photo.alts = _with(photo.alts, language, words["alt"])
    photo.captions = _with(photo.captions, language, words["caption"])
    photo.credits = _with(photo.credits, language, words["credit"])
    photo.credit_href = words["credit_href"] or photo.credit_href


def _with(known: Mapping[str, str], language: Language, words: str) -> dict[str, str]:
    return {**known, str(language): words} if words else dict(known)
