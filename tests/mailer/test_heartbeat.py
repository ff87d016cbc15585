"""Workers that live and stand still: whom they hear, and which of their own claims they trust."""

import datetime as dt
import threading

import pytest
import sqlalchemy as sa
from flask import Flask

from newsletter.db import db
from newsletter.mailer import batch, heartbeat, mailings, sending
from newsletter.mailer.heartbeat import Heartbeat, Watch
from newsletter.mailer.models import Worker
from newsletter.mailer.sending import send_batch
from tests.faults.workers import until
from tests.jobs import enqueued
from tests.mailer import samples
from tests.mailer.counting_relay import CountingRelay
from tests.mailer.silence import Clock, Jump, silent


def test_a_worker_is_dead_once_it_has_been_silent_for_half_a_minute(
    app: Flask, our_clock: Clock, heart: Heartbeat
) -> None:
    silent("attic", 0)
    silent("cellar", 16)
    watch = Watch()
    watch.look()
    our_clock.goes_on(15)
    assert watch.silent().keys() == {"cellar"}
    assert watch.living() == {"desk", "attic"}


def test_the_dead_are_dead_though_the_clock_is_set_back(
    app: Flask, our_clock: Clock, heart: Heartbeat, database_clock: Jump
) -> None:
    silent("cellar", 4)
    heart.watch.look()
    database_clock(-dt.timedelta(hours=1))
    our_clock.goes_on(27)
    heart.beat()
    heart.watch.look()
    assert heart.watch.silent().keys() == {"cellar"}
    assert heart.watch.living() == {"desk"}


class Counted(Heartbeat):
    beats = 0

    def beat(self) -> None:
        super().beat()
        self.beats += 1


def test_a_heartbeat_beats_until_it_is_stopped(open_app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(heartbeat, "BEAT", 0.02)
    heart = Counted(open_app, "desk")
    heart.start()
    until(lambda: heart.beats > 3)
    monkeypatch.setattr(heartbeat, "BEAT", 60.0)
    heart.stop()
    assert "heartbeat" not in {thread.name for thread in threading.enumerate()}
    assert heart.watch.living() == {"desk"}


def test_a_worker_that_could_not_beat_trusts_no_claim_any_more(app: Flask, our_clock: Clock, heart: Heartbeat) -> None:
    claimed_at = our_clock.moment()
    assert heart.unbroken_since(claimed_at)
    our_clock.goes_on(heartbeat.DOUBTFUL + 1)
    assert not heart.unbroken_since(claimed_at)


def test_the_first_beat_after_a_standstill_does_not_make_old_claims_good_again(
    app: Flask, our_clock: Clock, heart: Heartbeat
) -> None:
    claimed_at = our_clock.moment()
    our_clock.goes_on(heartbeat.DOUBTFUL + 1)
    heart.beat()
    assert not heart.unbroken_since(claimed_at)
    assert heart.unbroken_since(our_clock.moment())


def test_a_batch_that_stood_still_hands_nothing_over_and_gives_back_what_is_still_its_own(
    app: Flask, heart: Heartbeat, counting_relay: CountingRelay, monkeypatch: pytest.MonkeyPatch
) -> None:
    mailing = samples.mailing(3)
    samples.use_relay(counting_relay.port)
    monkeypatch.setattr(heartbeat, "DOUBTFUL", 0)
    send_batch(*samples.span(mailing))
    assert counting_relay.accepted == []
    assert samples.counts(mailing) == {"queued": 3}


def test_whoever_was_buried_alive_trusts_no_claim_any_more(app: Flask, our_clock: Clock, heart: Heartbeat) -> None:
    claimed_at = our_clock.moment()
    db.session.execute(sa.delete(Worker))
    our_clock.goes_on(1)
    heart.beat()
    assert not heart.unbroken_since(claimed_at)
    assert heart.unbroken_since(our_clock.moment())


def test_a_worker_that_ends_gives_back_at_once_what_it_has_not_handed_over(
    app: Flask, heart: Heartbeat, counting_relay: CountingRelay, monkeypatch: pytest.MonkeyPatch
) -> None:
    mailing = samples.mailing(3)
    samples.use_relay(counting_relay.port)
    heart.is_ending = True
    monkeypatch.setattr(batch, "LOOK", 0)
    send_batch(*samples.span(mailing))
    assert counting_relay.accepted == []
    assert samples.counts(mailing) == {"queued": 3}
    assert enqueued() == ["send_batch"]


def test_a_batch_of_a_mailing_that_is_not_under_way_ends_at_once(app: Flask, heart: Heartbeat) -> None:
    mailing = samples.mailing(2)
    mailings.pause(mailing.id)
    db.session.expire_all()
    sending.send_batch(*samples.span(mailing))
    assert samples.counts(mailing) == {"queued": 2}
