"""Deliveries of long ago become numbers: whom a mailing went to is nobody's business any more."""

import datetime as dt
from collections import Counter

import sqlalchemy as sa

from newsletter.db import db
from newsletter.mailer.models import Delivery, Mailing, MailingState
from newsletter.mailer.progress import ticks

KEPT = dt.timedelta(days=30)
"""For how long after its end a mailing's deliveries stay."""
CHUNK = 5000
"""Deliveries folded in a transaction: others write in between, and what a crash undoes is done again."""


def fold(at: dt.datetime) -> None:
    """Fold what ended KEPT ago, and forget how far it was when. Commits, chunk by chunk."""
    before = at - KEPT
    ended = sa.and_(Mailing.state.in_([MailingState.DONE, MailingState.CANCELLED]), Mailing.finished_at < before)
    has_rows = sa.exists().where(Delivery.mailing_id == Mailing.id)
    for mailing_id in db.session.scalars(sa.select(Mailing.id).where(ended, has_rows)).all():
        while _fold_some(mailing_id):
            db.session.commit()
    ticks.purge(before)
    db.session.commit()


def _fold_some(mailing_id: int) -> int:
    """In one transaction and under the mailing's lock, so that no row is counted twice, or not at all."""
    mailing = db.session.get_one(Mailing, mailing_id, populate_existing=True, with_for_update={"of": Mailing})
    some = sa.select(Delivery.id).where(Delivery.mailing_id == mailing_id).limit(CHUNK)
    gone: Counter[str] = Counter(
        db.session.scalars(
            sa.delete(Delivery).where(Delivery.id.in_(some)).returning(Delivery.state),
            execution_options={"synchronize_session": False},
        )
    )
    mailing.folded = {**mailing.folded, **{state: mailing.folded.get(state, 0) + gone[state] for state in gone}}
    return gone.total()
