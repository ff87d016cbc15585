"""Editions, mailings and readers for the mailer's tests."""

import hashlib
import itertools
import uuid
from typing import Any

import sqlalchemy as sa

from newsletter.addresses import provider
from newsletter.db import db, now
from newsletter.issues.composing.models import Edition
from newsletter.issues.models import Issue, IssueState
from newsletter.languages import Language, Reading, Variant
from newsletter.letters.letter import Letter
from newsletter.letters.mime import Sender, message
from newsletter.letters.slots import Slot
from newsletter.mailer import audience, claiming, ledger
from newsletter.mailer.models import Delivery, DeliveryState, Mailing, MailingState
from newsletter.staff import settings
from newsletter.staff.relay_models import Relay
from newsletter.subscribers.models import Status, Subscriber
from newsletter.vault import vault
from tests import factories

LINK = Slot.UNSUBSCRIBE_LINK.marker
LETTER = Letter(
    Language.EN,
    "Queues at the border grow shorter",
    f'<html><body><p>Good morning.</p><p><a href="{LINK}">Leave</a></p></body></html>',
    f"Good morning.\n\nLeave: {LINK}\n",
)
_counter = itertools.count(1)
CONNECTIONS = 4
"""Of the relays here."""


def edition(
    reading: Reading = Reading.EN,
    *,
    variant: Variant = Variant.STANDARD,
    of: Issue | None = None,
    letter: Letter = LETTER,
) -> Edition:
    issue = of or factories.issue(state=IssueState.SENDING)
    sender = Sender("Border Weekly", "weekly@weekly.example.org")
    template = message(letter, sender=sender, list_id=f"{reading}.weekly.example.org")
    made = Edition(
        issue=issue,
        reading=reading,
        variant=variant,
        subject=letter.subject,
        html=letter.html,
        text=letter.text,
        size=len(letter.html),
        template=template,
        digest=hashlib.sha256(template).hexdigest(),
    )
    db.session.add(made)
    db.session.flush()
    return made


def readers(
    number: int, *, reading: Reading = Reading.EN, status: Status = Status.ACTIVE, domain: str = "example.org"
) -> list[str]:
    """Many subscribers at once; their addresses."""
    addresses = [f"many{next(_counter)}@{domain}" for _ in range(number)]
    db.session.execute(sa.insert(Subscriber), [_row(address, reading, status) for address in addresses])
    return addresses


def _row(address: str, reading: Reading, status: Status) -> dict[str, Any]:
    uid = uuid.uuid4()
    return {
        "uid": uid,
        "address": vault.seal("subscriber", uid, address),
        "address_index": vault.index(address),
        "provider": provider(address),
        "reading": reading,
        "language": reading.first,
        "status": status,
        "created_at": now(),
    }


def mailing(number: int, *, reading: Reading = Reading.EN, of: Issue | None = None) -> Mailing:
    """To so many readers, and under way; no batch of it is enqueued."""
    readers(number, reading=reading)
    made = audience.prepare(edition(reading, of=of))
    made.state = MailingState.SENDING
    db.session.commit()
    return made


def use_relay(port: int, **changes: Any) -> None:
    """That one alone."""
    db.session.execute(sa.delete(Relay))
    relay(port)
    settings.save(sender_address="weekly@weekly.example.org", **changes)
    db.session.commit()


def relay(port: int, *, password: str = "", **facts: Any) -> Relay:
    """One more that takes mails, on this machine."""
    usual = {"name": f"relay {port}", "host": "127.0.0.1", "security": "none", "connections": CONNECTIONS}
    made = Relay(port=port, **{**usual, **facts})
    if password:
        made.seal_password(password)
    db.session.add(made)
    db.session.commit()
    return made


def span(mailing: Mailing) -> tuple[int, int, int]:
    """What a batch of the whole mailing is given."""
    ids = db.session.scalars(sa.select(Delivery.id).where(Delivery.mailing_id == mailing.id)).all()
    return mailing.id, min(ids), max(ids)


def claim(mailing: Mailing, *, most: int = 50, worker: str = "desk", token: str = "") -> tuple[str, list[int]]:
    token = token or claiming.new_token()
    claimed = claiming.claim(token, *span(mailing), worker=worker, most=most)
    db.session.commit()
    return token, [item.id for item in claimed or []]


def counts(mailing: Mailing) -> dict[str, int]:
    """Of the states that there are."""
    return {str(state): number for state, number in ledger.counts([mailing.id])[mailing.id].items() if number}


def states(mailing: Mailing) -> list[DeliveryState]:
    chosen = sa.select(Delivery.state).where(Delivery.mailing_id == mailing.id).order_by(Delivery.id)
    return list(db.session.scalars(chosen))


def state_of(mailing: Mailing) -> MailingState:
    return db.session.scalars(sa.select(Mailing.state).where(Mailing.id == mailing.id)).one()


def in_doubt(mailing: Mailing) -> int:
    return db.session.scalars(sa.select(Mailing.in_doubt).where(Mailing.id == mailing.id)).one()


def number_of(mailing: Mailing) -> int:
    """Of its issue."""
    return mailing.edition.issue.number


def subscribers_of(mailing: Mailing) -> list[Subscriber]:
    chosen = sa.select(Subscriber).join(Delivery).where(Delivery.mailing_id == mailing.id).order_by(Delivery.id)
    return list(db.session.scalars(chosen))
