"""A mailing begins with a few readers, and goes on if their servers take it."""

import threading

import sqlalchemy as sa
from flask import Flask

from newsletter.db import db
from newsletter.mailer import ledger, mailings, recovery
from newsletter.mailer.heartbeat import Heartbeat
from newsletter.mailer.models import Delivery, DeliveryState, Hold, Mailing, MailingState
from newsletter.staff import settings
from newsletter.staff.models import AuditEntry
from tests.jobs import enqueued
from tests.mailer import samples
from tests.mailer.refusals.answering import FIRST, READERS, answer, begun, conclude

SENT, REFUSED, DEFERRED = DeliveryState.SENT, DeliveryState.REFUSED, DeliveryState.DEFERRED


def first_subscribers(mailing: Mailing) -> set[int]:
    chosen = sa.select(Delivery.subscriber_id).where(Delivery.mailing_id == mailing.id, Delivery.id <= mailing.first_to)
    return {found for found in db.session.scalars(chosen) if found}


def due(mailing: Mailing) -> int:
    ranges = ledger.due_batches(mailing.id)
    return sum(high - low + 1 for low, high in ranges)


def test_the_first_readers_are_others_each_time_and_not_those_who_came_first(app: Flask) -> None:
    samples.readers(READERS)
    everyone = [mailings.start(samples.edition().id) for _ in range(2)]
    drawn = [first_subscribers(mailing) for mailing in everyone]
    assert [len(found) for found in drawn] == [FIRST, FIRST]
    assert drawn[0] != drawn[1]
    oldest = set(db.session.scalars(sa.select(Delivery.subscriber_id).order_by(Delivery.subscriber_id).limit(FIRST)))
    assert oldest not in drawn
    assert [mailing.prepared for mailing in everyone] == [READERS, READERS]


def test_the_others_wait_until_the_first_have_been_answered(app: Flask) -> None:
    mailing = begun()
    assert enqueued() == ["send_mailing", "send_batch"]
    answer(mailing, (FIRST - 1, SENT, "250"))
    assert conclude(mailing).first_passed_at is None
    answer(mailing, (1, REFUSED, "550 5.1.1"))
    assert conclude(mailing).first_passed_at is not None
    assert conclude(mailing).state is MailingState.SENDING
    assert enqueued() == ["send_mailing", "send_batch", "send_batch"]


def test_refusals_over_the_limit_stop_it_and_an_editor_may_send_it_all_the_same(app: Flask) -> None:
    mailing = begun()
    answer(mailing, (FIRST - 5, SENT, "250"), (5, REFUSED, "550 5.7.1"))
    assert (conclude(mailing).state, mailing.hold) == (MailingState.PAUSED, Hold.FIRST_READERS)
    entry = db.session.scalars(sa.select(AuditEntry).where(AuditEntry.action == "mailing.stopped")).one()
    numbers = {"refused": 5, "answered": FIRST, "limit": 5.0, "blocked": []}
    assert entry.details == {"edition": "en", "first": True, **numbers}
    assert enqueued() == ["send_mailing", "send_batch"]
    assert mailings.resume(mailing.id)
    db.session.refresh(mailing)
    assert (mailing.state, mailing.hold) == (MailingState.SENDING, None)
    assert enqueued() == ["send_mailing", "send_batch", "send_batch"]
    assert due(mailing) == READERS - FIRST


def test_first_readers_who_were_asked_to_wait_are_waited_for(app: Flask) -> None:
    mailing = begun()
    answer(mailing, (FIRST - 20, DEFERRED, "451 4.7.1"), (20, SENT, "250"))
    assert conclude(mailing).first_passed_at is None
    db.session.execute(sa.update(Delivery).values(next_attempt_at=None))
    answer(mailing, (FIRST - 20, SENT, "250"))
    assert conclude(mailing).first_passed_at is not None


def test_a_mailing_that_was_paused_meanwhile_waits_for_its_resumption(app: Flask) -> None:
    mailing = begun()
    answer(mailing, (FIRST, SENT, "250"))
    mailings.pause(mailing.id)
    assert conclude(mailing).first_passed_at is None
    mailings.resume(mailing.id)
    assert conclude(mailing).first_passed_at is not None
    assert enqueued() == ["send_mailing", "send_batch", "send_batch"]


def test_a_small_mailing_and_a_newsroom_that_wants_none_have_no_first_readers(app: Flask) -> None:
    samples.readers(10)
    small = mailings.start(samples.edition().id)
    samples.readers(READERS)
    settings.save(first_readers=0.0)
    large = mailings.start(samples.edition().id)
    assert [small.first_to, large.first_to] == [None, None]


def test_the_sweep_lets_the_others_follow_where_a_worker_died_before_it_could(
    open_app: Flask, open_heart: Heartbeat
) -> None:
    mailing = begun()
    answer(mailing, (FIRST, SENT, "250"))
    recovery.sweep("desk")
    db.session.refresh(mailing)
    assert mailing.first_passed_at is not None


def test_of_two_workers_that_answer_the_last_of_the_first_only_one_starts_the_rest(open_app: Flask) -> None:
    mailing = begun()
    answer(mailing, (FIRST, SENT, "250"))
    mailing_id, before, ready = mailing.id, len(enqueued()), threading.Barrier(2)
    db.session.rollback()

    def end() -> None:
        with open_app.app_context():
            ready.wait()
            mailings.conclude(mailing_id)
            db.session.commit()

    threads = [threading.Thread(target=end) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert enqueued()[before:] == ["send_batch"]
