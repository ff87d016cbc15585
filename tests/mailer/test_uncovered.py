"""Deliveries that are due and that no batch will get to get a new one, while the rest of the mailing is on its way."""

import pytest
import sqlalchemy as sa
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from newsletter.db import db, now
from newsletter.mailer import doubts, enqueueing, ledger, mailings, recovery, spans
from newsletter.mailer.heartbeat import Heartbeat
from newsletter.mailer.ledger import Settled
from newsletter.mailer.models import Delivery, DeliveryState, Mailing
from newsletter.mailer.spans import Span
from tests.jobs import asked_of, forget_enqueued
from tests.mailer import samples
from tests.mailer.plans import plans

SPANS = st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)).map(lambda ends: (min(ends), max(ends))))


@given(covered=SPANS, up_to=st.integers(0, 40))
def test_gaps_are_what_no_range_covers(covered: list[Span], up_to: int) -> None:
    found = list(spans.gaps(covered, up_to=up_to))
    left = set(range(up_to + 1)) - {one for low, high in covered for one in range(low, high + 1)}
    assert [one for low, high in found for one in range(low, high + 1)] == sorted(left)


@pytest.fixture
def mailing(open_app: Flask, open_heart: Heartbeat, monkeypatch: pytest.MonkeyPatch) -> Mailing:
    """Of six readers the first two, of whom one was deferred, have had their batch; four wait in two more."""
    monkeypatch.setattr(ledger, "BATCH", 2)
    made = samples.mailing(6)
    token, (first, second) = samples.claim(made, most=2)
    ledger.settle(token, [Settled(first, DeliveryState.SENT), Settled(second, DeliveryState.DEFERRED, "450 4.7.1")])
    enqueueing.enqueue_batches(made.id)
    db.session.commit()
    return made


def ids_of(mailing: Mailing) -> list[int]:
    chosen = sa.select(Delivery.id).where(Delivery.mailing_id == mailing.id)
    return list(db.session.scalars(chosen.order_by(Delivery.id)))


def batches() -> list[Span]:
    return [(low, high) for _, low, high in asked_of("send_batch")]


def comes_due(delivery_id: int) -> None:
    db.session.execute(sa.update(Delivery).where(Delivery.id == delivery_id).values(next_attempt_at=now()))
    db.session.commit()


def test_a_second_try_does_not_wait_for_the_rest_of_the_mailing(mailing: Mailing) -> None:
    _, two, three, four, five, six = ids_of(mailing)
    recovery.sweep("desk")
    assert batches() == [(three, four), (five, six)]
    comes_due(two)
    recovery.sweep("desk")
    recovery.sweep("desk")
    assert sorted(batches()) == [(two, two), (three, four), (five, six)]


def test_it_comes_before_what_else_is_left_of_its_mailing_but_for_the_next_batch(mailing: Mailing) -> None:
    _, two, three, four, five, six = ids_of(mailing)
    comes_due(two)
    recovery.sweep("desk")
    assert batches() == [(three, four), (two, two), (five, six)]


def test_what_is_sent_again_after_a_doubt_does_not_wait_either(mailing: Mailing) -> None:
    one, *_ = ids_of(mailing)
    db.session.execute(sa.update(Delivery).where(Delivery.id == one).values(state=DeliveryState.UNCERTAIN))
    doubts.resend(mailing.id)
    db.session.commit()
    recovery.sweep("desk")
    assert (one, one) in batches()


def test_a_lost_batch_is_asked_for_again_though_others_are_there(mailing: Mailing) -> None:
    *_, five, six = ids_of(mailing)
    forget_enqueued()
    enqueueing.enqueue_rest(mailing.id, five, six)
    db.session.commit()
    recovery.sweep("desk")
    assert len(batches()) == 2
    assert (five, six) in batches()


def test_a_mailing_that_is_resumed_keeps_the_batches_that_it_has(mailing: Mailing) -> None:
    before = batches()
    mailings.pause(mailing.id)
    mailings.resume(mailing.id)
    assert batches() == before


def test_the_first_readers_alone_are_tried_again_while_their_answers_are_awaited(mailing: Mailing) -> None:
    _, two, three, *_ = ids_of(mailing)
    forget_enqueued()
    mailing.first_to = two
    comes_due(two)
    assert enqueueing.uncovered(mailing.id) == [(two, two)]
    comes_due(three)
    assert enqueueing.uncovered(mailing.id) == [(two, two)]


def test_to_look_for_it_reads_what_waits_and_nothing_that_was_sent(mailing: Mailing) -> None:
    with plans() as found:
        assert enqueueing.uncovered(mailing.id) == []
    (steps,) = {plan.steps for plan in found if "row_number" in plan.statement}
    # Of so few rows PostgreSQL thinks one index as good as another.
    assert db.engine.dialect.name == "postgresql" or any("ix_delivery_claim" in step for step in steps)
    assert not [plan for plan in found if plan.scanned]
