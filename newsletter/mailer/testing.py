"""Test mails: an edition as it stands, to a colleague, before any reader sees it."""

import uuid

from newsletter import tokens
from newsletter.db import db
from newsletter.issues.composing import editions
from newsletter.issues.models import Issue
from newsletter.languages import EditionKey, Variant
from newsletter.letters.bytetemplate import ByteTemplate
from newsletter.letters.slots import Slot
from newsletter.mailer import post
from newsletter.staff import relay_models, settings
from newsletter.staff.models import Staff
from newsletter.tokens import Purpose
from newsletter.web import public_url

NOBODY = uuid.UUID(int=0)
"""Whose links a test mail carries: they lead to the real pages, which say that there is no such subscription."""


def send(issue_id: int, code: str, staff_id: int) -> None:
    """The frozen edition, or the drafts as they are now. Nothing happens where there is no edition or no address."""
    issue, staff = db.session.get(Issue, issue_id), db.session.get(Staff, staff_id)
    if issue is None or staff is None:
        return
    key = EditionKey.of(code)
    address, edition = staff.opened_address(), editions.every(issue).get(key)
    db.session.commit()
    if address and edition:
        template, links = ByteTemplate.of(edition.template), _links(key.variant)
        post.send(template, address, links, variant=key.variant, purpose=relay_models.Purpose.TEST)


def _links(variant: Variant) -> dict[Slot, str]:
    root = settings.current().root(variant)
    unsubscribe = public_url("subscribers.unsubscribe", root=root, token=tokens.sign(Purpose.UNSUBSCRIBE, NOBODY.bytes))
    return {
        Slot.LIST_UNSUBSCRIBE: unsubscribe,
        Slot.UNSUBSCRIBE_LINK: unsubscribe,
        Slot.PREFERENCES_LINK: public_url(
            "subscribers.preferences", root=root, token=tokens.sign(Purpose.PREFERENCES, NOBODY.bytes)
        ),
    }
