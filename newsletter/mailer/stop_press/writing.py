"""A correction from its first words to the mailings that carry it. Nothing here commits."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from newsletter.db import db, now
from newsletter.issues.composing.models import Edition
from newsletter.issues.models import Issue
from newsletter.languages import Words
from newsletter.mailer import mailings
from newsletter.mailer.ledger import written
from newsletter.mailer.models import Mailing, StopPress
from newsletter.mailer.stop_press import audience, composing, halting
from newsletter.mailer.stop_press.refusals import NobodyToTell, StillLeaving, WordsChanged, WordsMissing
from newsletter.staff.models import record


def draft_of(issue: Issue) -> StopPress | None:
    unsent = sa.select(StopPress).where(StopPress.issue_id == issue.id, StopPress.sent_at.is_(None))
    return db.session.scalar(unsent.execution_options(populate_existing=True))


def sent(issue: Issue) -> Sequence[StopPress]:
    """The latest first."""
    through = sa.select(StopPress).where(StopPress.issue_id == issue.id, StopPress.sent_at.is_not(None))
    return db.session.scalars(through.order_by(StopPress.id.desc())).all()


def version_of(issue: Issue) -> int:
    """Of the latest correction, sent or not; 0 where there is none. The next one goes on counting."""
    latest = sa.select(sa.func.max(StopPress.version)).where(StopPress.issue_id == issue.id)
    return db.session.scalar(latest) or 0


def save(issue: Issue, *, subjects: Words, words: Words, editions: Sequence[str], version: int, by: str) -> None:
    """`version` is the one that its writer had before them. Raises WordsChanged."""
    said = {"subjects": subjects, "words": words, "editions": list(editions), "by": by, "at": now()}
    if draft := draft_of(issue):
        return _take(draft, version, version=version + 1, **said)
    if version != version_of(issue):
        raise WordsChanged
    try:
        with db.session.begin_nested():
            db.session.add(StopPress(issue_id=issue.id, version=version + 1, **said))
    except sa.exc.IntegrityError as somebody_was_faster:
        raise WordsChanged from somebody_was_faster


def send(issue: Issue, *, version: int, by: str) -> None:
    """To those who have the issue by now, at once.

    Raises StillLeaving, WordsChanged, WordsMissing, GivesAway or NobodyToTell.
    """
    if halting.may_arrive(halting.of_editions(issue, to_change=True)):
        raise StillLeaving
    stop_press = draft_of(issue)
    if stop_press is None:
        raise WordsChanged
    _take(stop_press, version, sent_at=now(), by=by)
    made = composing.letters(issue, stop_press)
    if missing := [key for key in composing.keys_of(issue, stop_press) if key not in made]:
        raise WordsMissing(missing)
    composing.must_be_discreet(made)
    editions = [edition for edition in issue.editions if edition.key in made]
    started = [_start(stop_press, edition, made[edition.key].template) for edition in editions]
    if not any(mailing.prepared for mailing in started):
        raise NobodyToTell
    digests = {key.code: one.digest for key, one in made.items()}
    readers = {mailing.edition.key.code: mailing.prepared for mailing in started}
    record(by, "stop_press.sent", str(issue.number), version=version, editions=digests, readers=readers)


def _take(draft: StopPress, seen: int, **changes: Any) -> None:
    """Of two who save or send it at the same moment only one does."""
    unchanged = sa.update(StopPress).where(
        StopPress.id == draft.id, StopPress.version == seen, StopPress.sent_at.is_(None)
    )
    if not written(unchanged.values(**changes)):
        raise WordsChanged
    db.session.refresh(draft)


def _start(stop_press: StopPress, edition: Edition, template: bytes) -> Mailing:
    mailing = audience.prepare(stop_press, edition, template)
    mailings.ask_for(mailing)
    return mailing
