"""The sending of last week's sample issue, as if it had been: the sending screen has something to show."""

import datetime as dt

import sqlalchemy as sa

from newsletter.db import db, now
from newsletter.issues.models import Issue, IssueState
from newsletter.mailer import audience
from newsletter.mailer.models import Delivery, DeliveryState, Mailing, MailingState

TOOK = dt.timedelta(seconds=2)


def pretend() -> None:
    """Every reader of then is one of now. Of each edition one was refused."""
    for issue in db.session.scalars(sa.select(Issue).where(Issue.state == IssueState.SENT)):
        began = issue.released_at or now()
        for edition in issue.editions:
            _end(audience.prepare(edition), began)


def _end(mailing: Mailing, began: dt.datetime) -> None:
    mailing.state = MailingState.DONE
    mailing.created_at = mailing.started_at = began
    mailing.finished_at = began + TOOK
    of_it = sa.update(Delivery).where(Delivery.mailing_id == mailing.id)
    facts = {"attempts": 1, "updated_at": mailing.finished_at}
    first = (
        sa.select(Delivery.id).where(Delivery.mailing_id == mailing.id).order_by(Delivery.id).limit(1).scalar_subquery()
    )
    db.session.execute(of_it.values(state=DeliveryState.SENT, reply="250 2.0.0", **facts))
    db.session.execute(of_it.where(Delivery.id == first).values(state=DeliveryState.REFUSED, reply="550 5.1.1"))
