"""Deliveries of long ago become numbers: whom a mailing went to is nobody's business any more."""

import datetime as dt
from collections import Counter
from collections.abc import Sequence

import sqlalchemy as sa

from newsletter.db import db
from newsletter.mailer import mailings, telling
from newsletter.mailer.models import Delivery, Mailing, MailingState
from newsletter.mailer.progress import ticks
from newsletter.staff.models import record

KEPT = dt.timedelta(days=30)
"""For how long a mailing's deliveries stay. What hasn't left by then isn't sent any more: it is old news."""
CHUNK = 5000
"""Deliveries folded in a transaction: others write in between, and what a crash undoes is done again."""


def fold(at: dt.datetime) -> None:
    """Fold what is KEPT old, and forget how far it was when. Commits, chunk by chunk."""
    before = at - KEPT
    for mailing_id in _old(before, MailingState.DONE, MailingState.CANCELLED):
        while _fold_some(mailing_id):
            db.session.commit()
    for mailing_id in _old(before, MailingState.PAUSED, MailingState.SENDING):
        _give_up(mailing_id)
    ticks.purge(before)
    db.session.commit()


def _old(before: dt.datetime, *states: MailingState) -> Sequence[int]:
    has_rows = sa.exists().where(Delivery.mailing_id == Mailing.id)
    return db.session.scalars(
        sa.select(Mailing.id).where(Mailing.state.in_(states), Mailing.created_at < before, has_rows)
    ).all()


def _give_up(mailing_id: int) -> None:
    """What a worker has in hand comes back by the next time, when all of it is folded."""
    edition = db.session.get_one(Mailing, mailing_id).edition
    if mailings.cancel(mailing_id):
        record(telling.WHO, "mailing.cancel", f"{edition.issue.number} {edition.key.code}", days=KEPT.days)
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
