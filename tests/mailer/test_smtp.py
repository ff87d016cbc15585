"""What becomes of each message, whatever the relay says and wherever the connection breaks."""

import time
from dataclasses import replace

import pytest

from newsletter.mailer.smtp import Envelope, Outcome, RelayUnavailable, dot_stuff, send_one
from tests.mailer.posting import HASTY, Posting, envelope, relay
from tests.mailer.scripted_server import ScriptedServer, Talk

ACCEPTED, DEFERRED, REFUSED = Outcome.ACCEPTED, Outcome.DEFERRED, Outcome.REFUSED
NOT_HANDED, IN_DOUBT = Outcome.NOT_HANDED, Outcome.IN_DOUBT
OPENING = ("MAIL FROM:", "RCPT TO:", "DATA")


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
        talk.hear(*OPENING)
        talk.say("250 Ok", "250 Ok", "354 Go ahead")
        talk.body()
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

    def second(talk: Talk) -> None:
        talk.greet("PIPELINING")
        talk.accept_message()
        talk.part()

    with ScriptedServer(first, second) as server:
        assert send_one(relay(server.port), envelope(1)).outcome is DEFERRED
        assert send_one(relay(server.port), envelope(1)).outcome is ACCEPTED


@pytest.mark.parametrize(("answer", "outcome"), [("452 4.3.1 Disk full", DEFERRED), ("554 5.7.1 Spam", REFUSED)])
def test_the_answer_to_the_whole_message_is_what_counts(answer: str, outcome: Outcome) -> None:
    def script(talk: Talk) -> None:
        talk.greet("PIPELINING")
        talk.hear(*OPENING)
        talk.say("250 Ok", "250 Ok", "354 Go ahead")
        talk.body()
        talk.say(answer)
        talk.part()

    posting = Posting()
    with ScriptedServer(script) as server:
        posting.deliver(relay(server.port), [envelope(1)])
    assert posting.outcomes == {1: outcome}
    assert posting.said(1) == answer


def test_421_after_a_body_defers_that_message_and_gives_the_next_back() -> None:
    def script(talk: Talk) -> None:
        talk.greet("PIPELINING")
        talk.hear(*OPENING)
        talk.say("250 Ok", "250 Ok", "354 Go ahead")
        talk.body()
        talk.hear(*OPENING)
        talk.say("421 4.3.2 Shutting down")

    def after(talk: Talk) -> None:
        talk.greet("PIPELINING")
        assert "Number 3" in talk.accept_message()
        talk.part()

    posting = Posting()
    with ScriptedServer(script, after) as server:
        posting.deliver(relay(server.port), map(envelope, (1, 2, 3)))
    assert posting.outcomes == {1: DEFERRED, 2: NOT_HANDED, 3: ACCEPTED}
    assert posting.said(2) == "421 4.3.2 Shutting down"


def test_421_to_a_recipient_defers_the_message() -> None:
    def script(talk: Talk) -> None:
        talk.greet("PIPELINING")
        talk.hear(*OPENING)
        talk.say("250 Ok", "421 4.7.0 Too many")

    with ScriptedServer(script) as server:
        assert send_one(relay(server.port), envelope(1)).outcome is DEFERRED


def test_a_relay_that_only_ever_says_421_is_unavailable_after_a_few_tries() -> None:
    def script(talk: Talk) -> None:
        talk.greet("PIPELINING")
        talk.hear(*OPENING)
        talk.say("421 4.7.0 Slow down")

    posting = Posting()
    with (
        ScriptedServer(script, script, script) as server,
        pytest.raises(RelayUnavailable, match=r"421 4\.7\.0 Slow down"),
    ):
        posting.deliver(relay(server.port), map(envelope, range(100)))
    assert posting.outcomes == {0: DEFERRED, 1: DEFERRED, 2: DEFERRED, 3: NOT_HANDED}


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
        talk.hear(*OPENING)
        talk.say("250 Ok", "250 Ok", "354 Go ahead")
        talk.body()

    def after(talk: Talk) -> None:
        talk.greet("PIPELINING")
        assert "Number 3" in talk.accept_message()
        talk.part()

    posting = Posting()
    with ScriptedServer(script, after) as server:
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
        talk.hear(*OPENING)
        talk.say("250 Ok", "250 Ok", "354 Go ahead")
        talk.body()
        talk.hear(*OPENING)
        talk.say(nonsense)
        assert talk.hears_nothing_for(5)

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
        talk.hear(*OPENING)
        talk.say("250 Ok", "250 Ok", "354 Go ahead")
        talk.body()
        assert talk.hears_nothing_for(5)

    with ScriptedServer(script) as server:
        impatient = relay(server.port, patience=replace(HASTY, body=0.2))
        assert send_one(impatient, envelope(1)).outcome is IN_DOUBT


