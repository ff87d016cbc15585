"""Whose reply is whose, and what it makes of the message."""

import time

import pytest

from newsletter.mailer.smtp import Outcome, send_one
from tests.mailer.posting import Posting, envelope, relay
from tests.mailer.scripted_server import OPENING, ScriptedServer, Talk, taking

ACCEPTED, DEFERRED, REFUSED = Outcome.ACCEPTED, Outcome.DEFERRED, Outcome.REFUSED


def test_a_body_and_the_next_opening_leave_without_waiting_for_an_answer() -> None:
    def script(talk: Talk) -> None:
        talk.greet("PIPELINING")
        talk.hear(*OPENING)
        talk.say("250 Ok", "250 Ok", "354 Go ahead")
        assert talk.body() == "Subject: Number 1\r\n\r\nThe week in brief.\r\n"
        talk.hear("MAIL FROM:<bounce+2@weekly.example.org>", "RCPT TO:<reader2@example.org>", "DATA")
        talk.say("250 2.0.0 Queued as 1", "250 Ok", "250 Ok", "354 Go ahead")
        assert talk.body() == "Subject: Number 2\r\n\r\nThe week in brief.\r\n"
        talk.say("250 2.0.0 Queued as 2")
        talk.part()

    posting = Posting()
    with ScriptedServer(script) as server:
        posting.deliver(relay(server.port), [envelope(1), envelope(2)])
    assert posting.outcomes == {1: ACCEPTED, 2: ACCEPTED}
    assert posting.said(2) == "250 2.0.0 Queued as 2"


def test_a_server_without_pipelining_is_spoken_to_step_by_step() -> None:
    def script(talk: Talk) -> None:
        talk.greet("8BITMIME")
        for line, answer in (("MAIL", "250 Ok"), ("RCPT", "250 Ok"), ("DATA", "354 Go ahead")):
            talk.hear(line)
            assert talk.hears_nothing_for(0.1)
            talk.say(answer)
        talk.body()
        assert talk.hears_nothing_for(0.1)
        talk.say("250 Queued")
        talk.hear("MAIL")
        talk.say("250 Ok")
        talk.hear("RCPT")
        talk.say("550 5.1.1 Nobody here")
        talk.hear("RSET")
        talk.say("250 Ok")
        talk.part()

    posting = Posting()
    with ScriptedServer(script) as server:
        posting.deliver(relay(server.port), [envelope(1), envelope(2)])
    assert posting.outcomes == {1: ACCEPTED, 2: REFUSED}


def test_a_server_that_knows_no_ehlo_is_greeted_with_helo() -> None:
    def script(talk: Talk) -> None:
        talk.say("220 relay.example")
        talk.hear("EHLO")
        talk.say("502 Not implemented")
        talk.hear("HELO localhost")
        talk.say("250 relay.example")
        for line, answer in (("MAIL", "250 Ok"), ("RCPT", "250 Ok"), ("DATA", "354 Go ahead")):
            talk.hear(line)
            talk.say(answer)
        talk.body()
        talk.say("250 Queued")
        talk.part()

    with ScriptedServer(script) as server:
        assert send_one(relay(server.port), envelope(1)).outcome is ACCEPTED


def test_replies_in_pieces_and_over_several_lines_find_their_messages() -> None:
    def script(talk: Talk) -> None:
        talk.greet("PIPELINING", "SIZE 1000000")
        talk.hear(*OPENING)
        for piece in ("25", "0-2.1.0 Well", " then\r\n250 2.1.0 Ok\r", "\n250 2.1.5 Ok\r\n35", "4 Go\r\n"):
            talk.say_bytes(piece.encode())
            time.sleep(0.02)
        talk.body()
        talk.hear(*OPENING)
        talk.say("250-2.0.0 Queued", "250 2.0.0 as 77", "250 Ok", "550-5.1.1 No such", "550 5.1.1 mailbox", "503 No")
        talk.hear("RSET")
        talk.say("250 Ok")
        talk.part()

    posting = Posting()
    with ScriptedServer(script) as server:
        posting.deliver(relay(server.port), [envelope(1), envelope(2)])
    assert posting.said(1) == "250 2.0.0 Queued as 77"
    assert posting.said(2) == "550 5.1.1 No such mailbox"


def test_a_refused_recipient_harms_neither_neighbour() -> None:
    def script(talk: Talk) -> None:
        talk.greet("PIPELINING")
        talk.hear_message()
        talk.hear(*OPENING)
        talk.say("250 Queued", "250 Ok", "550 5.1.1 Nobody", "554 5.5.1 No valid recipients")
        talk.hear("RSET", *OPENING)
        talk.say("250 Ok", "250 Ok", "250 Ok", "354 Go ahead")
        assert "Number 3" in talk.body()
        talk.say("250 Queued")
        talk.part()

    posting = Posting()
    with ScriptedServer(script) as server:
        posting.deliver(relay(server.port), map(envelope, (1, 2, 3)))
    assert posting.outcomes == {1: ACCEPTED, 2: REFUSED, 3: ACCEPTED}
    assert posting.said(2) == "550 5.1.1 Nobody"
    assert posting.handed == [1, 3]


def test_told_to_go_ahead_for_a_refused_recipient_we_send_an_empty_message() -> None:
    def script(talk: Talk) -> None:
        talk.greet("PIPELINING")
        talk.hear(*OPENING)
        talk.say("250 Ok", "550 5.1.1 Nobody", "354 Go ahead")
        assert talk.body() == ""
        talk.hear(*OPENING)
        talk.say("554 5.5.1 No valid recipients", "250 Ok", "250 Ok", "354 Go ahead")
        assert "Number 2" in talk.body()
        talk.say("250 Queued")
        talk.part()

    posting = Posting()
    with ScriptedServer(script) as server:
        posting.deliver(relay(server.port), [envelope(1), envelope(2)])
    assert posting.outcomes == {1: REFUSED, 2: ACCEPTED}
    assert posting.said(1) == "550 5.1.1 Nobody"
    assert posting.handed == [2]


def test_a_greylisted_reader_is_deferred_and_accepted_the_next_time() -> None:
    def first(talk: Talk) -> None:
        talk.greet("PIPELINING")
        talk.hear(*OPENING)
        talk.say("250 Ok", "451 4.7.1 Greylisted, come back in five minutes", "503 No recipients")
        talk.hear("RSET")
        talk.say("250 Ok")
        talk.part()

    with ScriptedServer(first, taking("")) as server:
        assert send_one(relay(server.port), envelope(1)).outcome is DEFERRED
        assert send_one(relay(server.port), envelope(1)).outcome is ACCEPTED


@pytest.mark.parametrize(("answer", "outcome"), [("452 4.3.1 Disk full", DEFERRED), ("554 5.7.1 Spam", REFUSED)])
def test_the_answer_to_the_whole_message_is_what_counts(answer: str, outcome: Outcome) -> None:
    def script(talk: Talk) -> None:
        talk.greet("PIPELINING")
        talk.hear_message()
        talk.say(answer)
        talk.part()

    posting = Posting()
    with ScriptedServer(script) as server:
        posting.deliver(relay(server.port), [envelope(1)])
    assert posting.outcomes == {1: outcome}
    assert posting.said(1) == answer
