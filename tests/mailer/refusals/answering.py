"""A mailing with first readers, and their servers' answers."""

import sqlalchemy as sa

from newsletter.db import db
from newsletter.mailer import claiming, ledger, mailings
from newsletter.mailer.ledger import Settled
from newsletter.mailer.models import Delivery, DeliveryState, Mailing
from newsletter.mailer.refusals import sample
from tests.mailer import samples

READERS = 600
FIRST = sample.AT_LEAST


def begun() -> Mailing:
    samples.readers(READERS)
    mailing = mailings.start(samples.edition().id)
    db.session.commit()
    mailings.begin(mailing.id)
    db.session.commit()
    return mailing


def answer(mailing: Mailing, *replies: tuple[int, DeliveryState, str]) -> None:
    """To so many deliveries each, the first first; nothing is concluded from it yet."""
    low, high = db.session.execute(
        sa.select(sa.func.min(Delivery.id), sa.func.max(Delivery.id)).where(Delivery.mailing_id == mailing.id)
    ).one()
    for number, state, reply in replies:
        token = claiming.new_token()
        claimed = claiming.claim(token, mailing.id, low, high, worker="desk", most=number)
        ledger.settle(token, [Settled(item.id, state, reply) for item in claimed or []])
    db.session.commit()


def conclude(mailing: Mailing) -> Mailing:
    """As after a batch; the mailing as it is then."""
    mailings.conclude(mailing.id)
    db.session.commit()
    db.session.refresh(mailing)
    return mailing
