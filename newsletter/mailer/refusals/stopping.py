"""Stopping a mailing for its refusals, and telling the editors. Nothing here commits."""

import sqlalchemy as sa

from newsletter.db import UTCDateTime, now
from newsletter.mailer import telling
from newsletter.mailer.ledger import written
from newsletter.mailer.models import Hold, Mailing, MailingState


def stop(mailing_id: int, *, refused: int, answered: int, limit: float, blocked: tuple[str, ...] = ()) -> None:
    """Unless somebody has let it go on in spite of them, or it doesn't send at the moment."""
    goes_on = sa.update(Mailing).where(
        Mailing.id == mailing_id,
        Mailing.state == MailingState.SENDING,
        Mailing.refusals_accepted_at.is_(None),
    )
    if written(goes_on.values(state=MailingState.PAUSED, hold=Hold.FIRST_READERS)):
        telling.stopped(mailing_id, refused=refused, answered=answered, limit=limit, blocked=blocked)


def accept(mailing_id: int) -> None:
    """Somebody lets it go on in spite of them: to the others too, and for good."""
    stopped = sa.update(Mailing).where(Mailing.id == mailing_id, Mailing.hold == Hold.FIRST_READERS)
    at = sa.literal(now(), UTCDateTime())
    passed = sa.case((Mailing.first_to.is_not(None), sa.func.coalesce(Mailing.first_passed_at, at)))
    written(stopped.values(hold=None, refusals_accepted_at=at, first_passed_at=passed))
