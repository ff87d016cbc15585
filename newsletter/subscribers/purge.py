"""What time does to the reader list: pauses end, and what need not be kept any longer is deleted."""

import datetime as dt

import sqlalchemy as sa

from newsletter.db import db
from newsletter.subscribers import consent
from newsletter.subscribers.models import Consent, ConsentAct, SignUp, Status, Subscriber
from newsletter.tokens import Purpose

UNCONFIRMED = Purpose.CONFIRM.lifetime or dt.timedelta()
"""As long as the link in the last confirmation letter holds: 48 hours."""


def purge(at: dt.datetime) -> None:
    """Delete sign-ups and readers that nobody confirmed, and those who left and did not come back."""
    oldest = at - UNCONFIRMED
    asked = sa.func.coalesce(Subscriber.letter_sent_at, Subscriber.created_at)
    unconfirmed = sa.and_(Subscriber.status == Status.PENDING, asked <= oldest)
    left = sa.and_(Subscriber.status == Status.UNSUBSCRIBED, Subscriber.status_until <= at)
    db.session.execute(sa.delete(SignUp).where(SignUp.created_at <= oldest))
    db.session.execute(sa.delete(Subscriber).where(unconfirmed | left))


def end_pauses(at: dt.datetime) -> None:
    """Those whose pause is over get the next issue again."""
    over = sa.and_(Subscriber.status == Status.PAUSED, Subscriber.status_until <= at)
    last = sa.select(Consent.wording).where(Consent.subscriber_id == Subscriber.id).order_by(Consent.id.desc()).limit(1)
    facts = {
        Consent.subscriber_id: Subscriber.id,
        Consent.act: sa.literal(ConsentAct.RESUMED, Consent.act.type),
        Consent.reading: Subscriber.reading,
        Consent.variant: Subscriber.variant,
        Consent.wording: sa.func.coalesce(last.scalar_subquery(), consent.CURRENT),
        Consent.at: sa.literal(at, Consent.at.type),
    }
    db.session.execute(sa.insert(Consent).from_select(list(facts), sa.select(*facts.values()).where(over)))
    db.session.execute(sa.update(Subscriber).where(over).values(status=Status.ACTIVE, status_until=None))
