"""Workers that live, stand still, and die."""

import datetime as dt
import time
from collections.abc import Callable

import pytest
import sqlalchemy as sa
from flask import Flask

from newsletter.db import db
from newsletter.mailer import heartbeat, mailings, recovery, sending
from newsletter.mailer.heartbeat import Heartbeat, Watch, database_time
from newsletter.mailer.journal import Journal
from newsletter.mailer.models import Mailing, MailingState, Worker
from newsletter.mailer.sending import send_batch
from newsletter.staff import settings
from tests.jobs import enqueued
from tests.mailer import samples
from tests.mailer.counting_relay import CountingRelay


def silent(name: str, seconds: float) -> None:
    db.session.add(Worker(name=name, beat_at=database_time() - dt.timedelta(seconds=seconds)))
    db.session.commit()


def test_a_worker_is_dead_once_it_has_been_silent_for_half_a_minute(app: Flask, heart: Heartbeat) -> None:
    silent("attic", 28)
    silent("cellar", 32)
    watch = Watch()
    watch.look()
    assert watch.silent() == {"cellar"}
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
    app: Flask, heart: Heartbeat, clock: Callable[[dt.timedelta], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    silent("cellar", 4)
    heart.watch.look()
    clock(-dt.timedelta(hours=1))
    monkeypatch.setattr(heartbeat, "SILENT", 4.1)
    time.sleep(0.2)
    heart.beat()
    heart.watch.look()
    assert heart.watch.silent() == {"cellar"}
    assert heart.watch.living() == {"desk"}


def test_a_heartbeat_beats_until_it_is_stopped(open_app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(heartbeat, "BEAT", 0.02)
    heart = Heartbeat(open_app, "desk")
    began = time.monotonic()
    heart.start()
    time.sleep(0.2)
    assert heart.unbroken_since(began + 0.15)
    heart.stop()
    assert heart.watch.living() == {"desk"}


def test_a_worker_that_could_not_beat_trusts_no_claim_any_more(
    app: Flask, heart: Heartbeat, monkeypatch: pytest.MonkeyPatch
) -> None:
    claimed_at = time.monotonic()
    assert heart.unbroken_since(claimed_at)
    monkeypatch.setattr(heartbeat, "DOUBTFUL", 0)
    assert not heart.unbroken_since(claimed_at)


def test_the_first_beat_after_a_standstill_does_not_make_old_claims_good_again(
    app: Flask, heart: Heartbeat, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(heartbeat, "DOUBTFUL", 0.05)
    claimed_at = time.monotonic()
    time.sleep(0.1)
    heart.beat()
    assert not heart.unbroken_since(claimed_at)
    assert heart.unbroken_since(time.monotonic())


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
