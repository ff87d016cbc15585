"""Names that are redacted, taken out of the corrections that we keep."""

from collections.abc import Sequence

import sqlalchemy as sa

from newsletter.db import db
from newsletter.issues.building import placing
from newsletter.issues.erasure import blanked, blanked_words
from newsletter.letters.bytetemplate import rewritten
from newsletter.mailer.models import Mailing, StopPress


def forget(commentary_ids: Sequence[int], *, names: Sequence[str]) -> None:
    """In the words of every correction to an issue that has one of these commentaries, and in its letters.

    Their digests in the audit log stay, as those of the editions do.
    """
    if not names:
        return
    carrying = StopPress.issue_id.in_(placing.carrying(commentary_ids))
    for stop_press in db.session.scalars(sa.select(StopPress).where(carrying)):
        stop_press.subjects = blanked_words(stop_press.subjects, names)
        stop_press.words = blanked_words(stop_press.words, names)
    of_these = sa.select(Mailing).join(StopPress, StopPress.id == Mailing.stop_press_id).where(carrying)
    for mailing in db.session.scalars(of_these):
        mailing.template = rewritten(mailing.message, lambda words: blanked(words, names))
    db.session.flush()
