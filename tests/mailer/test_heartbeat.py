"""Workers that live, stand still, and die."""

import datetime as dt
import threading
from collections.abc import Callable

import pytest
import sqlalchemy as sa
from flask import Flask

from newsletter import locks, stranded
from newsletter.db import db
from newsletter.mailer import batch, heartbeat, mailings, recovery, sending
from newsletter.mailer.heartbeat import Heartbeat, Watch, database_time
from newsletter.mailer.journal import Journal
from newsletter.mailer.models import Mailing, MailingState, Worker
from newsletter.mailer.sending import send_batch
from newsletter.staff import settings
from tests.faults.workers import until
from tests.jobs import enqueued
from tests.mailer import samples
from tests.mailer.counting_relay import CountingRelay


def silent(name: str, seconds: float) -> None:
    db.session.add(Worker(name=name, beat_at=database_time() - dt.timedelta(seconds=seconds)))
    db.session.commit()


class Clock:
    """Our own. It goes when a test says so, however fast the machine is."""

    def __init__(self) -> None:
        self._moment = heartbeat.moment()

    def moment(self) -> float:
        return self._moment

    def goes_on(self, seconds: float) -> None:
        self._moment += seconds


@pytest.fixture
def our_clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    made = Clock()
    monkeypatch.setattr(heartbeat, "moment", made.moment)
    return made


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


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Callable[[dt.timedelta], None]:
    """Set the database's clock forward or back: the one thing of it that a test on a shared machine can't do."""

    def jump(by: dt.timedelta) -> None:
        monkeypatch.setattr(heartbeat, "database_time", lambda: database_time() + by)

    return jump


def test_nobody_dies_of_a_clock_that_is_set_forward(
    open_app: Flask, open_heart: Heartbeat, clock: Callable[[dt.timedelta], None]
) -> None:
    mailing = samples.mailing(2)
    samples.claim(mailing, worker="attic")
    silent("attic", 4)
    recovery.sweep("desk")
    clock(dt.timedelta(hours=1))
    recovery.sweep("desk")
    assert samples.counts(mailing) == {"sending": 2}
    assert open_heart.watch.living() == {"desk", "attic"}


def test_the_dead_are_dead_though_the_clock_is_set_back(
    app: Flask, our_clock: Clock, heart: Heartbeat, clock: Callable[[dt.timedelta], None]
) -> None:
    silent("cellar", 4)
    heart.watch.look()
    clock(-dt.timedelta(hours=1))
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


def test_a_sweep_takes_up_what_a_dead_worker_left(open_app: Flask, open_heart: Heartbeat) -> None:
    mailing = samples.mailing(3)
    samples.claim(mailing, most=2, worker="cellar")
    silent("cellar", 40)
    recovery.sweep("desk")
    assert samples.counts(mailing) == {"queued": 3}
    assert enqueued() == ["send_batch"]
    assert db.session.get_one(Mailing, mailing.id).in_doubt == 2
    assert db.session.scalars(sa.select(Worker.name)).all() == ["desk"]


def test_a_sweep_settles_a_dead_workers_journal_where_it_lies_on_this_machine(
    open_app: Flask, open_heart: Heartbeat
) -> None:
    mailing = samples.mailing(3)
    token, (first, *_) = samples.claim(mailing, worker="cellar")
    journal = Journal(recovery.journals() / "cellar")
    journal.claimed(token)
    journal.handed(token, first)
    journal.close()
    journal.leave_behind()
    silent("cellar", 40)
    recovery.sweep("desk")
    assert db.session.get_one(Mailing, mailing.id).in_doubt == 1


@pytest.mark.parametrize("cut_off", [False, True])
def test_a_worker_that_could_hear_nobody_takes_nobody_for_dead(
    open_app: Flask, our_clock: Clock, cut_off: bool
) -> None:
    """It has just started, or the database was away: the others may beat any moment."""
    heart = open_app.extensions["heartbeat"] = Heartbeat(open_app, "desk")
    heart.beat()
    if cut_off:
        our_clock.goes_on(2 * heartbeat.SILENT)
        heart.beat()
    mailing = samples.mailing(2)
    samples.claim(mailing, worker="attic")
    silent("attic", 40)
    recovery.sweep("desk")
    assert samples.counts(mailing) == {"sending": 2}
    db.session.commit()
    for _ in range(4):
        our_clock.goes_on(heartbeat.SILENT / 4)
        heart.beat()
    recovery.sweep("desk")
    assert samples.counts(mailing) == {"queued": 2}


