"""Freezing the audience of an edition: a delivery for each reader who gets it, a count of those who don't."""

import sqlalchemy as sa

from newsletter.db import UTCDateTime, db, now
from newsletter.issues.composing.models import Edition
from newsletter.mailer.models import Delivery, DeliveryState, Mailing
from newsletter.mailer.refusals.sample import how_many
from newsletter.staff import settings
from newsletter.subscribers.models import Status, Subscriber, Suppression


class AudienceMismatch(Exception):
    """The readers that were counted are not the readers that were written: nothing may be sent."""


def prepare(edition: Edition) -> Mailing:
    """The same mailing again if it was prepared before: an edition is sent once. Raises AudienceMismatch."""
    of_the_edition = sa.and_(Mailing.edition_id == edition.id, Mailing.stop_press_id.is_(None))
    if found := db.session.scalar(sa.select(Mailing).where(of_the_edition)):
        return found
    mailing = Mailing(edition=edition, candidates=0, prepared=0, excluded={})
    db.session.add(mailing)
    db.session.flush()
    hold_the_list_still()
    first = how_many(_number(_asked_for(edition), Subscriber.status == Status.ACTIVE), settings.current().first_readers)
    mailing.prepared = write(mailing.id, _audience(edition, first=first))
    mailing.first_to = _nth(mailing.id, first) if first else None
    mailing.excluded = _left_out(mailing.id, edition)
    mailing.candidates = _candidates(edition)
    must_add_up(mailing)
    return mailing


def must_add_up(mailing: Mailing) -> None:
    """Raises AudienceMismatch."""
    if mailing.candidates != mailing.prepared + sum(mailing.excluded.values()):
        raise AudienceMismatch(f"{mailing.candidates} is not {mailing.prepared} + {mailing.excluded}")


def still_wanted() -> sa.ColumnElement[bool]:
    return sa.and_(Subscriber.status == Status.ACTIVE, ~suppressed())


def suppressed() -> sa.ColumnElement[bool]:
    return sa.exists().where(Suppression.address_index == Subscriber.address_index)


def hold_the_list_still() -> None:
    """Until this transaction ends nobody joins, leaves or changes: the mailings of an issue share one moment's list.

    Otherwise a reader who goes from one reading to another meanwhile would get two editions, or none. On SQLite our
    transaction holds everybody up as it is.
    """
    if db.session.get_bind().dialect.name == "postgresql":
        db.session.execute(sa.text("LOCK TABLE subscriber, suppression IN SHARE MODE"))


def _audience(edition: Edition, *, first: int) -> sa.Select[int]:
    """Ids are given in the order of the list; where some readers are the first, these are drawn by lot."""
    chosen = sa.select(Subscriber.id).where(_asked_for(edition), still_wanted())
    if not first:
        return chosen.order_by(Subscriber.id)
    lot = chosen.order_by(sa.func.random()).limit(first)
    return chosen.order_by(Subscriber.id.in_(lot).desc(), Subscriber.id)


def write(mailing_id: int, chosen: sa.Select[int]) -> int:
    """A delivery for each subscriber whose id is chosen, in their order; how many. `chosen` joins Subscriber."""
    queued, moment = sa.literal(DeliveryState.QUEUED.value), sa.literal(now(), UTCDateTime())
    rows = chosen.with_only_columns(
        sa.literal(mailing_id), Subscriber.id, Subscriber.provider, queued, sa.literal(0), moment
    )
    columns = ["mailing_id", "subscriber_id", "provider", "state", "attempts", "updated_at"]
    return _written(sa.insert(Delivery).from_select(columns, rows, include_defaults=False))


def _asked_for(edition: Edition) -> sa.ColumnElement[bool]:
    return sa.and_(Subscriber.reading == edition.reading, Subscriber.variant == edition.variant)


def _written(rows: sa.Insert) -> int:
    """How many; on PostgreSQL that is not said unless it is asked for."""
    result = db.session.execute(rows, execution_options={"preserve_rowcount": True})
    return int(result.rowcount)  # type: ignore[attr-defined]


def _left_out(mailing_id: int, edition: Edition) -> dict[str, int]:
    """Readers of the edition without a delivery, by the reason."""
    reason = sa.case((suppressed(), "suppressed"), else_=sa.cast(Subscriber.status, sa.String))
    prepared = sa.exists().where(Delivery.mailing_id == mailing_id, Delivery.subscriber_id == Subscriber.id)
    rows = db.session.execute(sa.select(reason, sa.func.count()).where(_asked_for(edition), ~prepared).group_by(reason))
    return {str(name): number for name, number in rows}


def _candidates(edition: Edition) -> int:
    return _number(_asked_for(edition))


def _number(*of: sa.ColumnElement[bool]) -> int:
    return db.session.scalars(sa.select(sa.func.count(Subscriber.id)).where(*of)).one()


def _nth(mailing_id: int, number: int) -> int | None:
    """The id of the mailing's delivery of that number."""
    fresh = sa.and_(Delivery.mailing_id == mailing_id, Delivery.state == DeliveryState.QUEUED)
    return db.session.scalar(sa.select(Delivery.id).where(fresh).order_by(Delivery.id).offset(number - 1).limit(1))
