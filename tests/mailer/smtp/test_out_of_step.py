"""A relay that says more than it was asked, less, or at another time: nothing is taken for an answer that is none."""

import threading
import time
from dataclasses import replace

import pytest

from newsletter.mailer.smtp import Outcome, RelayUnavailable, send_one
from tests.mailer.posting import HASTY, Posting, envelope, relay
from tests.mailer.scripted_server import OPENING, PATIENCE, Script, ScriptedServer, Talk

ACCEPTED, REFUSED, NOT_HANDED, IN_DOUBT = Outcome.ACCEPTED, Outcome.REFUSED, Outcome.NOT_HANDED, Outcome.IN_DOUBT
LARGE = "Subject: Large\r\n\r\n" + ("A long week. " * 70 + "\r\n") * 6000
"""More than the kernel keeps for a relay that doesn't read."""


def outcomes_of(script: Script, messages: int = 1) -> dict[int, Outcome]:
    posting = Posting()
    with ScriptedServer(script) as server:
        posting.deliver(relay(server.port), map(envelope, range(1, messages + 1)))
    return posting.outcomes


def test_an_answer_too_many_before_the_first_message_costs_no_message() -> None:
    def script(talk: Talk) -> None:
        talk.greet("PIPELINING")
        talk.hear(*OPENING)
        talk.say("250 2.0.0 Ok once more", "250 Ok", "250 Ok", "354 Go ahead")
        assert talk.is_left()

    assert outcomes_of(script) == {1: NOT_HANDED}


def test_an_answer_too_many_between_two_messages_gives_the_next_back() -> None:
    def script(talk: Talk) -> None:
        talk.greet("PIPELINING")
        talk.hear_message()
        talk.hear(*OPENING)
        talk.say("250 Queued", "250 Queued", "250 Ok", "250 Ok", "354 Go ahead")

    assert outcomes_of(script, messages=2) == {1: ACCEPTED, 2: NOT_HANDED}


def test_an_answer_too_few_gives_the_message_back() -> None:
    def script(talk: Talk) -> None:
        talk.greet("PIPELINING")
        talk.hear(*OPENING)
        talk.say("250 Ok", "354 Go ahead")

    assert outcomes_of(script) == {1: NOT_HANDED}


@pytest.mark.parametrize("early", ["250 2.0.0 Queued", "421 4.3.2 Shutting down", "250"])
def test_what_is_said_before_the_message_is_no_answer_to_it(early: str) -> None:
    def script(talk: Talk) -> None:
        talk.greet("PIPELINING")
        talk.hear(*OPENING)
        talk.say("250 Ok", "250 Ok", "354 Go ahead", early)
        assert talk.is_left()

    assert outcomes_of(script) == {1: NOT_HANDED}


def test_an_answer_that_comes_drop_by_drop_is_waited_for_only_so_long() -> None:
    def script(talk: Talk) -> None:
        talk.greet("PIPELINING")
        talk.hear_message()
        try:
            for _ in range(1200):
                talk.say_bytes(b"2")
                time.sleep(0.05)
        except OSError:
            return
        pytest.fail("it was waited for")

    with ScriptedServer(script) as server:
        impatient = relay(server.port, patience=replace(HASTY, body=0.3))
        assert send_one(impatient, envelope(1)).outcome is IN_DOUBT


def test_a_relay_that_reads_slowly_gets_its_message_whole() -> None:
    def script(talk: Talk) -> None:
        talk.greet("PIPELINING")
        talk.hear(*OPENING)
        talk.say("250 Ok", "250 Ok", "354 Go ahead")
        time.sleep(0.3)
        assert talk.body() == LARGE
        talk.say("250 Queued")
        talk.part()

    with ScriptedServer(script) as server:
        assert send_one(relay(server.port), envelope(1, body=LARGE)).outcome is ACCEPTED


def test_a_relay_that_stops_reading_is_left() -> None:
    def script(talk: Talk) -> None:
        talk.greet("PIPELINING")
        talk.hear(*OPENING)
        talk.say("250 Ok", "250 Ok", "354 Go ahead")
        assert has_left.wait(PATIENCE)

    has_left = threading.Event()
    with ScriptedServer(script) as server:
        impatient = relay(server.port, patience=replace(HASTY, body=0.2))
        assert send_one(impatient, envelope(1, body=LARGE)).outcome is IN_DOUBT
        has_left.set()


def test_a_message_that_is_refused_while_it_leaves_is_refused() -> None:
    def script(talk: Talk) -> None:
        talk.greet("PIPELINING")
        talk.hear(*OPENING)
        talk.say("250 Ok", "250 Ok", "354 Go ahead")
        talk.line()
        talk.say("552 5.3.4 Too big")
        talk.body()
        talk.part()

    with ScriptedServer(script) as server:
        assert send_one(relay(server.port), envelope(1, body=LARGE)).outcome is REFUSED


@pytest.mark.parametrize("door", ["554 5.7.1 Not you", "220-relay", "SSH-2.0-OpenSSH_9.2", ""])
def test_who_is_no_relay_at_the_door_gets_no_message(door: str) -> None:
    def script(talk: Talk) -> None:
        talk.say(door)

    posting = Posting()
    lasting = door.startswith("5")
    with ScriptedServer(*[script] * (1 if lasting else 3)) as server, pytest.raises(RelayUnavailable) as caught:
        posting.deliver(relay(server.port), map(envelope, (1, 2)))
    assert caught.value.lasting is lasting
    assert posting.outcomes == {1: NOT_HANDED}
