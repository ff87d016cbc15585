"""Messages whose moment is still to come: the connection waits with them, and gives nobody trouble meanwhile."""

import threading
import time
from collections.abc import Iterator

import pytest

from newsletter.mailer.smtp import Envelope, Later, Outcome, exchange
from tests.mailer.counting_relay import CountingRelay
from tests.mailer.posting import Posting, envelope, relay
from tests.mailer.scripted_server import OPENING, PATIENCE, ScriptedServer, Talk

ACCEPTED, DEFERRED = Outcome.ACCEPTED, Outcome.DEFERRED


def with_gaps(number: int, seconds: float) -> Iterator[Envelope | Later]:
    for key in range(number):
        if key:
            yield Later(seconds)
        yield envelope(key)


def test_each_message_waits_for_its_moment_on_the_connection_that_is_open() -> None:
    def script(talk: Talk) -> None:
        talk.greet("PIPELINING")
        for _ in range(3):
            talk.accept_message()
            taken_at.append(time.monotonic())
        talk.part()

    taken_at: list[float] = []
    posting, began = Posting(), time.monotonic()
    with ScriptedServer(script) as server:
        posting.deliver(relay(server.port), with_gaps(3, 0.2), connections=4)
    assert posting.outcomes == dict.fromkeys(range(3), ACCEPTED)
    assert taken_at[1] - began >= 0.2
    assert taken_at[2] - began >= 0.4


def test_a_step_at_a_time_it_waits_just_so() -> None:
    def script(talk: Talk) -> None:
        talk.greet()
        for _ in range(3):
            for command in OPENING:
                talk.hear(command)
                talk.say("354 Go ahead" if command == "DATA" else "250 Ok")
            talk.body()
            talk.say("250 Queued")
        talk.part()

    posting = Posting()
    with ScriptedServer(script) as server:
        posting.deliver(relay(server.port), with_gaps(3, 0.02))
    assert posting.outcomes == dict.fromkeys(range(3), ACCEPTED)


def test_a_connection_that_would_be_idle_for_long_is_left_politely_and_opened_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(exchange, "IDLE", 0.05)
    monkeypatch.setattr(exchange, "NOTICE", 0.02)

    def one_message(talk: Talk) -> None:
        try:
            talk.greet("PIPELINING")
            talk.accept_message()
            talk.part()
        finally:
            has_left.set()

    def until_left() -> Iterator[Envelope | Later]:
        yield envelope(0)
        while not has_left.is_set():
            yield Later(0.02)
        yield envelope(1)

    has_left, posting = threading.Event(), Posting()
    with ScriptedServer(one_message, one_message) as server:
        posting.deliver(relay(server.port), until_left())
    assert posting.outcomes == {0: ACCEPTED, 1: ACCEPTED}


def test_whoever_waits_hears_of_a_stop_long_before_the_moment_comes(counting_relay: CountingRelay) -> None:
    began = time.monotonic()
    posting = Posting()
    posting.deliver(
        relay(counting_relay.port), with_gaps(2, 600), connections=3, stopping=lambda: bool(posting.results)
    )
    assert posting.outcomes == {0: ACCEPTED}
    assert time.monotonic() - began < 60


def test_a_slow_relay_is_given_more_connections_rather_than_fewer_messages() -> None:
    def slow(talk: Talk) -> None:
        talk.greet("PIPELINING")
        talk.hear(*OPENING)
        all_are_here.wait(PATIENCE)
        talk.say("250 Ok", "250 Ok", "354 Go ahead")
        talk.body()
        talk.say("250 Queued")
        talk.part()

    all_are_here, posting = threading.Barrier(3), Posting()
    with ScriptedServer(slow, slow, slow) as server:
        posting.deliver(relay(server.port), with_gaps(3, 0.01), connections=3)
    assert posting.outcomes == dict.fromkeys(range(3), ACCEPTED)


@pytest.mark.parametrize(
    ("replies", "at_recipient"),
    [
        (["451 4.7.0 Too many of us", "503 What", "503 What"], False),
        (["250 Ok", "421 4.7.0 Too many of yours"], True),
        (["250 Ok", "450 4.7.1 Slowly", "503 What"], True),
        (["451 4.3.0 Mail system full", "503 What", "503 What"], False),
        (["250 Ok", "250 Ok", "451 4.3.0 Mail system full"], False),
    ],
)
def test_a_reply_says_whether_it_was_about_the_recipient(replies: list[str], at_recipient: bool) -> None:
    def script(talk: Talk) -> None:
        talk.greet("PIPELINING")
        talk.hear(*OPENING)
        talk.say(*replies)
        if len(replies) == 3:
            talk.hear("RSET")
            talk.say("250 Ok")
            talk.part()

    posting = Posting()
    with ScriptedServer(script) as server:
        posting.deliver(relay(server.port), [envelope(1)])
    assert posting.outcomes == {1: DEFERRED}
    assert posting.results[1].at_recipient is at_recipient
