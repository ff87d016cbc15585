"""What is stopped on its way, and what waits for another hour or another day."""

import datetime as dt
import time
from collections.abc import Callable

import pytest
import sqlalchemy as sa
import time_machine
from flask import Flask

from newsletter.db import db, looking, now
from newsletter.mailer import mailings, recovery
from newsletter.mailer.heartbeat import Heartbeat
from newsletter.mailer.models import Hold, Mailing, MailingState, WarmUpDay
from newsletter.mailer.sending import send_batch
from newsletter.staff import settings
from tests.jobs import enqueued
from tests.mailer import samples
from tests.mailer.pacing.timing import TimedRelay, shortly_after, use
from tests.mailer.relays.test_failover import unused_port

DOMAIN = "weekly.example.org"
NOON = dt.datetime(2024, 11, 9, 12, tzinfo=dt.UTC)


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
