"""How far a mailing was when, written down every ten seconds while it is under way."""

import datetime as dt

import sqlalchemy as sa
from sqlalchemy import orm

from newsletter.db import db, looking, now
from newsletter.mailer.holding import holding
from newsletter.mailer.models import Delivery, DeliveryState, Hold, Mailing, MailingState, Tick

_UNDER_WAY = (MailingState.SENDING, MailingState.PAUSED)


def write() -> None:
    """One for each mailing under way. What stands still has two, however long it does: the later one moves on. Commits.

    It counts before it writes: on SQLite nobody could send meanwhile.
    """
    with looking():
        sent = _sent()
    at, before = now(), _latest_two()
    for mailing in db.session.scalars(sa.select(Mailing).where(Mailing.state.in_(_UNDER_WAY))).all():
        made = Tick(mailing_id=mailing.id, at=at, sent=sent.get(mailing.id, 0), hold=hold(mailing))
        two = before.get(mailing.id, [])
        if len(two) == 2 and all((tick.sent, tick.hold) == (made.sent, made.hold) for tick in two):
            # Not as an object: another's sweep may have moved it on just now, and then there is nothing to do.
            moved = sa.update(Tick).where(Tick.mailing_id == mailing.id, Tick.at == two[0].at)
            db.session.execute(moved.values(at=at), execution_options={"synchronize_session": False})
        else:
            db.session.add(made)
    db.session.commit()


def hold(mailing: Mailing) -> Hold | None:
    """What keeps a mailing that is under way from going on just now."""
    if found := holding(mailing):
        return found.why
    return Hold.PAUSED if mailing.state is MailingState.PAUSED else None


def purge(before: dt.datetime) -> None:
    """With the deliveries that they count."""
    over = sa.select(Mailing.id).where(Mailing.finished_at < before)
    db.session.execute(sa.delete(Tick).where(Tick.mailing_id.in_(over)))


def _sent() -> dict[int, int]:
    under_way = sa.select(Mailing.id).where(Mailing.state.in_(_UNDER_WAY))
    counted = sa.select(Delivery.mailing_id, sa.func.count()).group_by(Delivery.mailing_id)
    rows = db.session.execute(counted.where(Delivery.mailing_id.in_(under_way), Delivery.state == DeliveryState.SENT))
    return {mailing_id: number for mailing_id, number in rows}


def _latest_two() -> dict[int, list[Tick]]:
    """Of each mailing under way, the latest first."""
    place = sa.func.row_number().over(partition_by=Tick.mailing_id, order_by=Tick.at.desc()).label("place")
    placed = sa.select(Tick, place).join(Mailing).where(Mailing.state.in_(_UNDER_WAY)).subquery()
    latest = orm.aliased(Tick, placed)
    found: dict[int, list[Tick]] = {}
    for tick in db.session.scalars(sa.select(latest).where(placed.c.place <= 2).order_by(latest.at.desc())):
        found.setdefault(tick.mailing_id, []).append(tick)
    return found
