"""A connection is lost before a message's last dot, or after it: what becomes of the message."""

from collections.abc import Callable

import pytest
from flask import Flask

from newsletter.db import db
from newsletter.issues.models import IssueState
from newsletter.mailer import doubts, recovery
from newsletter.mailer.models import MailingState
from newsletter.mailer.sending import send_batch
from tests.jobs import enqueued
from tests.mailer import samples
from tests.mailer.counting_relay import CountingRelay
from tests.mailer.scripted_server import OPENING, ScriptedServer, Talk

pytestmark = pytest.mark.usefixtures("one_hasty_connection")

Work = Callable[[], list[str]]


def test_a_connection_lost_before_the_final_dot_leaves_the_message_here(
    app: Flask, counting_relay: CountingRelay, work: Work
) -> None:
    def cutting(talk: Talk) -> None:
        talk.greet("PIPELINING")
        talk.hear(*OPENING)
        talk.say("250 Ok")
        talk.cut()

    mailing = samples.mailing(1)
    with ScriptedServer(cutting) as server:
        samples.use_relay(server.port)
        send_batch(*samples.span(mailing))
    assert (samples.counts(mailing), samples.in_doubt(mailing)) == ({"queued": 1}, 0)
    samples.use_relay(counting_relay.port)
    recovery.sweep("desk")
    assert work() == ["send_batch"]
    assert samples.counts(mailing) == {"sent": 1}


def cut_after_the_dot(bodies: list[str]) -> Callable[[Talk], None]:
    def script(talk: Talk) -> None:
        talk.greet()
        for answer in ("250 Ok", "250 Ok", "354 Go ahead"):
            talk.line()
            talk.say(answer)
        bodies.append(talk.body())
        talk.cut()

    return script


def message_id(body: str) -> str:
    return next(line for line in body.split("\r\n") if line.startswith("Message-ID: "))


def test_a_connection_lost_after_the_final_dot_is_in_doubt_and_sent_again_under_its_message_id(
    app: Flask, counting_relay: CountingRelay, work: Work
) -> None:
    mailing = samples.mailing(1)
    bodies: list[str] = []
    with ScriptedServer(cut_after_the_dot(bodies)) as server:
        samples.use_relay(server.port)
        send_batch(*samples.span(mailing))
    assert (samples.counts(mailing), samples.in_doubt(mailing)) == ({"queued": 1}, 1)
    samples.use_relay(counting_relay.port)
    recovery.sweep("desk")
    assert work() == ["send_batch"]
    ((_, _, again),) = counting_relay.accepted
    assert message_id(bodies[0]) == message_id(again.decode())
    assert (samples.counts(mailing), samples.in_doubt(mailing)) == ({"sent": 1}, 1)


def test_what_is_in_doubt_stays_uncertain_where_the_newsroom_holds_it_until_an_editor_says_otherwise(
    app: Flask, counting_relay: CountingRelay, work: Work
) -> None:
    mailing = samples.mailing(1)
    with ScriptedServer(cut_after_the_dot([])) as server:
        samples.use_relay(server.port, resend_in_doubt=False)
        send_batch(*samples.span(mailing))
    assert (samples.counts(mailing), samples.state_of(mailing)) == ({"uncertain": 1}, MailingState.DONE)
    db.session.refresh(mailing.edition.issue)
    assert mailing.edition.issue.state is IssueState.SENT
    recovery.sweep("desk")
    assert enqueued() == []
    assert doubts.resend(mailing.id) == 1
    samples.use_relay(counting_relay.port)
    recovery.sweep("desk")
    assert work() == ["send_batch"]
    assert (samples.counts(mailing), samples.state_of(mailing)) == ({"sent": 1}, MailingState.DONE)
