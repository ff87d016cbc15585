"""Claiming and settling deliveries, in one connection."""

import datetime as dt

import pytest
import sqlalchemy as sa
import time_machine
from flask import Flask

from newsletter.db import db
from newsletter.languages import Language, Reading, Variant
from newsletter.mailer import audience, claiming, doubts, ledger
from newsletter.mailer.ledger import BACKOFF, Settled
from newsletter.mailer.models import Delivery, DeliveryState, Mailing, MailingState
from newsletter.subscribers import subscription
from newsletter.subscribers.models import Subscriber
from tests import factories
from tests.mailer import samples

NOON = dt.datetime(2024, 11, 9, 12, tzinfo=dt.UTC)
SENT, DEFERRED, REFUSED = DeliveryState.SENT, DeliveryState.DEFERRED, DeliveryState.REFUSED
WITHDRAWN = DeliveryState.WITHDRAWN


def leave(number: int, how: str) -> None:
    for subscriber in db.session.scalars(sa.select(Subscriber).order_by(Subscriber.id).limit(number)).all():
        getattr(subscription, how)(subscriber)
    db.session.flush()


def one_reader_of(variant: Variant) -> tuple[Subscriber, Mailing]:
    reader = factories.subscriber(variant=variant)
    mailing = audience.prepare(samples.edition(variant=variant))
    mailing.state = MailingState.SENDING
    return reader, mailing


def test_a_claim_takes_no_more_than_it_asks_for_and_in_order(app: Flask) -> None:
    mailing = samples.mailing(5)
    _, first = samples.claim(mailing, most=2)
    _, second = samples.claim(mailing, most=2)
    _, third = samples.claim(mailing, most=2)
    assert [len(first), len(second), len(third)] == [2, 2, 1]
    assert first + second + third == sorted({*first, *second, *third})


@pytest.mark.parametrize("how", ["unsubscribe", "erase", "pause"])
def test_a_reader_who_left_meanwhile_is_withdrawn_when_claimed(app: Flask, how: str) -> None:
    mailing = samples.mailing(3)
    leave(1, how)
    _, claimed = samples.claim(mailing)
    assert len(claimed) == 2
    assert samples.counts(mailing) == {"withdrawn": 1, "sending": 2}


def test_whoever_became_discreet_meanwhile_gets_nothing_with_our_name_in_it(app: Flask) -> None:
    reader, mailing = one_reader_of(Variant.STANDARD)
    subscription.change(reader, reading=Reading.EN, variant=Variant.DISCREET, language=Language.EN)
    samples.claim(mailing)
    assert samples.counts(mailing) == {"withdrawn": 1}


def test_a_discreet_letter_still_goes_to_who_wants_ordinary_ones_by_now(app: Flask) -> None:
    reader, mailing = one_reader_of(Variant.DISCREET)
    subscription.change(reader, reading=Reading.EN, variant=Variant.STANDARD, language=Language.EN)
    samples.claim(mailing)
    assert samples.counts(mailing) == {"sending": 1}


def test_a_chunk_of_nothing_but_leavers_is_not_the_end_of_the_batch(app: Flask) -> None:
    mailing = samples.mailing(4)
    leave(2, "erase")
    span = samples.span(mailing)
    assert claiming.claim(claiming.new_token(), *span, worker="desk", most=2) == []
    assert len(claiming.claim(claiming.new_token(), *span, worker="desk", most=2) or []) == 2
    assert claiming.claim(claiming.new_token(), *span, worker="desk", most=2) is None


def test_results_of_a_lost_claim_are_not_written(app: Flask) -> None:
    mailing = samples.mailing(2)
    token, ids = samples.claim(mailing)
    ledger.doubt(ledger.held_by("desk", token))
    doubts.resend(mailing.id)
    taken_over, _ = samples.claim(mailing, worker="another")
    ledger.settle(token, [Settled(one, SENT, "250") for one in ids])
    assert samples.counts(mailing) == {"sending": 2}
    ledger.settle(taken_over, [Settled(one, SENT, "250") for one in ids])
    assert samples.counts(mailing) == {"sent": 2}


def test_a_settled_delivery_is_not_settled_twice(app: Flask) -> None:
    mailing = samples.mailing(1)
    token, ids = samples.claim(mailing)
    ledger.settle(token, [Settled(ids[0], SENT, "250")])
    ledger.settle(token, [Settled(ids[0], REFUSED, "550")])
    assert samples.states(mailing) == [SENT]


def test_a_temporary_refusal_waits_longer_each_time_and_is_final_after_the_last(app: Flask) -> None:
    waits = [dt.timedelta(minutes=5), dt.timedelta(minutes=15)]
    waits += [dt.timedelta(hours=1), dt.timedelta(hours=4), dt.timedelta(hours=12)]
    assert waits == BACKOFF
    with time_machine.travel(NOON, tick=False) as clock:
        mailing = samples.mailing(1)
        for wait in waits:
            token, ids = samples.claim(mailing)
            ledger.settle(token, [Settled(ids[0], DEFERRED, "450 4.2.1")])
            assert samples.states(mailing) == [DEFERRED]
            clock.shift(wait - dt.timedelta(seconds=1))
            assert samples.claim(mailing)[1] == []
            clock.shift(dt.timedelta(seconds=1))
        token, ids = samples.claim(mailing)
        ledger.settle(token, [Settled(ids[0], DEFERRED, "450 4.2.1")])
    assert samples.states(mailing) == [REFUSED]
    assert db.session.scalars(sa.select(Delivery.attempts)).all() == [6]


def test_readers_are_deferred_each_by_the_number_of_their_own_tries(app: Flask) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        mailing = samples.mailing(2)
        token, (first, second) = samples.claim(mailing)
        ledger.settle(token, [Settled(first, DEFERRED, "450")])
        clock.shift(dt.timedelta(minutes=5))
        again, _ = samples.claim(mailing)
        ledger.settle(again, [Settled(first, DEFERRED, "450")])
        ledger.settle(token, [Settled(second, DEFERRED, "450")])
        due = sa.select(Delivery.next_attempt_at).where(Delivery.mailing_id == mailing.id).order_by(Delivery.id)
        assert db.session.scalars(due).all() == [NOON + dt.timedelta(minutes=20), NOON + dt.timedelta(minutes=10)]


def test_what_was_given_back_can_be_claimed_again_but_for_what_was_handed_over(app: Flask) -> None:
    mailing = samples.mailing(3)
    token, (first, second, third) = samples.claim(mailing)
    ledger.give_back(ledger.held_by("desk", token), handed=[second])
    assert samples.counts(mailing) == {"queued": 2, "sending": 1}
    assert samples.claim(mailing)[1] == [first, third]


def test_counts_come_from_the_rows(app: Flask) -> None:
    mailing, other = samples.mailing(2), samples.mailing(1)
    token, ids = samples.claim(mailing, most=1)
    ledger.settle(token, [Settled(ids[0], SENT, "250")])
    assert samples.counts(mailing) == {"sent": 1, "queued": 1}
    assert samples.counts(other) == {"queued": 3}


def test_the_ledger_keeps_a_reply_by_its_code_alone(app: Flask) -> None:
    mailing = samples.mailing(2)
    token, (first, second) = samples.claim(mailing)
    ledger.settle(token, [Settled(first, REFUSED, "550 5.1.1"), Settled(second, SENT)])
    chosen = sa.select(Delivery.reply).order_by(Delivery.id)
    assert db.session.scalars(chosen).all() == ["550 5.1.1", None]
