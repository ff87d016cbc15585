"""Where the relay closes a connection (421): what was about it alone costs no message, and no reader."""

import re

import pytest

from newsletter.mailer.smtp import Outcome, RelayUnavailable, send_one
from tests.mailer.posting import Posting, envelope, relay
from tests.mailer.scripted_server import OPENING, ScriptedServer, Talk, taking

ACCEPTED, DEFERRED, REFUSED, NOT_HANDED = Outcome.ACCEPTED, Outcome.DEFERRED, Outcome.REFUSED, Outcome.NOT_HANDED
ENOUGH = "421 4.3.2 Too many messages on this connection"


def test_421_after_a_body_defers_that_message_and_gives_the_next_back() -> None:
    def script(talk: Talk) -> None:
        talk.greet("PIPELINING")
        talk.hear_message()
        talk.hear(*OPENING)
        talk.say("421 4.3.2 Shutting down")

    posting = Posting()
    with ScriptedServer(script, taking("Number 3")) as server:
        posting.deliver(relay(server.port), map(envelope, (1, 2, 3)))
    assert posting.outcomes == {1: DEFERRED, 2: NOT_HANDED, 3: ACCEPTED}
    assert posting.said(2) == "421 4.3.2 Shutting down"


@pytest.mark.parametrize("words", ["421 4.7.0 Too many", "421 4.2.1 Busy", "421 Come back later"])
def test_421_about_a_recipient_defers_the_message(words: str) -> None:
    def script(talk: Talk) -> None:
        talk.greet("PIPELINING")
        talk.hear(*OPENING)
        talk.say("250 Ok", words)

    posting = Posting()
    with ScriptedServer(script) as server:
        posting.deliver(relay(server.port), [envelope(1)])
    assert (posting.outcomes, posting.turned_away) == ({1: DEFERRED}, [])


@pytest.mark.parametrize(
    "replies",
    [
        ["421 4.7.0 Too many of us"],
        ["421 Closing"],
        ["250 Ok", ENOUGH],
        ["250 Ok", "421 4.4.2 Timeout exceeded"],
        ["250 Ok", "250 Ok", "421 4.7.0 Too many of us"],
    ],
)
@pytest.mark.parametrize("extensions", [["PIPELINING"], []], ids=["pipelined", "step by step"])
def test_421_about_the_connection_leaves_the_message_to_another_one(replies: list[str], extensions: list[str]) -> None:
    def closing(talk: Talk) -> None:
        talk.greet(*extensions)
        for reply in replies:
            talk.line()
            talk.say(reply)

    posting = Posting()
    with ScriptedServer(closing, taking("Number 1")) as server:
        posting.deliver(relay(server.port), [envelope(1)])
    assert (posting.outcomes, posting.turned_away) == ({1: ACCEPTED}, [replies[-1]])


def test_a_refusal_that_was_read_before_421_stands() -> None:
    def script(talk: Talk) -> None:
        talk.greet("PIPELINING")
        talk.hear(*OPENING)
        talk.say("250 Ok", "550 5.1.1 Nobody", ENOUGH)

    with ScriptedServer(script) as server:
        assert send_one(relay(server.port), envelope(1)).outcome is REFUSED


def test_a_relay_that_takes_so_many_a_connection_gets_them_all() -> None:
    def script(talk: Talk) -> None:
        talk.greet("PIPELINING")
        for _ in range(3):
            talk.accept_message()
        talk.hear(*OPENING)
        talk.say(ENOUGH)

    posting = Posting()
    with ScriptedServer(*[script] * 6, taking("")) as server:
        posting.deliver(relay(server.port), map(envelope, range(19)))
    assert list(posting.outcomes.values()) == [ACCEPTED] * 19
    assert posting.turned_away == [ENOUGH] * 6


def test_a_message_on_which_every_connection_is_closed_is_deferred_and_the_others_go_on() -> None:
    def closing(talk: Talk) -> None:
        talk.greet("PIPELINING")
        talk.hear("MAIL FROM:<bounce+0@")
        talk.say("421 4.3.0 It was too much for us")

    posting = Posting()
    with ScriptedServer(closing, closing, taking("Number 1")) as server:
        posting.deliver(relay(server.port), map(envelope, range(2)))
    assert posting.outcomes == {0: DEFERRED, 1: ACCEPTED}


@pytest.mark.parametrize(("codes", "words"), [("421 4.7.0", "Slow down, ivan.petrov at example.org"), ("421", "Bye")])
def test_a_relay_that_only_ever_says_421_is_unavailable_after_a_few_tries(codes: str, words: str) -> None:
    """What it says about a mail is told by its codes: the words may quote who was to get it."""

    def script(talk: Talk) -> None:
        talk.greet("PIPELINING")
        talk.hear(*OPENING)
        talk.say(f"{codes} {words}")

    posting = Posting()
    with (
        ScriptedServer(script, script, script) as server,
        pytest.raises(RelayUnavailable, match=f"^{re.escape(codes)}$"),
    ):
        posting.deliver(relay(server.port), map(envelope, range(100)))
    assert posting.outcomes == {0: DEFERRED, 1: NOT_HANDED}


def test_a_goodbye_before_the_first_message_costs_no_message() -> None:
    def leaving(talk: Talk) -> None:
        talk.say("220 relay.example")
        talk.hear("EHLO")
        talk.say("250 relay.example", "421 4.3.2 Shutting down")
        assert talk.is_left()

    with ScriptedServer(leaving, taking("")) as server:
        assert send_one(relay(server.port), envelope(1)).outcome is ACCEPTED
