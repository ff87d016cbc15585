"""What a sweep takes up: for whoever is dead and for nobody else, and what jobs have left lying."""

import datetime as dt

import pytest
import sqlalchemy as sa
from flask import Flask

from newsletter import locks, stranded
from newsletter.db import db
from newsletter.mailer import heartbeat, mailings, recovery
from newsletter.mailer.heartbeat import Heartbeat
from newsletter.mailer.journal import Journal
from newsletter.mailer.models import Mailing, MailingState, Worker
from newsletter.staff import settings
from tests.jobs import enqueued
from tests.mailer import samples
from tests.mailer.silence import Clock, Jump, silent


def in_hand(worker: str, *, handed: int = 0) -> tuple[Mailing, Journal]:
    """A mailing to three, all of them claimed by a worker of this machine, and its journal as it lies there."""
    mailing = samples.mailing(3)
    token, ids = samples.claim(mailing, worker=worker)
    journal = Journal(recovery.journals() / worker)
    journal.claimed(token)
    for delivery_id in ids[:handed]:
        journal.handed(token, delivery_id)
    journal.close()
    journal.leave_behind()
    return mailing, journal


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
    mailing, _ = in_hand("cellar", handed=1)
    silent("cellar", 40)
    recovery.sweep("desk")
    assert db.session.get_one(Mailing, mailing.id).in_doubt == 1


def test_what_a_dead_worker_had_of_a_cancelled_mailing_is_withdrawn(open_app: Flask, open_heart: Heartbeat) -> None:
    mailing, _ = in_hand("cellar")
    silent("cellar", 40)
    mailings.cancel(mailing.id)
    db.session.commit()
    recovery.sweep("desk")
    assert samples.counts(mailing) == {"withdrawn": 3}


def test_a_sweep_leaves_a_living_workers_claims_and_journals_alone(open_app: Flask, open_heart: Heartbeat) -> None:
    mailing, journal = in_hand("attic")
    silent("attic", 10)
    recovery.sweep("desk")
    assert samples.counts(mailing) == {"sending": 3}
    assert journal.path.exists()


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


def test_nobody_dies_of_a_clock_that_is_set_forward(
    open_app: Flask, open_heart: Heartbeat, database_clock: Jump
) -> None:
    mailing = samples.mailing(2)
    samples.claim(mailing, worker="attic")
    silent("attic", 4)
    recovery.sweep("desk")
    database_clock(dt.timedelta(hours=1))
    recovery.sweep("desk")
    assert samples.counts(mailing) == {"sending": 2}
    assert open_heart.watch.living() == {"desk", "attic"}


def test_one_sweeps_at_a_time(open_app: Flask, open_heart: Heartbeat) -> None:
    mailing = samples.mailing(1)
    with locks.alone("sweep") as alone:
        assert alone
        recovery.sweep("desk")
        assert enqueued() == []
    recovery.sweep("desk")
    assert enqueued() == ["send_batch"]
    assert samples.counts(mailing) == {"queued": 1}


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


def test_a_mailing_that_was_done_in_the_moment_in_which_some_was_queued_again_goes_on(
    open_app: Flask, open_heart: Heartbeat
) -> None:
    mailing = samples.mailing(1)
    mailing.state = MailingState.DONE
    db.session.commit()
    recovery.sweep("desk")
    assert samples.state_of(mailing) is MailingState.SENDING
    assert enqueued() == ["send_batch"]
