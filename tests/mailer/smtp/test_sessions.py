"""Opening a session: who is trusted with a password, and what is said when no session can be had."""

import socket
import threading
import time

import pytest

from newsletter.mailer.smtp import Outcome, Relay, RelayUnavailable, send_one
from tests.mailer.posting import HASTY, LOGIN, PASSWORD, Posting, envelope, relay
from tests.mailer.scripted_server import PATIENCE, ScriptedServer, Talk, taking


def test_a_refused_login_is_told_in_the_servers_words_and_not_tried_again() -> None:
    def script(talk: Talk) -> None:
        talk.greet("AUTH PLAIN")
        talk.hear("AUTH PLAIN")
        talk.say("535 5.7.8 Authentication failed")
        talk.part()

    posting = Posting()
    with ScriptedServer(script) as server, pytest.raises(RelayUnavailable) as caught:
        posting.deliver(relay(server.port, **LOGIN), map(envelope, range(9)))
    assert str(caught.value) == "535 5.7.8 Authentication failed"
    assert posting.outcomes == {0: Outcome.NOT_HANDED}


@pytest.mark.parametrize(
    ("offered", "dialogue", "lasting"),
    [
        ("AUTH PLAIN", [("AUTH PLAIN", "454 4.7.0 Try again later")], False),
        ("AUTH LOGIN", [("AUTH LOGIN", "334 VXNlcm5hbWU6"), ("", "535 5.7.8 No such user")], True),
        ("AUTH LOGIN", [("AUTH LOGIN", "235 2.7.0 Come in")], False),
        ("AUTH CRAM-MD5 GSSAPI", [], True),
        ("PIPELINING", [], True),
    ],
    ids=["not now", "unknown user", "too easy", "unknown ways", "no way"],
)
def test_without_a_login_no_message_leaves(offered: str, dialogue: list[tuple[str, str]], lasting: bool) -> None:
    def script(talk: Talk) -> None:
        talk.greet(offered)
        for command, answer in dialogue:
            talk.hear(command)
            talk.say(answer)
        talk.part()

    posting = Posting()
    with ScriptedServer(*[script] * (1 if lasting else 3)) as server, pytest.raises(RelayUnavailable) as caught:
        posting.deliver(relay(server.port, **LOGIN), [envelope(1)])
    assert caught.value.lasting is lasting
    assert posting.outcomes == {1: Outcome.NOT_HANDED}


def test_a_relay_that_wants_a_login_does_not_cost_the_readers() -> None:
    def script(talk: Talk) -> None:
        talk.greet("PIPELINING")
        talk.hear("MAIL", "RCPT", "DATA")
        talk.say("530 5.7.0 Authentication required", "503 No", "503 No")

    posting = Posting()
    with ScriptedServer(script) as server, pytest.raises(RelayUnavailable, match="530"):
        posting.deliver(relay(server.port), map(envelope, range(9)))
    assert posting.outcomes == {0: Outcome.NOT_HANDED}


def test_a_password_is_never_sent_in_the_clear_over_a_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def script(talk: Talk) -> None:
        talk.greet("AUTH PLAIN")
        talk.part()

    # The one thing that a test on one machine can't have is a relay elsewhere.
    monkeypatch.setattr("newsletter.mailer.smtp.session._is_loopback", lambda connection: False)
    with ScriptedServer(script) as server, pytest.raises(RelayUnavailable, match="over TLS only"):
        send_one(relay(server.port, **LOGIN), envelope(1))


def test_a_password_does_not_show_when_a_relay_is_printed() -> None:
    assert PASSWORD not in repr(Relay("relay.example", 587, password=PASSWORD))


def test_a_passing_trouble_at_the_door_is_tried_again() -> None:
    def busy(talk: Talk) -> None:
        talk.say("421 4.3.2 Too busy")

    with ScriptedServer(busy, taking("")) as server:
        assert send_one(relay(server.port), envelope(1)).outcome is Outcome.ACCEPTED


def test_when_nobody_is_there_only_what_was_pulled_is_given_back() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    rest = map(envelope, range(9))
    posting = Posting()
    with pytest.raises(RelayUnavailable, match="can't be reached"):
        posting.deliver(Relay("127.0.0.1", port, patience=HASTY), rest, connections=2)
    assert posting.outcomes == {0: Outcome.NOT_HANDED, 1: Outcome.NOT_HANDED}
    assert len(list(rest)) == 7


def test_a_relay_that_takes_only_one_connection_gets_everything_over_that_one() -> None:
    turned_away = threading.Semaphore(0)

    def only(talk: Talk) -> None:
        talk.greet("PIPELINING")
        for _ in range(3):
            assert turned_away.acquire(timeout=PATIENCE)
        time.sleep(0.1)
        for _ in range(6):
            talk.accept_message()
        talk.part()

    def another(talk: Talk) -> None:
        talk.say("421 4.7.0 One connection each")
        turned_away.release()

    posting = Posting()
    with ScriptedServer(only, another, another, another) as server:
        posting.deliver(relay(server.port), map(envelope, range(6)), connections=2)
    assert list(posting.outcomes.values()) == [Outcome.ACCEPTED] * 6
