"""Batches with limits, and a real relay that notes its moments."""

import datetime as dt
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask

from newsletter.db import db, now
from newsletter.mailer import batch, claiming, enqueueing, recovery
from newsletter.mailer.heartbeat import Heartbeat
from newsletter.mailer.journal import Journal
from newsletter.mailer.ledger import Settled
from newsletter.mailer.models import Delivery, DeliveryState, MailingState, Pace
from newsletter.mailer.pacing import domains
from newsletter.mailer.relays import Turns
from newsletter.mailer.sending import send_batch, send_paced
from newsletter.staff import settings
from newsletter.staff.relay_models import Relay
from tests.jobs import enqueued
from tests.mailer import samples
from tests.mailer.pacing.timing import TimedRelay, none_too_early, use


def test_a_relay_gets_no_more_a_second_than_its_limit(app: Flask, heart: Heartbeat, timed: TimedRelay) -> None:
    mailing = samples.mailing(60)
    use(timed, per_second=40)
    began = time.monotonic()
    send_batch(*samples.span(mailing))
    assert samples.counts(mailing) == {"sent": 60}
    assert none_too_early(timed.moments_of(), began=began, rate=40)


class TurnsOfEach(Turns):
    """As of workers that know nothing of each other."""

    @contextmanager
    def connections(self, relay: int, most: int, *, wanted: int, alone: bool) -> Iterator[int]:
        yield min(wanted, most)


def test_two_workers_share_a_limit(open_app: Flask, open_heart: Heartbeat, timed: TimedRelay) -> None:
    open_app.extensions["relay_turns"] = TurnsOfEach()
    mailing = samples.mailing(80)
    use(timed, per_second=50)
    mailing_id, low, high = samples.span(mailing)
    middle = (low + high) // 2
    db.session.rollback()

    def work(*span: int) -> None:
        with open_app.app_context():
            send_batch(mailing_id, *span)

    workers = [threading.Thread(target=work, args=span) for span in ((low, middle), (middle + 1, high))]
    began = time.monotonic()
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert samples.counts(mailing) == {"sent": 80}
    assert none_too_early(timed.moments_of(), began=began, rate=50)


def test_a_limited_group_keeps_its_pace_and_the_others_do_not_wait_for_it(
    app: Flask, heart: Heartbeat, timed: TimedRelay
) -> None:
    samples.readers(20, domain="gmail.com")
    mailing = samples.mailing(60)
    use(timed, group_limits={"gmail": 20})
    send_batch(*samples.span(mailing))
    assert samples.counts(mailing) == {"sent": 60, "queued": 20}
    assert enqueued() == ["send_paced"]
    began = time.monotonic()
    send_paced(mailing.id)
    assert samples.state_of(mailing) is MailingState.DONE
    assert len(timed.moments_of("@gmail")) == 20
    assert none_too_early(timed.moments_of("@gmail"), began=began, rate=20)


def test_a_limit_that_is_taken_away_holds_nothing_back_any_more(
    app: Flask, heart: Heartbeat, timed: TimedRelay
) -> None:
    samples.readers(5, domain="gmail.com")
    mailing = samples.mailing(1)
    use(timed, group_limits={"gmail": 0.01})
    send_batch(*samples.span(mailing))
    settings.save(group_limits={})
    enqueueing.enqueue_batches(mailing.id)
    assert enqueued() == ["send_paced", "send_batch"]
    send_batch(*samples.span(mailing))
    assert samples.counts(mailing) == {"sent": 6}


def test_who_keeps_a_pace_for_long_makes_room_and_asks_for_the_next(
    app: Flask, heart: Heartbeat, timed: TimedRelay, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batch, "LIFE", 0.1)
    samples.readers(20, domain="gmail.com")
    mailing = samples.mailing(1)
    use(timed, group_limits={"gmail": 2})
    send_batch(*samples.span(mailing))
    send_paced(mailing.id)
    assert samples.counts(mailing)["queued"] >= 15
    assert enqueued() == ["send_paced", "send_paced"]


