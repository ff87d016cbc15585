"""Letters over TLS: nothing of them in the clear, and nothing to somebody else."""

import dataclasses
import ssl
import time
from base64 import b64decode
from contextlib import suppress
from pathlib import Path

import pytest

from newsletter.mailer.smtp import Outcome, RelayUnavailable, Security, send_one
from tests.mailer.certificates import make_certificate
from tests.mailer.posting import HASTY, LOGIN, PASSWORD, Posting, envelope, relay
from tests.mailer.scripted_server import ScriptedServer, Talk


@pytest.fixture
def server_context(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ssl.SSLContext:
    """Of a server whose certificate we trust."""
    file, context = make_certificate(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(file))
    return context


def decoded(line: str) -> str:
    return b64decode(line).decode()


def test_a_letter_goes_over_tls_from_the_first_byte(server_context: ssl.SSLContext) -> None:
    def script(talk: Talk) -> None:
        talk.encrypt(server_context)
        talk.greet("PIPELINING", "AUTH LOGIN PLAIN")
        command, mechanism, credentials = talk.line().split()
        assert (command, mechanism, decoded(credentials)) == ("AUTH", "PLAIN", f"\0desk\0{PASSWORD}")
        talk.say("235 2.7.0 Welcome")
        talk.accept_message()
        talk.part()

    with ScriptedServer(script) as server:
        result = send_one(relay(server.port, security=Security.TLS, **LOGIN), envelope(1))
    assert result.outcome is Outcome.ACCEPTED


def test_after_starttls_the_server_is_asked_again_what_it_offers(server_context: ssl.SSLContext) -> None:
    def script(talk: Talk) -> None:
        talk.greet("STARTTLS", "PIPELINING")
        talk.hear("STARTTLS")
        talk.say("220 Go on")
        talk.encrypt(server_context)
        talk.answer_hello("AUTH LOGIN")
        talk.hear("AUTH LOGIN")
        talk.say("334 VXNlcm5hbWU6")
        assert decoded(talk.line()) == "desk"
        talk.say("334 UGFzc3dvcmQ6")
        assert decoded(talk.line()) == PASSWORD
        talk.say("235 2.7.0 Welcome")
        talk.hear("MAIL")
        assert talk.hears_nothing_for(0.1)
        talk.say("450 4.7.1 Later")
        talk.hear("RSET")
        talk.say("250 Ok")
        talk.part()

    with ScriptedServer(script) as server:
        result = send_one(relay(server.port, security=Security.STARTTLS, **LOGIN), envelope(1))
    assert result.outcome is Outcome.DEFERRED


@pytest.mark.parametrize("slipped_in", [b"250 AUTH PL", b"250 AUTH PLAIN\r\n"], ids=["a part", "a whole answer"])
def test_what_was_slipped_in_before_tls_began_ends_the_session(
    slipped_in: bytes, server_context: ssl.SSLContext
) -> None:
    def script(talk: Talk) -> None:
        talk.greet("STARTTLS")
        talk.hear("STARTTLS")
        talk.say_bytes(b"220 Go on\r\n" + slipped_in)

    with ScriptedServer(script) as server, pytest.raises(RelayUnavailable, match="in the clear"):
        send_one(relay(server.port, security=Security.STARTTLS), envelope(1))


def test_a_relay_without_starttls_gets_no_letter_in_the_clear() -> None:
    def script(talk: Talk) -> None:
        talk.greet("PIPELINING")
        talk.part()

    with ScriptedServer(script) as server, pytest.raises(RelayUnavailable, match="doesn't offer STARTTLS"):
        send_one(relay(server.port, security=Security.STARTTLS), envelope(1))


@pytest.mark.parametrize("security", [Security.TLS, Security.STARTTLS])
@pytest.mark.parametrize(("address", "trusted"), [("127.0.0.1", False), ("127.0.0.2", True)])
def test_a_certificate_of_somebody_else_is_not_accepted(
    security: Security, address: str, trusted: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file, context = make_certificate(tmp_path, address)
    if trusted:
        monkeypatch.setenv("SSL_CERT_FILE", str(file))

    def script(talk: Talk) -> None:
        if security is Security.STARTTLS:
            talk.greet("STARTTLS")
            talk.hear("STARTTLS")
            talk.say("220 Go on")
        with suppress(OSError):  # which the client leaves us with
            talk.encrypt(context)
            talk.greet()

    posting = Posting()
    with ScriptedServer(script) as server, pytest.raises(RelayUnavailable, match="TLS failed") as caught:
        posting.deliver(relay(server.port, security=security), [envelope(1)])
    assert caught.value.lasting
    assert posting.outcomes == {1: Outcome.NOT_HANDED}


@pytest.mark.parametrize(
    ("answer", "lasting"), [("454 4.7.0 TLS not available", False), ("554 5.7.3 No TLS for you", True)]
)
def test_a_relay_that_takes_starttls_back_gets_no_letter_in_the_clear(answer: str, lasting: bool) -> None:
    def script(talk: Talk) -> None:
        talk.greet("STARTTLS")
        talk.hear("STARTTLS")
        talk.say(answer)
        talk.part()

    posting = Posting()
    with ScriptedServer(*[script] * (1 if lasting else 3)) as server, pytest.raises(RelayUnavailable) as caught:
        posting.deliver(relay(server.port, security=Security.STARTTLS), [envelope(1)])
    assert caught.value.lasting is lasting
    assert posting.outcomes == {1: Outcome.NOT_HANDED}


def test_a_relay_that_hangs_up_while_tls_begins_is_tried_again(server_context: ssl.SSLContext) -> None:
    def hanging_up(talk: Talk) -> None:
        talk.greet("STARTTLS")
        talk.hear("STARTTLS")
        talk.say("220 Go on")

    def staying(talk: Talk) -> None:
        hanging_up(talk)
        talk.encrypt(server_context)
        talk.answer_hello("PIPELINING")
        talk.accept_message()
        talk.part()

    with ScriptedServer(hanging_up, staying) as server:
        assert send_one(relay(server.port, security=Security.STARTTLS), envelope(1)).outcome is Outcome.ACCEPTED


@pytest.mark.parametrize("abruptly", [False, True])
def test_a_relay_that_always_hangs_up_while_tls_begins_is_left_at_once(abruptly: bool) -> None:
    def hanging_up(talk: Talk) -> None:
        talk.greet("STARTTLS")
        talk.hear("STARTTLS")
        talk.say("220 Go on")
        if abruptly:
            talk.reset()

    began = time.monotonic()
    once = dataclasses.replace(HASTY, reconnecting=())
    with ScriptedServer(hanging_up) as server, pytest.raises(RelayUnavailable, match=r"hung up|reset by peer"):
        Posting().deliver(relay(server.port, security=Security.STARTTLS, patience=once), [envelope(1)])
    assert time.monotonic() - began < HASTY.quit


def test_a_relay_that_speaks_in_the_clear_where_tls_is_expected_gets_nothing() -> None:
    def script(talk: Talk) -> None:
        talk.say("220 relay.example ESMTP")

    posting = Posting()
    with ScriptedServer(script) as server, pytest.raises(RelayUnavailable, match="TLS failed") as caught:
        posting.deliver(relay(server.port, security=Security.TLS), [envelope(1)])
    assert caught.value.lasting
    assert posting.outcomes == {1: Outcome.NOT_HANDED}


def test_an_encrypted_connection_that_is_cut_after_the_final_dot_leaves_the_message_in_doubt(
    server_context: ssl.SSLContext,
) -> None:
    def script(talk: Talk) -> None:
        talk.encrypt(server_context)
        talk.greet("PIPELINING")
        talk.hear("MAIL", "RCPT", "DATA")
        talk.say("250 Ok", "250 Ok", "354 Go ahead")
        talk.body()

    with ScriptedServer(script) as server:
        assert send_one(relay(server.port, security=Security.TLS), envelope(1)).outcome is Outcome.IN_DOUBT
