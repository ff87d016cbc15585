"""Test mails: an edition or a correction as it stands, to a colleague, before any reader sees it."""

import uuid

from newsletter import tokens
from newsletter.db import db
from newsletter.issues.composing import editions
from newsletter.issues.composing.editions import Composed
from newsletter.issues.models import Issue
from newsletter.languages import EditionKey, Language, Variant
from newsletter.letters.bytetemplate import ByteTemplate
from newsletter.letters.slots import Slot
from newsletter.mailer import post
from newsletter.mailer.models import StopPress
from newsletter.mailer.stop_press import composing
from newsletter.staff import relay_models, settings
from newsletter.staff.models import Staff
from newsletter.tokens import Purpose
from newsletter.web import public_url

NOBODY = uuid.UUID(int=0)
"""Whose links a test mail carries: they lead to the real pages, which say that there is no such subscription."""


def send(issue_id: int, code: str, staff_id: int) -> None:
    """The frozen edition, or the drafts as they are now. Nothing happens where there is no edition or no address."""
    issue, staff = db.session.get(Issue, issue_id), db.session.get(Staff, staff_id)
    if issue and staff:
        key = EditionKey.of(code)
        _send(editions.every(issue).get(key), key, staff)


def send_correction(stop_press_id: int, code: str, staff_id: int) -> None:
    """A stop-press, as it is now. Nothing happens where it has no words for that edition."""
    stop_press, staff = db.session.get(StopPress, stop_press_id), db.session.get(Staff, staff_id)
    if stop_press and staff:
        key, issue = EditionKey.of(code), db.session.get_one(Issue, stop_press.issue_id)
        _send(composing.letter(issue, stop_press, key), key, staff)


def _send(made: Composed | None, key: EditionKey, staff: Staff) -> None:
    address = staff.opened_address()
    db.session.commit()
    if address and made:
        template, links = ByteTemplate.of(made.template), _links(key.variant)
        post.send(template, address, links, variant=key.variant, purpose=relay_models.Purpose.TEST)


def _links(variant: Variant) -> dict[Slot, str]:
    chosen = settings.current()
    root, domain = chosen.root(variant), chosen.sender(variant, Language.EN).domain
    leaving = tokens.sign(Purpose.UNSUBSCRIBE, NOBODY.bytes)
    unsubscribe = public_url("subscribers.unsubscribe", root=root, token=leaving)
    return {
        Slot.LIST_UNSUBSCRIBE: unsubscribe,
        Slot.UNSUBSCRIBE_ADDRESS: f"unsubscribe+{leaving}@{domain}",
        Slot.UNSUBSCRIBE_LINK: unsubscribe,
        Slot.PREFERENCES_LINK: public_url(
            "subscribers.preferences", root=root, token=tokens.sign(Purpose.PREFERENCES, NOBODY.bytes)
        ),
    }