def test_whoever_beats_again_while_they_are_taken_for_dead_keeps_what_they_have(
    open_app: Flask, open_heart: Heartbeat, monkeypatch: pytest.MonkeyPatch
) -> None:
    mailing = samples.mailing(2)
    samples.claim(mailing, worker="cellar")
    silent("cellar", 40)
    monkeypatch.setattr(stranded, "take_up", lambda name: Heartbeat(open_app, name).beat())
    recovery.sweep("desk")
    assert samples.counts(mailing) == {"sending": 2}
    assert db.session.get_one(Mailing, mailing.id).in_doubt == 0


def test_whoever_was_buried_alive_trusts_no_claim_any_more(app: Flask, our_clock: Clock, heart: Heartbeat) -> None:
    claimed_at = our_clock.moment()
    db.session.execute(sa.delete(Worker))
    our_clock.goes_on(1)
    heart.beat()
    assert not heart.unbroken_since(claimed_at)
    assert heart.unbroken_since(our_clock.moment())


def test_one_sweeps_at_a_time(open_app: Flask, open_heart: Heartbeat) -> None:
    mailing = samples.mailing(1)
    with locks.alone("sweep") as alone:
        assert alone
        recovery.sweep("desk")
        assert enqueued() == []
    recovery.sweep("desk")
    assert enqueued() == ["send_batch"]
    assert samples.counts(mailing) == {"queued": 1}


def test_what_a_dead_worker_had_of_a_cancelled_mailing_is_withdrawn(open_app: Flask, open_heart: Heartbeat) -> None:
    mailing = samples.mailing(2)
    token, _ = samples.claim(mailing, worker="cellar")
    journal = Journal(recovery.journals() / "cellar")
    journal.claimed(token)
    journal.close()
    journal.leave_behind()
    silent("cellar", 40)
    mailings.cancel(mailing.id)
    db.session.commit()
    recovery.sweep("desk")
    assert samples.counts(mailing) == {"withdrawn": 2}


def test_a_mailing_that_was_done_in_the_moment_in_which_some_was_queued_again_goes_on(
    open_app: Flask, open_heart: Heartbeat
) -> None:
    mailing = samples.mailing(1)
    mailing.state = MailingState.DONE
    db.session.commit()
    recovery.sweep("desk")
    assert samples.state_of(mailing) is MailingState.SENDING
    assert enqueued() == ["send_batch"]


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


def test_a_sweep_leaves_a_living_workers_claims_and_journals_alone(open_app: Flask, open_heart: Heartbeat) -> None:
    mailing = samples.mailing(2)
    token, _ = samples.claim(mailing, worker="attic")
    journal = Journal(recovery.journals() / "attic")
    journal.claimed(token)
    journal.close()
    journal.leave_behind()
    silent("attic", 10)
    recovery.sweep("desk")
    assert samples.counts(mailing) == {"sending": 2}
    assert journal.path.exists()


def test_a_sweep_begins_what_was_prepared_and_never_begun(open_app: Flask, open_heart: Heartbeat) -> None:
    samples.readers(1)
    edition = samples.edition()
    mailing = mailings.start(edition.id)
    db.session.commit()
    recovery.sweep("desk")
    assert samples.state_of(mailing) is MailingState.SENDING
    assert enqueued() == ["send_mailing", "send_batch"]


def test_a_sweep_enqueues_no_second_batch_while_one_waits(open_app: Flask, open_heart: Heartbeat) -> None:
    samples.mailing(2)
    recovery.sweep("desk")
    recovery.sweep("desk")
    assert enqueued() == ["send_batch"]


def test_a_sweep_concludes_a_mailing_whose_last_doubts_are_held(open_app: Flask, open_heart: Heartbeat) -> None:
    settings.save(resend_in_doubt=False)
    mailing = samples.mailing(1)
    samples.claim(mailing, worker="cellar")
    silent("cellar", 40)
    recovery.sweep("desk")
    assert (samples.counts(mailing), samples.state_of(mailing)) == ({"uncertain": 1}, MailingState.DONE)


def test_a_batch_of_a_mailing_that_is_not_under_way_ends_at_once(app: Flask, heart: Heartbeat) -> None:
    mailing = samples.mailing(2)
    mailings.pause(mailing.id)
    db.session.expire_all()
    sending.send_batch(*samples.span(mailing))
    assert samples.counts(mailing) == {"queued": 2}
