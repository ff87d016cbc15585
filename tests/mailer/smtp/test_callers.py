"""What the caller asks of a delivery: limits, stopping, clean addresses, and trouble on the caller's own side."""

from collections.abc import Iterator

import pytest

from newsletter.mailer.smtp import Envelope, Outcome, Result, dot_stuff, send_one
from tests.mailer.posting import Posting, envelope, relay
from tests.mailer.scripted_server import OPENING, ScriptedServer, Talk

ACCEPTED, REFUSED, NOT_HANDED = Outcome.ACCEPTED, Outcome.REFUSED, Outcome.NOT_HANDED


def two_messages(talk: Talk) -> None:
    talk.greet("PIPELINING")
    talk.hear_message()
    talk.hear(*OPENING)
    talk.say("250 Queued", "250 Ok", "250 Ok", "354 Go ahead")
    talk.body()
    talk.say("250 Queued")
    talk.part()


def test_a_connection_carries_no_more_messages_than_agreed() -> None:
    posting = Posting()
    with ScriptedServer(two_messages, two_messages) as server:
        posting.deliver(relay(server.port, per_connection=2), map(envelope, range(4)))
    assert set(posting.outcomes.values()) == {ACCEPTED}


def test_when_told_to_stop_nothing_more_is_pulled_and_what_was_begun_ends_well() -> None:
    posting = Posting()
    with ScriptedServer(two_messages) as server:
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


def test_results_that_cannot_be_kept_end_the_delivery_once_all_is_told() -> None:
    class Forgetful(Posting):
        def note_done(self, result: Result) -> None:
            super().note_done(result)
            raise LookupError(f"nowhere to note {result.key}")

    posting = Forgetful()
    with ScriptedServer(two_messages) as server, pytest.raises(LookupError, match="nowhere to note 0"):
        posting.deliver(relay(server.port), map(envelope, range(9)))
    assert posting.outcomes == {0: ACCEPTED, 1: ACCEPTED}


def test_when_no_more_envelopes_can_be_had_those_under_way_are_still_delivered() -> None:
    def envelopes() -> Iterator[Envelope]:
        yield envelope(0)
        yield envelope(1)
        raise LookupError("the list is gone")

    posting = Posting()
    with ScriptedServer(two_messages) as server, pytest.raises(LookupError, match="the list is gone"):
        posting.deliver(relay(server.port), envelopes())
    assert posting.outcomes == {0: ACCEPTED, 1: ACCEPTED}


def test_lines_that_begin_with_a_dot_are_stuffed_and_stray_line_ends_mended() -> None:
    assert dot_stuff(b".\r\n..a\r\nb.\n.c\rd") == b"..\r\n...a\r\nb.\r\n..c\r\nd\r\n"


def test_a_message_without_a_last_line_end_is_no_envelope() -> None:
    with pytest.raises(ValueError, match="CRLF"):
        Envelope(1, "", "reader@example.org", b"Subject: x")
