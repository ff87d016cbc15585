"""Batches with limits, a real relay that notes its moments, and whoever stops them in between."""

import contextlib
import datetime as dt
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
import time_machine
from flask import Flask

from newsletter.db import db, looking, now
from newsletter.mailer import batch, claiming, mailings, recovery
from newsletter.mailer.heartbeat import Heartbeat
from newsletter.mailer.journal import Journal
from newsletter.mailer.ledger import Settled
from newsletter.mailer.models import Delivery, DeliveryState, Hold, Mailing, MailingState, Pace, WarmUpDay
from newsletter.mailer.pacing import domains
from newsletter.mailer.sending import send_batch, send_paced
from newsletter.staff import settings
from newsletter.staff.relay_models import Relay
from tests.jobs import enqueued
from tests.mailer import samples
from tests.mailer.pacing.timing import TimedRelay, none_too_early
from tests.mailer.relays.test_failover import unused_port

DOMAIN = "weekly.example.org"
NOON = dt.datetime(2024, 11, 9, 12, tzinfo=dt.UTC)


@pytest.fixture
def timed() -> Iterator[TimedRelay]:
    yield from _running(TimedRelay())


@pytest.fixture
def complaining() -> Iterator[TimedRelay]:
    yield from _running(TimedRelay(complains_about="@yahoo"))


@pytest.fixture
def slow() -> Iterator[TimedRelay]:
    yield from _running(TimedRelay(taking=0.4))


def _running(relay: TimedRelay) -> Iterator[TimedRelay]:
    relay.start()
    yield relay
    relay.stop()


def use(relay: TimedRelay, *, per_second: float | None = None, **changes: object) -> None:
    samples.use_relay(relay.port, **changes)
    if per_second:
        db.session.execute(sa.update(Relay).values(per_second=per_second))
        db.session.commit()


@contextlib.contextmanager
def shortly_after(seconds: float, do: Callable[[], object], app: Flask) -> Iterator[None]:
    def wait_and_do() -> None:
        time.sleep(seconds)
        with app.app_context():
            do()
            db.session.commit()

    thread = threading.Thread(target=wait_and_do)
    thread.start()
    yield
    thread.join()


def test_a_relay_gets_no_more_a_second_than_its_limit(app: Flask, heart: Heartbeat, timed: TimedRelay) -> None:
    mailing = samples.mailing(60)
    use(timed, per_second=40)
    began = time.monotonic()
    send_batch(*samples.span(mailing))
    assert samples.counts(mailing) == {"sent": 60}
    assert none_too_early(timed.moments_of(), began=began, rate=40)


def test_two_workers_share_a_limit(open_app: Flask, open_heart: Heartbeat, timed: TimedRelay) -> None:
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
    mailings.enqueue_batches(mailing.id)
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
    mailing = samples.mailing(8)
    use(timed, domain_limit=4)
    send_batch(*samples.span(mailing))
    counted = samples.counts(mailing)
    assert counted["sent"] + counted["queued"] == 8
    assert counted["queued"] >= 4
    waits = db.session.scalars(sa.select(Delivery.next_attempt_at).where(Delivery.state == DeliveryState.QUEUED)).all()
    assert all(moment and now() < moment < now() + dt.timedelta(seconds=20) for moment in waits)


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


def test_a_pause_gives_back_at_once_what_waits_for_its_moment(
    open_app: Flask, open_heart: Heartbeat, timed: TimedRelay
) -> None:
    mailing = samples.mailing(50)
    use(timed, per_second=20)
    span = samples.span(mailing)
    with shortly_after(0.5, lambda: mailings.pause(span[0]), open_app):
        began = time.monotonic()
        send_batch(*span)
    assert time.monotonic() - began < 1.6
    counted = samples.counts(mailing)
    assert counted["sent"] + counted["queued"] == 50
    assert counted["sent"] == len(timed.moments) < 35


