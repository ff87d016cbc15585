"""To whom a correction goes: those who have the issue, or may have it, and still want mail."""

from typing import Any

import sqlalchemy as sa

from newsletter.db import db
from newsletter.issues.composing.models import Edition
from newsletter.issues.models import Issue
from newsletter.languages import EditionKey
from newsletter.mailer import audience
from newsletter.mailer.models import Delivery, DeliveryState, Mailing, StopPress
from newsletter.subscribers.models import Subscriber

SERVED = (DeliveryState.SENT, DeliveryState.UNCERTAIN)
_wants_now = sa.func.coalesce(Subscriber.variant, Edition.variant)


def prepare(stop_press: StopPress, edition: Edition, template: bytes) -> Mailing:
    """A mailing of `template` to those served with the edition. Raises AudienceMismatch."""
    mailing = Mailing(
        edition=edition, stop_press_id=stop_press.id, template=template, candidates=0, prepared=0, excluded={}
    )
    db.session.add(mailing)
    db.session.flush()
    audience.hold_the_list_still()
    wanted = _served_with(sa.select(Subscriber.id), edition).where(_gets(edition))
    mailing.prepared = audience.write(mailing.id, wanted)
    mailing.excluded = _left_out(edition)
    mailing.candidates = db.session.scalars(_served_with(sa.select(sa.func.count(Delivery.id)), edition)).one()
    audience.must_add_up(mailing)
    return mailing


def readers(issue: Issue) -> dict[EditionKey, int]:
    """How many would get a correction now, by what they are readers of."""
    counted = _served(sa.select(Edition.reading, Subscriber.variant, sa.func.count(Delivery.id)), issue.id)
    rows = db.session.execute(counted.where(audience.still_wanted()).group_by(Edition.reading, Subscriber.variant))
    return {EditionKey(reading, variant): number for reading, variant, number in rows}


def _served(columns: sa.Select[*tuple[Any, ...]], issue_id: int) -> sa.Select[*tuple[Any, ...]]:
    return (
        columns.select_from(Delivery)
        .join(Mailing, Mailing.id == Delivery.mailing_id)
        .join(Edition, Edition.id == Mailing.edition_id)
        .outerjoin(Subscriber, Subscriber.id == Delivery.subscriber_id)
        .where(Edition.issue_id == issue_id, Mailing.stop_press_id.is_(None), Delivery.state.in_(SERVED))
    )


def _served_with(columns: sa.Select[*tuple[Any, ...]], edition: Edition) -> sa.Select[*tuple[Any, ...]]:
    """Readers of its reading who have asked for its variant by now: nobody who has become discreet is given away.

    Where that variant has no edition, they are counted with the one that they got.
    """
    offered = [each.variant for each in edition.issue.editions if each.reading is edition.reading]
    stranded = sa.and_(Edition.id == edition.id, _wants_now.not_in(offered))
    here = sa.or_(_wants_now == edition.variant, stranded)
    return _served(columns, edition.issue_id).where(Edition.reading == edition.reading, here)


def _gets(edition: Edition) -> sa.ColumnElement[bool]:
    return sa.and_(Subscriber.variant == edition.variant, audience.still_wanted())


def _left_out(edition: Edition) -> dict[str, int]:
    reason = sa.case(
        (Subscriber.id.is_(None), "erased"),
        (audience.suppressed(), "suppressed"),
        (Subscriber.variant != edition.variant, "changed"),
        else_=sa.cast(Subscriber.status, sa.String),
    )
    gone = _served_with(sa.select(reason, sa.func.count(Delivery.id)), edition)
    rows = db.session.execute(gone.where(sa.or_(Subscriber.id.is_(None), ~_gets(edition))).group_by(reason))
    return {str(name): number for name, number in rows}
