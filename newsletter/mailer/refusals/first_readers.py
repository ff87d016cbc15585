"""The first readers of a mailing, a fair sample whose answers the others wait for."""

import sqlalchemy as sa

from newsletter.db import db, now
from newsletter.mailer.ledger import written
from newsletter.mailer.models import Delivery, DeliveryState, Mailing, MailingState
from newsletter.mailer.progress.reasons import reason_of
from newsletter.mailer.refusals import stopping
from newsletter.mailer.refusals.judging import Answered, Kind, Tally, Verdict, judge, tally
from newsletter.staff import settings

_KINDS = {
    DeliveryState.QUEUED: Kind.ON_ITS_WAY,
    DeliveryState.SENDING: Kind.ON_ITS_WAY,
    DeliveryState.DEFERRED: Kind.DEFERRED,
    DeliveryState.SENT: Kind.SENT,
    DeliveryState.REFUSED: Kind.REFUSED,
    DeliveryState.WITHDRAWN: Kind.GONE,
    DeliveryState.UNCERTAIN: Kind.GONE,
}


def awaited_to(mailing_id: int) -> int | None:
    """The last delivery that may be sent while the first readers' answers are waited for; None where they aren't."""
    awaits = sa.select(Mailing.first_to).where(Mailing.id == mailing_id, Mailing.first_passed_at.is_(None))
    return db.session.scalar(awaits)


def answers(mailing_id: int, first_to: int) -> Tally:
    """Counted from the rows of the first readers, of which there are few."""
    rows = db.session.execute(
        sa.select(Delivery.state, Delivery.provider, Delivery.reply, sa.func.count())
        # Every state by name: then the index on mailing, state and id leads to the first readers alone.
        .where(Delivery.mailing_id == mailing_id, Delivery.state.in_(list(DeliveryState)), Delivery.id <= first_to)
        .group_by(Delivery.state, Delivery.provider, Delivery.reply)
    )
    return tally(
        Answered(_KINDS[state], group, reason_of(reply or "").is_ours, number) for state, group, reply, number in rows
    )


def decide(mailing_id: int) -> Verdict:
    """Stop the mailing, or let the others follow; only one of those who ask at the same moment is told GO_ON.

    Whoever is, cuts the rest into batches in the same transaction.
    """
    first_to = awaited_to(mailing_id)
    if first_to is None:
        return Verdict.WAIT
    limit, found = settings.current().first_refusals, answers(mailing_id, first_to)
    verdict = judge(found, limit)
    if verdict is Verdict.STOP:
        stopping.stop(mailing_id, refused=found.refused, answered=found.answered, limit=limit, blocked=found.blocked)
    elif verdict is Verdict.GO_ON and not _pass(mailing_id):
        return Verdict.WAIT
    return verdict


def _pass(mailing_id: int) -> bool:
    waiting = sa.update(Mailing).where(
        Mailing.id == mailing_id, Mailing.state == MailingState.SENDING, Mailing.first_passed_at.is_(None)
    )
    return bool(written(waiting.values(first_passed_at=now())))
