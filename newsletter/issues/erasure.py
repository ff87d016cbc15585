"""Names that are redacted, taken out of the letters that we keep."""

import re
from collections.abc import Sequence
from html import escape

import sqlalchemy as sa

from newsletter.commentaries.models import Text
from newsletter.db import db
from newsletter.issues.building import placing
from newsletter.issues.building.models import Change
from newsletter.issues.composing.models import Edition
from newsletter.issues.models import Issue
from newsletter.issues.publication.models import Correction
from newsletter.languages import Words
from newsletter.letters.bytetemplate import rewritten

STANDS_IN = "[…]"


def forget(commentary_ids: Sequence[int], *, names: Sequence[str]) -> None:
    """Blank the names in the words of every issue that has one of these commentaries, in its frozen editions, and in
    what readers were told of corrections.

    An edition's digest stays: it proves what was sent, while the words of it are no longer held.
    """
    if not (commentary_ids and names):
        return
    # Whoever is just freezing one of these issues with the old names is waited for.
    wanted = sa.select(Issue).where(Issue.id.in_(placing.carrying(commentary_ids))).order_by(Issue.id).with_for_update()
    issues = db.session.scalars(wanted.execution_options(populate_existing=True)).all()
    for issue in issues:
        issue.subjects, issue.preheaders = blanked_words(issue.subjects, names), blanked_words(issue.preheaders, names)
        issue.openings, issue.closings = blanked_words(issue.openings, names), blanked_words(issue.closings, names)
        for box in issue.boxes:
            box.words = blanked_words(box.words, names)
    ids = [issue.id for issue in issues]
    # To undo a step would bring the names back.
    db.session.execute(sa.delete(Change).where(Change.issue_id.in_(ids)))
    for edition in db.session.scalars(sa.select(Edition).where(Edition.issue_id.in_(ids))):
        edition.subject = blanked(edition.subject, names)
        edition.html, edition.text = blanked(edition.html, names), blanked(edition.text, names)
        edition.template = rewritten(edition.template, lambda words: blanked(words, names))
    for correction in db.session.scalars(
        sa.select(Correction).join(Text).where(Text.commentary_id.in_(commentary_ids))
    ):
        correction.note = blanked(correction.note, names)
    db.session.flush()


def blanked_words(words: Words, names: Sequence[str]) -> Words:
    return {language: blanked(line, names) for language, line in words.items()}


def blanked(words: str, names: Sequence[str]) -> str:
    """`names` longest first; each is found as a whole, in markup too, and over the end of a line."""
    return re.sub("|".join(_anyhow(name) for name in names), STANDS_IN, words) if names else words


def _anyhow(name: str) -> str:
    written = {name, escape(name), escape(name, quote=False), escape(name).replace("&#x27;", "&#39;")}
    spellings = (r"\s+".join(re.escape(part) for part in form.split()) for form in sorted(written))
    return rf"(?<!\w)(?:{'|'.join(spellings)})(?!\w)"
