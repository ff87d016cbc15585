"""What is left of deliveries after a month: numbers."""

import datetime as dt

import pytest
import sqlalchemy as sa
import time_machine
from flask import Flask

from newsletter.db import db, now
from newsletter.mailer import folding, ledger, mailings
from newsletter.mailer.ledger import Settled
from newsletter.mailer.models import Delivery, DeliveryState, Mailing, MailingState, Tick
from newsletter.staff.models import AuditEntry
from tests.mailer import samples

ENDED = {DeliveryState.SENT: 5, DeliveryState.REFUSED: 2}


def ended(number: int = 7) -> Mailing:
    """Two were refused."""
    made = samples.mailing(number)
    token, ids = samples.claim(made)
    states = [DeliveryState.REFUSED] * 2 + [DeliveryState.SENT] * (number - 2)
    ledger.settle(token, [Settled(one, state) for one, state in zip(ids, states, strict=True)])
    assert ledger.finish_if_complete(made.id)
    db.session.add(Tick(mailing_id=made.id, at=now(), sent=number - 2))
    db.session.commit()
    return made


def rows(mailing: Mailing) -> int:
    return db.session.scalars(sa.select(sa.func.count(Delivery.id)).where(Delivery.mailing_id == mailing.id)).one()


def counted(mailing: Mailing) -> dict[DeliveryState, int]:
    return {state: number for state, number in ledger.counts([mailing.id])[mailing.id].items() if number}


def test_a_month_after_its_end_a_mailing_has_numbers_and_no_rows(app: Flask) -> None:
    with time_machine.travel(dt.datetime(2026, 10, 1, 9, tzinfo=dt.UTC), tick=False):
        mailing = ended()
    moment = dt.datetime(2026, 10, 31, 9, tzinfo=dt.UTC)
    folding.fold(moment)
    assert (rows(mailing), counted(mailing)) == (7, ENDED)
    folding.fold(moment + dt.timedelta(seconds=1))
    assert (rows(mailing), counted(mailing)) == (0, ENDED)
    assert not db.session.scalars(sa.select(Tick.at)).all()


def test_what_is_under_way_is_not_folded(app: Flask) -> None:
    mailing = samples.mailing(3)
    folding.fold(now() + folding.KEPT - dt.timedelta(minutes=1))
    assert mailing.state is MailingState.SENDING
    assert (rows(mailing), mailing.folded) == (3, {})


@pytest.mark.parametrize("halted", [False, True])
def test_what_has_not_left_in_a_month_is_cancelled_and_then_folded(app: Flask, halted: bool) -> None:
    mailing = samples.mailing(3)
    token, (first, *_) = samples.claim(mailing, most=1)
    ledger.settle(token, [Settled(first, DeliveryState.SENT)])
    if halted:
        mailings.pause(mailing.id)
    later = now() + folding.KEPT + dt.timedelta(minutes=1)
    folding.fold(later)
    assert samples.state_of(mailing) is MailingState.CANCELLED
    assert db.session.scalars(sa.select(AuditEntry.action).where(AuditEntry.details["days"].as_integer() == 30)).all()
    folding.fold(later)
    assert rows(mailing) == 0
    assert counted(mailing) == {DeliveryState.SENT: 1, DeliveryState.WITHDRAWN: 2}


def test_a_folding_that_was_broken_off_is_finished_and_counts_nobody_twice(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    mailing = ended()
    monkeypatch.setattr(folding, "CHUNK", 3)
    moment = now() + folding.KEPT + dt.timedelta(minutes=1)
    folding._fold_some(mailing.id)
    db.session.commit()
    folding._fold_some(mailing.id)
    db.session.rollback()
    assert (rows(mailing), counted(mailing)) == (4, ENDED)
    folding.fold(moment)
    assert (rows(mailing), counted(mailing)) == (0, ENDED)
