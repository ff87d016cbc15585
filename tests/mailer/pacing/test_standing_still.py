"""What is stopped on its way, and what waits for another hour or another day."""

import datetime as dt
from collections.abc import Callable

import pytest
import sqlalchemy as sa
import time_machine
from flask import Flask

from newsletter.db import db, looking, now
from newsletter.mailer import mailings, recovery
from newsletter.mailer.heartbeat import Heartbeat
from newsletter.mailer.models import Hold, Mailing, MailingState, WarmUpDay
from newsletter.mailer.pacing import gcra
from newsletter.mailer.sending import send_batch
from newsletter.staff import settings
from tests.faults.workers import AT_MOST_IN_DOUBT, until
from tests.jobs import enqueued
from tests.mailer import samples
from tests.mailer.pacing.timing import TimedRelay, once_it_has, use
from tests.mailer.posting import unused_port

DOMAIN = "weekly.example.org"
NOON = dt.datetime(2024, 11, 9, 12, tzinfo=dt.UTC)


def test_a_pause_gives_back_at_once_what_waits_for_its_moment(
    open_app: Flask, open_heart: Heartbeat, timed: TimedRelay, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All of it is in hand, for a hundred seconds."""
    monkeypatch.setattr(gcra, "AHEAD", 100.0)
    mailing = samples.mailing(200)
    use(timed, per_second=2)
    span = samples.span(mailing)
    with once_it_has(2, timed, lambda: mailings.pause(span[0]), open_app):
        send_batch(*span)
    counted = samples.counts(mailing)
    assert counted["sent"] + counted["queued"] == 200
    assert counted["sent"] == len(timed.moments) < 100


@pytest.mark.parametrize(("step", "back_as"), [(mailings.pause, "queued"), (mailings.cancel, "withdrawn")])
def test_nothing_stays_in_hand_but_what_a_slow_relay_has(
    open_app: Flask, open_heart: Heartbeat, slow: TimedRelay, step: Callable[[int], bool], back_as: str
) -> None:
    mailing = samples.mailing(100)
    use(slow)
    span = samples.span(mailing)

    def stop() -> None:
        step(span[0])
        db.session.commit()
        until(lambda: counts_now(span[0]).get(back_as, 0) >= 100 - AT_MOST_IN_DOUBT)

    with once_it_has(1, slow, stop, open_app):
        send_batch(*span)
    assert samples.counts(mailing).keys() == {"sent", back_as}


def counts_now(mailing_id: int) -> dict[str, int]:
    with looking():
        return samples.counts(db.session.get_one(Mailing, mailing_id))


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
