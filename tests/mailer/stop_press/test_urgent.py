"""What a correction doesn't wait for, and whom it yet leaves alone."""

import datetime as dt
from collections.abc import Callable

import pytest
import sqlalchemy as sa
import time_machine
from flask import Flask

from newsletter.db import db
from newsletter.mailer.heartbeat import Heartbeat
from newsletter.mailer.models import Hold, WarmUpDay
from newsletter.mailer.stop_press import halting
from newsletter.staff import settings
from newsletter.subscribers.models import Status, Subscriber
from tests.mailer import samples
from tests.mailer.counting_relay import CountingRelay
from tests.mailer.stop_press.halted import an_issue, correct, got, leaving

Work = Callable[[], list[str]]
NIGHT = dt.datetime(2024, 11, 9, 23, tzinfo=dt.UTC)


def test_it_leaves_in_quiet_hours_while_the_rest_of_its_issue_waits_for_the_morning(
    app: Flask, heart: Heartbeat, counting_relay: CountingRelay, work: Work
) -> None:
    samples.use_relay(counting_relay.port)
    issue = an_issue()
    mailing = leaving(issue, served=2, waiting=3)
    with time_machine.travel(NIGHT, tick=True):
        heart.beat()
        settings.save(zone="UTC", quiet_from="22:00", quiet_to="07:00")
        (correction,) = correct(issue)
        halting.go_on(issue, by="nina")
        work()
    db.session.refresh(mailing)
    assert samples.counts(correction) == {"sent": 2}
    assert samples.counts(mailing) == {"sent": 2, "queued": 3}
    assert (mailing.hold, mailing.retry_at) == (Hold.QUIET_HOURS, dt.datetime(2024, 11, 10, 7, tzinfo=dt.UTC))


def test_it_leaves_beyond_the_share_of_the_day_that_a_new_domain_has_and_is_counted_to_it(
    app: Flask, heart: Heartbeat, counting_relay: CountingRelay, work: Work
) -> None:
    samples.use_relay(counting_relay.port, zone="UTC", warm_up={"weekly.example.org": "2024-11-09"})
    issue = an_issue()
    leaving(issue, served=60)
    with time_machine.travel(NIGHT, tick=True):
        heart.beat()
        (correction,) = correct(issue)
        work()
        assert samples.counts(correction) == {"sent": 60}, "the share of the first day is 50"
        assert db.session.scalars(sa.select(WarmUpDay.sent)).all() == [60]


@pytest.mark.parametrize(
    "leave", [lambda reader: setattr(reader, "status", Status.UNSUBSCRIBED), lambda reader: db.session.delete(reader)]
)
def test_a_reader_who_leaves_while_it_waits_for_its_turn_gets_none(
    app: Flask,
    heart: Heartbeat,
    counting_relay: CountingRelay,
    work: Work,
    leave: Callable[[Subscriber], None],
) -> None:
    samples.use_relay(counting_relay.port)
    issue = an_issue()
    leaving(issue, served=3)
    (correction,) = correct(issue)
    leave(got(correction)[0])
    db.session.commit()
    work()
    assert samples.counts(correction) == {"sent": 2, "withdrawn": 1}
    assert counting_relay.copies.total() == 2
