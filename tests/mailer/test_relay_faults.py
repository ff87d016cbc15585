"""What the ledger says after a relay refused, or went away."""

import datetime as dt
from collections.abc import Callable

import pytest
import sqlalchemy as sa
import time_machine
from flask import Flask

from newsletter.db import db
from newsletter.mailer import mailings, recovery
from newsletter.mailer.models import Delivery, Mailing, MailingState
from newsletter.mailer.sending import send_batch
from tests.jobs import enqueued
from tests.mailer import samples
from tests.mailer.counting_relay import CountingRelay
from tests.mailer.posting import unused_port
from tests.mailer.scripted_server import ScriptedServer, Talk

pytestmark = pytest.mark.usefixtures("one_hasty_connection")

Work = Callable[[], list[str]]


def answers_at_rcpt(*replies: str) -> Callable[[Talk], None]:
    """A message for each reply; those that aren't refused are taken."""

    def script(talk: Talk) -> None:
        talk.greet()
        for reply in replies:
            talk.hear("MAIL FROM:")
            talk.say("250 2.1.0 Ok")
            talk.hear("RCPT TO:")
            talk.say(reply)
            if reply.startswith("250"):
                talk.hear("DATA")
                talk.say("354 Go ahead")
                talk.body()
                talk.say("250 2.0.0 Queued")
            else:
                talk.hear("RSET")
                talk.say("250 2.0.0 Ok")
        talk.part()

    return script


def replies() -> list[str | None]:
    return list(db.session.scalars(sa.select(Delivery.reply).order_by(Delivery.id)))


def fresh(mailing: Mailing) -> Mailing:
    db.session.refresh(mailing)
    return mailing


def test_a_refused_reader_is_refused_and_a_deferred_one_tried_again_later(app: Flask) -> None:
    mailing = samples.mailing(3)
    script = answers_at_rcpt(
        "250 2.1.5 Ok", "550 5.1.1 no such <many1@example.org>", "450 4.2.1 many2@example.org is busy"
    )
    with ScriptedServer(script) as server:
        samples.use_relay(server.port)
        send_batch(*samples.span(mailing))
    assert [str(state) for state in samples.states(mailing)] == ["sent", "refused", "deferred"]
    assert replies() == ["250 2.0.0", "550 5.1.1", "450 4.2.1"]
    assert samples.state_of(mailing) is MailingState.SENDING


def test_a_deferred_reader_is_sent_to_once_its_time_has_come(
    app: Flask, counting_relay: CountingRelay, work: Work
) -> None:
    with time_machine.travel(dt.datetime(2024, 11, 9, 12, tzinfo=dt.UTC)) as clock:
        mailing = samples.mailing(1)
        with ScriptedServer(answers_at_rcpt("450 4.2.1 Busy")) as server:
            samples.use_relay(server.port)
            send_batch(*samples.span(mailing))
        samples.use_relay(counting_relay.port)
        recovery.sweep("desk")
        assert enqueued() == []
        clock.shift(dt.timedelta(minutes=6))
        recovery.sweep("desk")
        assert work() == ["send_batch"]
    assert counting_relay.copies.total() == 1
    assert samples.state_of(mailing) is MailingState.DONE


def says_421(talk: Talk) -> None:
    talk.greet()
    talk.hear("MAIL FROM:")
    talk.say("421 4.3.2 Too many messages on this connection")


def test_after_421_everybody_is_sent_to_by_the_next_connection(app: Flask) -> None:
    mailing = samples.mailing(3)
    with ScriptedServer(says_421, answers_at_rcpt("250 Ok", "250 Ok", "250 Ok")) as server:
        samples.use_relay(server.port)
        send_batch(*samples.span(mailing))
    assert samples.counts(mailing) == {"sent": 3}


def test_421_again_and_again_is_no_try_of_the_reader(app: Flask) -> None:
    mailing = samples.mailing(2)
    with ScriptedServer(says_421, says_421, answers_at_rcpt("250 Ok")) as server:
        samples.use_relay(server.port)
        send_batch(*samples.span(mailing))
    assert [str(state) for state in samples.states(mailing)] == ["deferred", "sent"]
    assert db.session.scalars(sa.select(Delivery.attempts).order_by(Delivery.id)).all() == [0, 1]


def test_a_relay_that_says_421_to_everything_is_given_up_and_its_readers_wait(app: Flask) -> None:
    mailing = samples.mailing(9)
    with ScriptedServer(says_421, says_421, says_421) as server:
        samples.use_relay(server.port)
        send_batch(*samples.span(mailing))
    assert samples.counts(mailing) == {"queued": 8, "deferred": 1}
    assert "421 4.3.2" in (fresh(mailing).problem or "")


def test_while_the_relay_is_away_everything_waits_and_the_mailing_says_why(
    app: Flask, counting_relay: CountingRelay, work: Work
) -> None:
    with time_machine.travel(dt.datetime(2024, 11, 9, 12, tzinfo=dt.UTC)) as clock:
        mailing = samples.mailing(60)
        samples.use_relay(unused_port())
        send_batch(*samples.span(mailing))
        assert samples.counts(mailing) == {"queued": 60}
        assert "can't be reached" in (fresh(mailing).problem or "")
        recovery.sweep("desk")
        assert "send_batch" not in enqueued()
        samples.use_relay(counting_relay.port)
        send_batch(*samples.span(mailing))
        assert counting_relay.accepted == []
        clock.shift(dt.timedelta(seconds=61))
        recovery.sweep("desk")
        assert work() == ["send_batch"]
    assert samples.counts(mailing) == {"sent": 60}
    assert fresh(mailing).problem is None


def test_a_wrong_password_pauses_the_mailing(app: Flask) -> None:
    def refusing(talk: Talk) -> None:
        talk.greet("AUTH PLAIN")
        talk.hear("AUTH PLAIN")
        talk.say("535 5.7.8 Bad credentials")
        talk.part()

    mailing = samples.mailing(2)
    with ScriptedServer(refusing) as server:
        samples.relay(server.port, username="desk", password="wrong")
        send_batch(*samples.span(mailing))
    assert samples.counts(mailing) == {"queued": 2}
    assert samples.state_of(mailing) is MailingState.PAUSED
    assert fresh(mailing).problem == "535 5.7.8 Bad credentials"
    mailings.resume(mailing.id)
    assert fresh(mailing).problem is None


def test_without_any_relay_everything_waits(app: Flask) -> None:
    mailing = samples.mailing(2)
    send_batch(*samples.span(mailing))
    assert samples.counts(mailing) == {"queued": 2}
    assert "No relay is set" in (fresh(mailing).problem or "")


def test_a_sealed_address_that_was_moved_here_from_another_row_refuses_that_delivery_alone(
    app: Flask, counting_relay: CountingRelay
) -> None:
    mailing = samples.mailing(2)
    first, second = samples.subscribers_of(mailing)
    first.address = second.address
    samples.use_relay(counting_relay.port)
    send_batch(*samples.span(mailing))
    assert [str(state) for state in samples.states(mailing)] == ["refused", "sent"]
    assert replies()[0] == "unreadable"
