"""The latest answers of a mailing that is on its way: refusals over the limit among them stop it like the first ones.

Workers count what they are told, and put it together in the mailing's own row now and then.
"""

import datetime as dt
import time
from collections.abc import Iterable

import sqlalchemy as sa

from newsletter.db import UTCDateTime, db, now
from newsletter.mailer.ledger import Settled
from newsletter.mailer.models import DeliveryState, Mailing
from newsletter.mailer.refusals import stopping
from newsletter.mailer.refusals.judging import is_too_much
from newsletter.staff import settings

MANY = 1000
"""Answers after which they are looked at."""
A_WHILE = dt.timedelta(minutes=10)
"""After which they are looked at where there are fewer, but at least ENOUGH."""
ENOUGH = 50
SECONDS = 20.0
"""How often a worker puts its count to the others', at least."""


class Recent:
    """What one batch of a mailing was answered since it was put together last."""

    def __init__(self, mailing_id: int) -> None:
        self._mailing_id = mailing_id
        self._answered = self._refused = 0
        self._put = time.monotonic()

    def note(self, results: Iterable[Settled]) -> None:
        """Of what is being written; in the same transaction."""
        states = [settled.state for settled in results]
        refused = states.count(DeliveryState.REFUSED)
        self._answered += refused + states.count(DeliveryState.SENT)
        self._refused += refused
        if self._answered >= MANY or time.monotonic() - self._put >= SECONDS:
            self.put_together()

    def put_together(self) -> None:
        """And look at them, where they are enough."""
        if self._answered:
            _add(self._mailing_id, self._answered, self._refused)
        self._answered = self._refused = 0
        self._put = time.monotonic()


def _add(mailing_id: int, answered: int, refused: int) -> None:
    """The row is ours until the caller commits, so of two workers only one sees that they are enough."""
    at = now()
    added = (
        sa.update(Mailing)
        .where(Mailing.id == mailing_id)
        .values(
            recent_answered=Mailing.recent_answered + answered,
            recent_refused=Mailing.recent_refused + refused,
            recent_since=sa.func.coalesce(Mailing.recent_since, sa.literal(at, UTCDateTime())),
        )
    )
    row = db.session.execute(
        added.returning(Mailing.recent_answered, Mailing.recent_refused, Mailing.recent_since),
        execution_options={"synchronize_session": False},
    ).one()
    is_old = row.recent_since <= at - A_WHILE
    if row.recent_answered < (ENOUGH if is_old else MANY):
        return
    limit = settings.current().first_refusals
    if is_too_much(row.recent_refused, row.recent_answered, limit):
        stopping.stop(mailing_id, refused=row.recent_refused, answered=row.recent_answered, limit=limit)
    begin_anew = sa.update(Mailing).where(Mailing.id == mailing_id)
    db.session.execute(
        begin_anew.values(recent_answered=0, recent_refused=0, recent_since=None),
        execution_options={"synchronize_session": False},
    )
