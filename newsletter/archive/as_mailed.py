"""An issue as it was mailed, for readers whose mail program shows it badly."""

import datetime as dt
from collections.abc import Iterable

import sqlalchemy as sa

from newsletter.commentaries.models import Text, TextState
from newsletter.commentaries.publication import embargo_of
from newsletter.db import db
from newsletter.issues.composing.models import Edition
from newsletter.issues.models import Issue
from newsletter.issues.publication.corrections import subject_of
from newsletter.languages import Language, Reading, Variant
from newsletter.staff.models import AuditEntry


def edition(issue: Issue, reading: Reading) -> Edition | None:
    """The frozen one. A discreet edition is shown to nobody but whoever got it."""
    mailed = sa.select(Edition).where(Edition.issue_id == issue.id, Edition.reading == reading)
    return db.session.scalar(mailed.where(Edition.variant == Variant.STANDARD))


def still_stands(edition: Edition) -> bool:
    """Whether the public may still see everything that it holds: nothing was withdrawn since, or put off."""
    issue = edition.issue
    of_boxes = (box.commentary for box in issue.boxes if box.commentary)
    pieces = [*(entry.commentary for entry in issue.entries), *of_boxes]
    languages = {*edition.reading.languages, Language.EN}
    texts = [text for piece in pieces for language, text in piece.texts.items() if language in languages]
    return not any(map(embargo_of, pieces)) and not _was_withdrawn(texts, since=edition.created_at)


def _was_withdrawn(texts: Iterable[Text], *, since: dt.datetime) -> bool:
    """By the audit log: new words that are written or approved undo a withdrawal, and an edition holds the old ones.

    Which of a piece's texts it holds isn't kept: what was withdrawn before it was frozen, it doesn't.
    """
    withdrawn = AuditEntry.action == f"text.{TextState.WITHDRAWN}", AuditEntry.at >= since
    of_these = AuditEntry.subject.in_([subject_of(text) for text in texts])
    return bool(db.session.scalar(sa.select(sa.exists().where(*withdrawn, of_these))))
