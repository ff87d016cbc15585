"""Refusals among the latest answers stop a mailing that is on its way."""

import datetime as dt

import pytest
import time_machine
from flask import Flask

from newsletter.db import db, now
from newsletter.mailer import mailings
from newsletter.mailer.ledger import Settled
from newsletter.mailer.models import DeliveryState, Hold, Mailing, MailingState
from newsletter.mailer.refusals.recent import ENOUGH, MANY, Recent
from tests.mailer import samples


def results(*, sent: int, refused: int) -> list[Settled]:
    states = [DeliveryState.SENT] * sent + [DeliveryState.REFUSED] * refused
    return [Settled(number, state, "") for number, state in enumerate(states)]


@pytest.fixture
def mailing(app: Flask) -> Mailing:
    return samples.mailing(1)


def fresh(mailing: Mailing) -> Mailing:
    db.session.commit()
    db.session.refresh(mailing)
    return mailing


def test_too_many_among_the_last_thousand_stop_it(mailing: Mailing) -> None:
    recent = Recent(mailing.id)
    recent.note(results(sent=MANY - 51, refused=51))
    assert (fresh(mailing).state, mailing.hold) == (MailingState.PAUSED, Hold.FIRST_READERS)


def test_what_several_workers_were_told_is_put_together(mailing: Mailing) -> None:
    workers = [Recent(mailing.id), Recent(mailing.id)]
    for worker in workers:
        worker.note(results(sent=MANY // 2 - 30, refused=30))
    workers[0].put_together()
    assert fresh(mailing).state is MailingState.SENDING
    workers[1].put_together()
    assert fresh(mailing).state is MailingState.PAUSED


def test_each_thousand_is_looked_at_by_itself(mailing: Mailing) -> None:
    recent = Recent(mailing.id)
    for _ in range(3):
        recent.note(results(sent=MANY - 40, refused=40))
    assert (fresh(mailing).state, mailing.recent_answered) == (MailingState.SENDING, 0)


@pytest.mark.parametrize(("answers", "state"), [(ENOUGH, MailingState.PAUSED), (ENOUGH - 1, MailingState.SENDING)])
def test_after_ten_minutes_fewer_are_enough(mailing: Mailing, answers: int, state: MailingState) -> None:
    recent = Recent(mailing.id)
    with time_machine.travel(now() - dt.timedelta(minutes=11)):
        recent.note(results(sent=1, refused=0))
        recent.put_together()
    recent.note(results(sent=answers - 11, refused=10))
    recent.put_together()
    assert fresh(mailing).state is state


def test_a_mailing_that_somebody_let_go_on_is_not_stopped_again(mailing: Mailing) -> None:
    recent = Recent(mailing.id)
    recent.note(results(sent=0, refused=MANY))
    db.session.commit()
    assert mailings.resume(mailing.id)
    recent.note(results(sent=0, refused=MANY))
    assert fresh(mailing).state is MailingState.SENDING
