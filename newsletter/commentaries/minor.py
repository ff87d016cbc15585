"""Revisions of a text that ask nothing of those who translate from it. Nothing here commits."""

from collections import defaultdict
from collections.abc import Sequence

import sqlalchemy as sa

from newsletter.commentaries.document import blocks
from newsletter.commentaries.models import Revision, Text
from newsletter.db import db
from newsletter.languages import Language
from newsletter.staff.guards import EDITORS
from newsletter.staff.models import Staff, record


def mark(text: Text, revision: Revision, *, minor: bool, by: Staff) -> None:
    """With all that was written in its sitting, which is one step of the history."""
    of_sitting = sa.update(Revision).where(Revision.text_id == text.id, Revision.sitting == revision.sitting)
    db.session.execute(of_sitting.values(minor=minor))
    subject = f"commentary {text.commentary_id}, {text.language}"
    record(by.handle, "revision.minor" if minor else "revision.not_minor", subject, revision=revision.number)


def may_mark(revision: Revision, who: Staff) -> bool:
    return who.role in EDITORS or revision.staff_id == who.id


def is_translated(text: Text) -> bool:
    """Whether another text is made from it."""
    return bool(db.session.scalar(sa.select(sa.exists().where(Text.source_id == text.id))))


def seen_up_to(text: Text, revisions: Sequence[Revision]) -> dict[int, list[Language]]:
    """By number, the languages whose translators have seen that one of `revisions`, and none after it."""
    chosen = sa.select(Text.language, Text.heads, Text.document).where(Text.source_id == text.id)
    found: dict[int, list[Language]] = defaultdict(list)
    for language, heads, document in db.session.execute(chosen.order_by(Text.language)):
        links = [*heads.values(), *(block["attrs"] for block in blocks(document))]
        newest = max((link["seen"] for link in links if "seen" in link), default=0)
        if numbers := [revision.number for revision in revisions if revision.number <= newest]:
            found[max(numbers)].append(language)
    return found
