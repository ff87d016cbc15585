"""Test mails: an edition as it stands, to a colleague, before any reader sees it."""

import uuid

from newsletter import tokens
from newsletter.db import db
from newsletter.issues import editions
from newsletter.issues.models import Issue
from newsletter.languages import Reading
from newsletter.letters.bytetemplate import ByteTemplate
from newsletter.letters.slots import Slot
from newsletter.mailer import post
from newsletter.staff.models import Staff
from newsletter.tokens import Purpose
from newsletter.web import public_url

NOBODY = uuid.UUID(int=0)
"""Whose links a test mail carries: they lead to the real pages, which say that there is no such subscription."""


def send(issue_id: int, reading: str, staff_id: int) -> None:
    """The frozen edition, or the drafts as they are now. Nothing happens where there is no edition or no address."""
    issue, staff = db.session.get(Issue, issue_id), db.session.get(Staff, staff_id)
    if issue is None or staff is None:
        return
    address, edition = staff.opened_address(), editions.every(issue).get(Reading(reading))
    db.session.commit()
    if address and edition:
        post.send(ByteTemplate.of(edition.template), address, _links())


def _links() -> dict[Slot, str]:
    unsubscribe = public_url("subscribers.unsubscribe", token=tokens.sign(Purpose.UNSUBSCRIBE, NOBODY.bytes))
    return {
        Slot.LIST_UNSUBSCRIBE: unsubscribe,
        Slot.UNSUBSCRIBE_LINK: unsubscribe,
        Slot.PREFERENCES_LINK: public_url(
            "subscribers.preferences", token=tokens.sign(Purpose.PREFERENCES, NOBODY.bytes)
        ),
    }
