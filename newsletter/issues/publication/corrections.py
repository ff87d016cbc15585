"""What readers are told of a text that was put right after they could read it."""

from collections.abc import Sequence

import sqlalchemy as sa

from newsletter.commentaries.models import Commentary, Revision, Text
from newsletter.commentaries.refusals import N_, Refusal
from newsletter.commentaries.writing import handle_of
from newsletter.db import db
from newsletter.issues.publication import retracting
from newsletter.issues.publication.models import CORRECTION_LENGTH, Correction
from newsletter.staff.models import Staff, record


class NoteNeeded(Refusal):
    message = N_(
        "Readers have seen the words that this changes: tell them below what was wrong and what is right, "
        "or say that they need no note."
    )


class NoteTooLong(Refusal):
    message = N_("The note to readers has more than %(limit)s characters: shorten it.")


def asks_for_note(text: Text) -> bool:
    """Whether readers have its approved words before them, so that to approve others is to correct it."""
    return text.approved_revision is not None and retracting.is_out(text.commentary)


def tell(text: Text, *, by: Staff | None, note: str | None) -> None:
    """Before `text` is approved: publish the note to its readers. Raises NoteNeeded, NoteTooLong.

    An empty note says that they need none, and None that nobody has decided; that is for what is minor alone, or
    where a command does it.
    """
    if text.approved_revision == text.revision or not asks_for_note(text):
        return
    if note:
        _publish(text, note, by=by)
    elif note is None and by and _is_more_than_minor(text):
        raise NoteNeeded
    elif note is not None and by:
        record(by.handle, "correction.not_needed", subject_of(text), revision=text.revision)


def _publish(text: Text, note: str, *, by: Staff | None) -> None:
    db.session.add(Correction(text=text, revision=text.revision, note=short(note), by=handle_of(by)))
    record(handle_of(by), "correction.published", subject_of(text), revision=text.revision)


def _is_more_than_minor(text: Text) -> bool:
    since = Revision.text_id == text.id, Revision.number > text.approved_revision, ~Revision.minor
    return bool(db.session.scalar(sa.select(sa.exists().where(*since))))


def mend(correction: Correction, note: str, *, by: str) -> None:
    """Other words for the same. Raises NoteTooLong."""
    correction.note = short(note)
    record(by, "correction.mended", subject_of(correction.text), revision=correction.revision)


def short(note: str) -> str:
    """Raises NoteTooLong."""
    if len(note) > CORRECTION_LENGTH:
        raise NoteTooLong(limit=CORRECTION_LENGTH)
    return note


def of(commentary: Commentary) -> Sequence[Correction]:
    """Those of all its languages, newest first."""
    chosen = sa.select(Correction).join(Text).where(Text.commentary_id == commentary.id)
    return db.session.scalars(chosen.order_by(Correction.id.desc())).all()


def subject_of(text: Text) -> str:
    """In the audit log."""
    return f"commentary {text.commentary_id}, {text.language}"
