"""An issue as it was mailed, for readers whose mail program shows it badly."""

import sqlalchemy as sa

from newsletter.commentaries.models import Commentary, Text, TextState
from newsletter.commentaries.publication import embargo_of
from newsletter.db import db
from newsletter.issues.models import Edition, Issue
from newsletter.languages import Language, Reading, Variant


def edition(issue: Issue, reading: Reading) -> Edition | None:
    """The frozen one. A discreet edition is shown to nobody but whoever got it."""
    mailed = sa.select(Edition).where(Edition.issue_id == issue.id, Edition.reading == reading)
    return db.session.scalar(mailed.where(Edition.variant == Variant.STANDARD))


def still_stands(edition: Edition) -> bool:
    """Whether the public may still see everything that it holds: nothing was withdrawn since, or put off."""
    issue = edition.issue
    pieces = [*(entry.commentary for entry in issue.entries), *(box.commentary for box in issue.boxes)]
    return not any(_has_gone(piece, edition) for piece in pieces if piece)


def _has_gone(piece: Commentary, edition: Edition) -> bool:
    texts = (piece.texts.get(language) for language in (*edition.reading.languages, Language.EN))
    return embargo_of(piece) is not None or any(_was_withdrawn(text, edition) for text in texts if text)


def _was_withdrawn(text: Text, edition: Edition) -> bool:
    """Which of a piece's texts it holds isn't kept: what was withdrawn before it was frozen, it doesn't."""
    return (
        text.state is TextState.WITHDRAWN and text.withdrawn_at is not None and text.withdrawn_at >= edition.created_at
    )
