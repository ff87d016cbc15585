"""How far a mailing was when: one tick a sweep, and what stands still has two."""

import datetime as dt

import sqlalchemy as sa
import time_machine
from flask import Flask

from newsletter.db import db
from newsletter.mailer import ledger, mailings
from newsletter.mailer.ledger import Settled
from newsletter.mailer.models import DeliveryState, Hold, Mailing, Tick
from newsletter.mailer.progress import ticks
from tests.mailer import samples

START = dt.datetime(2026, 11, 2, 9, 0, tzinfo=dt.UTC)


def sweep(second: int) -> None:
    with time_machine.travel(START + dt.timedelta(seconds=second), tick=False):
        ticks.write()


def send(mailing: Mailing, number: int) -> None:
    token, ids = samples.claim(mailing, most=number)
    ledger.settle(token, [Settled(one, DeliveryState.SENT, "250") for one in ids])
    db.session.commit()


def written() -> list[tuple[float, int, Hold | None]]:
    rows = db.session.scalars(sa.select(Tick).order_by(Tick.at))
    return [((tick.at - START).total_seconds(), tick.sent, tick.hold) for tick in rows]


def test_a_tick_says_how_much_was_sent_by_then(app: Flask) -> None:
    mailing = samples.mailing(5)
    sweep(0)
    send(mailing, 2)
    sweep(10)
    send(mailing, 1)
    sweep(20)
    assert written() == [(0, 0, None), (10, 2, None), (20, 3, None)]


def test_a_mailing_that_stands_still_takes_two_ticks_however_long(app: Flask) -> None:
    mailing = samples.mailing(5)
    send(mailing, 2)
    sweep(0)
    mailings.pause(mailing.id)
    db.session.commit()
    for second in range(10, 100, 10):
        sweep(second)
    mailings.resume(mailing.id)
    db.session.commit()
    sweep(100)
    assert written() == [(0, 2, None), (10, 2, Hold.PAUSED), (90, 2, Hold.PAUSED), (100, 2, None)]


def test_a_mailing_that_is_over_has_no_more_ticks(app: Flask) -> None:
    mailing = samples.mailing(1)
    mailings.cancel(mailing.id)
    db.session.commit()
    sweep(0)
    assert written() == []