def test_a_connection_carries_no_more_messages_than_agreed() -> None:
    def script(talk: Talk) -> None:
        talk.greet("PIPELINING")
        talk.hear(*OPENING)
        talk.say("250 Ok", "250 Ok", "354 Go ahead")
        talk.body()
        talk.hear(*OPENING)
        talk.say("250 Queued", "250 Ok", "250 Ok", "354 Go ahead")
        talk.body()
        talk.say("250 Queued")
        talk.part()

    posting = Posting()
    with ScriptedServer(script, script) as server:
        posting.deliver(relay(server.port, per_connection=2), map(envelope, range(4)))
    assert set(posting.outcomes.values()) == {ACCEPTED}


def test_when_told_to_stop_nothing_more_is_pulled_and_what_was_begun_ends_well() -> None:
    def script(talk: Talk) -> None:
        talk.greet("PIPELINING")
        talk.hear(*OPENING)
        talk.say("250 Ok", "250 Ok", "354 Go ahead")
        talk.body()
        talk.hear(*OPENING)
        talk.say("250 Queued", "250 Ok", "250 Ok", "354 Go ahead")
        talk.body()
        talk.say("250 Queued")
        talk.part()

    posting = Posting()
    with ScriptedServer(script) as server:
        posting.deliver(relay(server.port), map(envelope, range(9)), stopping=lambda: bool(posting.results))
    assert posting.outcomes == {0: ACCEPTED, 1: ACCEPTED}


@pytest.mark.parametrize(
    "recipient",
    ["a\r\nRCPT TO:<b@example.org>", "a\n@example.org", "a\0@example.org", "a b@example.org", "a>@example.org"],
)
def test_an_address_that_could_break_into_the_conversation_is_refused_here(recipient: str) -> None:
    def script(talk: Talk) -> None:
        talk.greet("PIPELINING", "SMTPUTF8")
        assert "Number 2" in talk.accept_message()
        talk.part()

    posting = Posting()
    with ScriptedServer(script) as server:
        posting.deliver(relay(server.port), [envelope(1, recipient), envelope(2)])
    assert posting.outcomes == {1: REFUSED, 2: ACCEPTED}
    assert "example.org" not in posting.said(1)


def test_a_foreign_address_needs_a_relay_that_can_carry_it() -> None:
    def unable(talk: Talk) -> None:
        talk.greet("PIPELINING")
        talk.part()

    def able(talk: Talk) -> None:
        talk.greet("PIPELINING", "SMTPUTF8")
        talk.hear("MAIL FROM:<bounce+1@weekly.example.org> SMTPUTF8", "RCPT TO:<чытачка@example.org>", "DATA")
        talk.say("250 Ok", "250 Ok", "354 Go ahead")
        talk.body()
        talk.say("250 Queued")
        talk.part()

    with ScriptedServer(unable, able) as server:
        refused = send_one(relay(server.port), envelope(1, "чытачка@example.org"))
        assert refused.outcome is REFUSED
        assert refused.reply is not None
        assert refused.reply.enhanced == "5.6.7"
        assert send_one(relay(server.port), envelope(1, "чытачка@example.org")).outcome is ACCEPTED


def test_a_failing_journal_keeps_the_message_here_and_ends_the_delivery() -> None:
    def script(talk: Talk) -> None:
        talk.greet("PIPELINING")
        talk.hear(*OPENING)
        talk.say("250 Ok", "250 Ok", "354 Go ahead")
        assert talk.hears_nothing_for(5)

    class FullDisk(Posting):
        def note_handed(self, key: int) -> None:
            raise OSError("No space left on device")

    posting = FullDisk()
    with ScriptedServer(script) as server, pytest.raises(OSError, match="No space left"):
        posting.deliver(relay(server.port), map(envelope, range(9)))
    assert posting.outcomes == {0: NOT_HANDED, 1: NOT_HANDED}


def test_lines_that_begin_with_a_dot_are_stuffed_and_stray_line_ends_mended() -> None:
    assert dot_stuff(b".\r\n..a\r\nb.\n.c\rd") == b"..\r\n...a\r\nb.\r\n..c\r\nd\r\n"


def test_a_message_without_a_last_line_end_is_no_envelope() -> None:
    with pytest.raises(ValueError, match="CRLF"):
        Envelope(1, "", "reader@example.org", b"Subject: x")
