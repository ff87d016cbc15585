"""The past of a text."""

import datetime as dt
from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy import orm

from newsletter.commentaries.document import blocks
from newsletter.commentaries.merging import Version
from newsletter.commentaries.models import Revision, Sighting, Text
from newsletter.commentaries.remark_models import Remark
from newsletter.db import db, upsert
from newsletter.staff.models import AuditEntry

SITTING = dt.timedelta(minutes=10)
"""What one person writes within it is one step of the history."""
KEPT_WHOLE = dt.timedelta(days=2)
"""How long the steps within a sitting are kept: a browser that was offline may still be based on any of them."""


def sittings_of(text: Text) -> Sequence[Revision]:
    """The last revision of every sitting, newest first, without their documents."""
    last = sa.select(sa.func.max(Revision.number)).where(Revision.text_id == text.id).group_by(Revision.sitting)
    chosen = sa.select(Revision).where(
        Revision.text_id == text.id, sa.or_(Revision.number.in_(last), Revision.number == text.approved_revision)
    )
    without = orm.defer(Revision.document), orm.joinedload(Revision.author)
    return db.session.scalars(chosen.order_by(Revision.number.desc()).options(*without)).all()


def revision_of(text: Text, number: int) -> Revision | None:
    return db.session.scalar(sa.select(Revision).where(Revision.text_id == text.id, Revision.number == number))


def version_of(words: Text | Revision) -> Version:
    return Version(words.title, words.standfirst, words.document, words.heads)


def version_at(text: Text, number: int | None) -> Version | None:
    """None for one that is forgotten, or never was."""
    revision = revision_of(text, number) if number is not None else None
    return version_of(revision) if revision else None


SOURCE_CHOSEN = "text.source"
"""In the audit log, with the `revision` that the text had then."""


def is_of_another_source(text: Text, number: int) -> bool:
    """Whether the text got another source after that revision: what it saw are revisions of another text."""
    chosen = sa.select(AuditEntry.details).where(
        AuditEntry.action == SOURCE_CHOSEN, AuditEntry.subject == f"text {text.id}"
    )
    newest = db.session.scalar(chosen.order_by(AuditEntry.id.desc()).limit(1))
    return newest is not None and number < newest.get("revision", 0)


def note_sightings(text: Text, words: Version) -> None:
    """What a translation was made from is kept for as long as anybody may ask what has changed since."""
    links = [*words.heads.values(), *(block["attrs"] for block in blocks(words.document))]
    seen = {link["seen"] for link in links if "seen" in link}
    upsert(Sighting, [{"text_id": text.source_id, "revision": number} for number in seen], key=["text_id", "revision"])


def has_author(text: Text) -> bool:
    """Whether somebody on the desk saved any of its revisions."""
    written = sa.select(Revision.id).where(Revision.text_id == text.id, Revision.staff_id.is_not(None))
    return db.session.scalar(sa.select(written.exists())) or False


def thin(at: dt.datetime) -> int:
    """Forget the steps within old sittings, but for what approvals, remarks and translations name; how many."""
    later = orm.aliased(Revision)
    followed = sa.exists().where(
        later.text_id == Revision.text_id, later.sitting == Revision.sitting, later.number > Revision.number
    )
    approved = sa.exists().where(Text.id == Revision.text_id, Text.approved_revision == Revision.number)
    remarked = sa.exists().where(Remark.text_id == Revision.text_id, Remark.revision == Revision.number)
    seen = sa.exists().where(Sighting.text_id == Revision.text_id, Sighting.revision == Revision.number)
    old = Revision.created_at < at - KEPT_WHOLE
    forgotten = db.session.execute(sa.delete(Revision).where(old, followed, ~approved, ~remarked, ~seen))
    return int(forgotten.rowcount)  # type: ignore[attr-defined]
