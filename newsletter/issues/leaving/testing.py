"""Test mails to colleagues: the very bytes that readers would get, before any of them does."""

from collections.abc import Iterable, Sequence

import sqlalchemy as sa

from newsletter.background import enqueue
from newsletter.db import db
from newsletter.issues.models import Issue
from newsletter.languages import EditionKey
from newsletter.staff import settings
from newsletter.staff.models import AuditEntry, Staff, record

MOST_TESTERS = 20
"""Of one test; each may get six editions."""
ASKED = "issue.test_mail"


def testers() -> Sequence[Staff]:
    """Whom one may choose from."""
    return db.session.scalars(sa.select(Staff).where(Staff.active).order_by(Staff.handle)).all()


def send(issue: Issue, keys: Iterable[EditionKey], to: Sequence[Staff], *, by: str) -> None:
    """Each of the editions to each of these colleagues."""
    codes = [key.code for key in keys]
    for colleague in to:
        for code in codes:
            enqueue("send_test_mail", issue.id, code, colleague.id)
    record(by, ASKED, str(issue.number), editions=codes, to=[colleague.handle for colleague in to])


def remember(to: Iterable[Staff]) -> None:
    """For the next time."""
    settings.save(testers=[colleague.id for colleague in to])


def tested(issue: Issue) -> list[str]:
    """The handles of those who got one of the frozen editions."""
    frozen_at = min((edition.created_at for edition in issue.editions), default=None)
    asked = AuditEntry.action == ASKED, AuditEntry.subject == str(issue.number), AuditEntry.at >= frozen_at
    if frozen_at is None:
        return []
    found = db.session.scalars(sa.select(AuditEntry.details).where(*asked).order_by(AuditEntry.id))
    return list(dict.fromkeys(handle for details in found for handle in details["to"]))
