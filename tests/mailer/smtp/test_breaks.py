"""Wherever the connection breaks, each message is accepted, refused, given back or in doubt, as its bytes say."""

from dataclasses import replace

import pytest

from newsletter.mailer.smtp import Outcome, send_one
from tests.mailer.posting import HASTY, Posting, envelope, relay
from tests.mailer.scripted_server import OPENING, ScriptedServer, Talk, taking

ACCEPTED, REFUSED, NOT_HANDED, IN_DOUBT = Outcome.ACCEPTED, Outcome.REFUSED, Outcome.NOT_HANDED, Outcome.IN_DOUBT


def test_a_connection_cut_before_the_body_gives_the_message_back() -> None:
    def script(talk: Talk) -> None:
        talk.greet("PIPELINING")
        talk.hear(*OPENING)
        talk.say("250 Ok", "250 Ok")

    posting = Posting()
    with ScriptedServer(script) as server:
        posting.deliver(relay(server.port), [envelope(1)])
    assert posting.outcomes == {1: NOT_HANDED}


def test_a_refusal_that_was_read_before_the_cut_stands() -> None:
    def script(talk: Talk) -> None:
        talk.greet("PIPELINING")
        talk.hear(*OPENING)
        talk.say("250 Ok", "550 5.1.1 Nobody")

    with ScriptedServer(script) as server:
        assert send_one(relay(server.port), envelope(1)).outcome is REFUSED


def test_a_connection_cut_after_the_final_dot_leaves_one_message_in_doubt_and_the_rest_goes_on() -> None:
    def script(talk: Talk) -> None:
        talk.greet("PIPELINING")
        talk.hear_message()

    posting = Posting()
    with ScriptedServer(script, taking("Number 3")) as server:
        posting.deliver(relay(server.port), map(envelope, (1, 2, 3)))
    assert posting.outcomes == {1: IN_DOUBT, 2: NOT_HANDED, 3: ACCEPTED}
    assert posting.handed == [1, 3]


def test_a_connection_cut_in_the_middle_of_a_body_leaves_it_in_doubt() -> None:
    def script(talk: Talk) -> None:
        talk.greet("PIPELINING")
        talk.hear(*OPENING)
        talk.say("250 Ok", "250 Ok", "354 Go ahead")
        talk.line()

    with ScriptedServer(script) as server:
        large = envelope(1, body="Subject: Large\r\n\r\n" + "A long week.\r\n" * 500_000)
        assert send_one(relay(server.port), large).outcome is IN_DOUBT


@pytest.mark.parametrize("nonsense", ["Hello there", "999 What", "25", "250 Ok\r\n250-Ok\r\n251 Ok", "354 More?"])
def test_nonsense_in_answer_to_a_body_leaves_it_in_doubt(nonsense: str) -> None:
    def script(talk: Talk) -> None:
        talk.greet("PIPELINING")
        talk.hear_message()
        talk.hear(*OPENING)
        talk.say(nonsense)
        assert talk.is_left()

    posting = Posting()
    with ScriptedServer(script) as server:
        posting.deliver(relay(server.port), [envelope(1), envelope(2)])
    expected = ACCEPTED if nonsense.startswith("250 Ok") else IN_DOUBT
    assert posting.outcomes == {1: expected, 2: NOT_HANDED}


@pytest.mark.parametrize("nonsense", ["Hello there", "354 Go ahead", "220 Ok"])
def test_nonsense_in_answer_to_data_gives_the_message_back(nonsense: str) -> None:
    def script(talk: Talk) -> None:
        talk.greet("PIPELINING")
        talk.hear(*OPENING)
        talk.say("250 Ok", "354 Go ahead" if nonsense.startswith("354") else "250 Ok", nonsense)

    posting = Posting()
    with ScriptedServer(script) as server:
        posting.deliver(relay(server.port), [envelope(1)])
    assert posting.outcomes == {1: NOT_HANDED}


def test_a_relay_that_falls_silent_is_left() -> None:
    def script(talk: Talk) -> None:
        talk.greet("PIPELINING")
        talk.hear_message()
        assert talk.is_left()

    with ScriptedServer(script) as server:
        impatient = relay(server.port, patience=replace(HASTY, body=0.2))
        assert send_one(impatient, envelope(1)).outcome is IN_DOUBT


def test_a_relay_that_hangs_up_after_every_message_still_gets_them_all() -> None:
    def script(talk: Talk) -> None:
        talk.greet("PIPELINING")
        talk.hear_message()
        talk.hear(*OPENING)
        talk.say("250 Queued")

    posting = Posting()
    with ScriptedServer(*[script] * 6) as server:
        posting.deliver(relay(server.port), map(envelope, range(12)))
    assert list(posting.outcomes.values()) == [ACCEPTED, NOT_HANDED] * 6


def test_a_server_that_will_not_start_over_is_left_before_the_next_message() -> None:
    def script(talk: Talk) -> None:
        talk.greet("PIPELINING")
        talk.hear(*OPENING)
        talk.say("250 Ok", "550 5.1.1 Nobody", "503 No")
        talk.hear("RSET", *OPENING)
        talk.say("502 What?", "503 Nested MAIL", "503 No", "503 No")

    posting = Posting()
    with ScriptedServer(script) as server:
        posting.deliver(relay(server.port), [envelope(1), envelope(2)])
    assert posting.outcomes == {1: REFUSED, 2: NOT_HANDED}