def test_a_batch_of_a_slow_relay_makes_room_for_other_mailings_and_asks_for_its_rest(
    app: Flask, heart: Heartbeat, timed: TimedRelay, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batch, "LIFE", 0.1)
    mailing = samples.mailing(20)
    use(timed, per_second=2)
    send_batch(*samples.span(mailing))
    assert samples.counts(mailing)["queued"] >= 15
    assert enqueued() == ["send_batch"]
    monkeypatch.setattr(batch, "LIFE", 60)
    db.session.execute(sa.update(Relay).values(per_second=None))
    send_batch(*samples.span(mailing))
    assert samples.counts(mailing) == {"sent": 20}
    assert enqueued() == ["send_batch"], "that was all of it"


def test_a_sweep_sets_somebody_to_keep_a_pace_that_nobody_keeps(app: Flask, heart: Heartbeat) -> None:
    samples.readers(3, domain="gmail.com")
    mailing = samples.mailing(1)
    settings.save(group_limits={"gmail": 2})
    claiming.set_aside(*samples.span(mailing), {"gmail"})
    recovery.sweep("desk")
    assert sorted(enqueued()) == ["send_batch", "send_paced"]


def test_an_answer_that_asks_for_patience_is_no_try_after_a_crash_either(app: Flask, tmp_path: Path) -> None:
    mailing = samples.mailing(2)
    token, (first, second) = samples.claim(mailing)
    journal = Journal(tmp_path / "desk")
    journal.claimed(token)
    for delivery_id, patient in ((first, True), (second, False)):
        journal.handed(token, delivery_id)
        journal.settled(token, Settled(delivery_id, DeliveryState.DEFERRED, "421 4.7.0", patient))
    journal.close()
    recovery.settle_journal(journal.path)
    tries = sa.select(Delivery.attempts).where(Delivery.state == DeliveryState.DEFERRED).order_by(Delivery.id)
    assert db.session.scalars(tries).all() == [0, 1]


def test_single_domains_have_a_pace_of_their_own_and_others_go_first(
    app: Flask, heart: Heartbeat, timed: TimedRelay
) -> None:
    samples.readers(9, domain="office.example")
    mailing = samples.mailing(9)
    use(timed, domain_limit=20)
    began = time.monotonic()
    send_batch(*samples.span(mailing))
    assert samples.counts(mailing) == {"sent": 18}
    for domain in ("@office.example", "@example.org"):
        assert none_too_early(timed.moments_of(domain), began=began, rate=20)


def test_what_would_wait_for_its_domain_for_long_is_put_off_and_not_kept_in_hand(
    app: Flask, heart: Heartbeat, timed: TimedRelay, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(domains, "HELD", 0.5)
    began, mailing = now(), samples.mailing(4)
    use(timed, domain_limit=0.01)
    send_batch(*samples.span(mailing))
    assert samples.counts(mailing) == {"sent": 1, "queued": 3}
    waiting = sa.select(Delivery.next_attempt_at).where(Delivery.state == DeliveryState.QUEUED)
    moments = db.session.scalars(waiting.order_by(Delivery.next_attempt_at)).all()
    waits = [round((moment - began).total_seconds(), -2) for moment in moments if moment]
    assert waits == [200, 300, 400]


def test_a_provider_that_asks_for_patience_gets_it_and_no_reader_is_blamed(
    app: Flask, heart: Heartbeat, complaining: TimedRelay
) -> None:
    samples.readers(6, domain="yahoo.com")
    mailing = samples.mailing(10)
    use(complaining)
    send_batch(*samples.span(mailing))
    slowed = db.session.scalars(sa.select(Pace)).one()
    assert (slowed.scope, slowed.slowed_to) == ("provider:yahoo", 5.0)
    assert samples.counts(mailing)["sent"] == 10
    rows = db.session.execute(sa.select(Delivery.state, Delivery.attempts).where(Delivery.provider == "yahoo")).all()
    assert {state for state, _ in rows} <= {DeliveryState.DEFERRED, DeliveryState.QUEUED}
    assert {attempts for _, attempts in rows} == {0}


def test_a_server_that_never_stops_complaining_is_a_try_of_its_reader_after_a_day(
    app: Flask, heart: Heartbeat, complaining: TimedRelay
) -> None:
    samples.readers(1, domain="yahoo.com")
    mailing = samples.mailing(1)
    mailing.created_at = now() - dt.timedelta(days=1, seconds=1)
    use(complaining)
    send_batch(*samples.span(mailing))
    tries = sa.select(Delivery.attempts).where(Delivery.provider == "yahoo")
    assert db.session.scalars(tries).all() == [1]