@pytest.mark.parametrize(("step", "back_as"), [(mailings.pause, "queued"), (mailings.cancel, "withdrawn")])
def test_within_a_second_nothing_is_in_hand_but_what_a_slow_relay_has(
    open_app: Flask, open_heart: Heartbeat, slow: TimedRelay, step: Callable[[int], bool], back_as: str
) -> None:
    mailing = samples.mailing(100)
    use(slow)
    span = samples.span(mailing)
    seen: list[dict[str, int]] = []

    def stop_and_look() -> None:
        step(span[0])
        db.session.commit()
        time.sleep(1)
        with looking():
            seen.append(samples.counts(mailing_of(span[0])))

    with shortly_after(0.3, stop_and_look, open_app):
        send_batch(*span)
    assert seen[0].get("sending", 0) <= 8
    assert seen[0][back_as] >= 80
    assert samples.counts(mailing).keys() == {"sent", back_as}


def mailing_of(mailing_id: int) -> Mailing:
    return db.session.get_one(Mailing, mailing_id)


def test_a_new_domain_sends_its_share_of_the_day_and_waits_for_the_next(
    app: Flask, heart: Heartbeat, timed: TimedRelay
) -> None:
    with time_machine.travel(NOON, tick=True) as clock:
        mailing = samples.mailing(70)
        use(timed, zone="Europe/Warsaw", warm_up={DOMAIN: "2024-11-09"})
        send_batch(*samples.span(mailing))
        db.session.refresh(mailing)
        assert samples.counts(mailing) == {"sent": 50, "queued": 20}
        assert (mailing.hold, mailing.retry_at) == (Hold.WARM_UP, dt.datetime(2024, 11, 9, 23, tzinfo=dt.UTC))
        assert not mailings.takes_deliveries(mailing)
        clock.shift(dt.timedelta(hours=12))
        heart.beat()
        assert mailings.takes_deliveries(mailing)
        send_batch(*samples.span(mailing))
    assert samples.state_of(mailing) is MailingState.DONE
    days = db.session.execute(sa.select(WarmUpDay.day, WarmUpDay.sent).order_by(WarmUpDay.day)).all()
    assert [(day.isoformat(), sent) for day, sent in days] == [("2024-11-09", 50), ("2024-11-10", 20)]


def test_what_was_given_back_unsent_is_not_counted_to_the_day(app: Flask, heart: Heartbeat) -> None:
    mailing = samples.mailing(30)
    samples.relay(unused_port(), problem="It was away before", retry_at=now())
    settings.save(warm_up={DOMAIN: "2024-11-09"}, sender_address=f"weekly@{DOMAIN}")
    send_batch(*samples.span(mailing))
    assert samples.counts(mailing) == {"queued": 30}
    assert db.session.scalars(sa.select(WarmUpDay.sent)).one() <= 4


def test_in_quiet_hours_a_mailing_waits_and_says_until_when(app: Flask, heart: Heartbeat, timed: TimedRelay) -> None:
    with time_machine.travel(NOON, tick=True) as clock:
        mailing = samples.mailing(2)
        use(timed, zone="Europe/Warsaw", quiet_from="12:30", quiet_to="14:00")
        send_batch(*samples.span(mailing))
        db.session.refresh(mailing)
        assert samples.counts(mailing) == {"queued": 2}
        assert (mailing.hold, mailing.retry_at) == (Hold.QUIET_HOURS, NOON + dt.timedelta(hours=1))
        clock.shift(dt.timedelta(hours=1))
        heart.beat()
        recovery.sweep("desk")
        assert enqueued() == ["send_batch"]


def test_whoever_pauses_a_mailing_that_waits_is_the_reason_from_then_on(app: Flask) -> None:
    mailing = samples.mailing(1)
    mailings.hold(mailing.id, Hold.WARM_UP, NOON)
    mailings.pause(mailing.id)
    db.session.refresh(mailing)
    assert (mailing.hold, mailing.retry_at) == (None, None)
