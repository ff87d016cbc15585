"""To whom a draft's words are sent, and how long an answer is waited for."""

import gzip
import threading
from pathlib import Path

import pytest

from newsletter.commentaries.refusals import Refusal
from newsletter.translation.machine import failures, wire
from newsletter.translation.machine.chat import Chat
from newsletter.translation.machine.hosts import BadAddress, NotEncrypted, checked, require_public
from newsletter.translation.machine.wire import Wire
from tests.mailer.certificates import make_certificate
from tests.translation.machine import provider
from tests.translation.machine.provider import ProviderServer, Reply, in_turn
from tests.translation.machine.speaking import chat, draft


def test_patience_ends_where_too_much_is_asked(deepl_server: ProviderServer) -> None:
    waited: list[float] = []
    wired = Wire(deepl_server.address, {}, pause=waited.append)
    deepl_server.behaves = in_turn(
        Reply(429, headers={"Retry-After": "7"}), Reply(503, headers={"Retry-After": "soon"}), Reply(200, b"[1]")
    )
    assert wired.post("/v2/translate", {}) == [1]
    assert waited == [7, 4]
    deepl_server.behaves = in_turn(Reply(429, headers={"Retry-After": "3600"}), Reply(200))
    with pytest.raises(failures.TooBusy):
        wired.post("/v2/translate", {})
    for no_moment, wait in (("Wed, 21 Oct 2015 07:28:00 GMT", 0), ("Mon, 1 Jan 99999999999 00:00:00 GMT", 2)):
        deepl_server.behaves = in_turn(Reply(503, headers={"Retry-After": no_moment}), Reply(200, b"[2]"))
        assert wired.post("/v2/translate", {}) == [2]
        assert waited.pop() == wait


def test_money_that_has_run_out_is_not_waited_for(chat_server: ProviderServer) -> None:
    chat_server.behaves = in_turn(Reply(429, {"error": {"code": "insufficient_quota"}}))
    with pytest.raises(failures.QuotaUsedUp):
        draft(chat(chat_server))
    assert len(chat_server.asked) == 1


def test_nobody_is_followed_anywhere(chat_server: ProviderServer, deepl_server: ProviderServer) -> None:
    chat_server.behaves = in_turn(Reply(307, headers={"Location": deepl_server.address}))
    with pytest.raises(failures.Redirected):
        draft(chat(chat_server))
    assert not deepl_server.asked


def test_an_answer_without_end_is_cut_off(chat_server: ProviderServer) -> None:
    chat_server.behaves = in_turn(Reply(200, b" " * (wire.MAX_ANSWER + 1)))
    with pytest.raises(failures.AnswerTooLarge):
        draft(chat(chat_server))
    bomb = gzip.compress(b" " * 100_000_000)
    chat_server.behaves = in_turn(Reply(200, bomb, {"Content-Encoding": "gzip"}))
    with pytest.raises(failures.Malformed):
        draft(chat(chat_server))


def test_who_does_not_answer_is_given_up(chat_server: ProviderServer) -> None:
    def slow(asked: provider.Asked) -> Reply:
        is_given_up.wait(60)
        return Reply()

    is_given_up = threading.Event()
    chat_server.behaves = slow
    with pytest.raises(failures.TooSlow):
        Wire(chat_server.address, {}, answering=0.2).post("/chat/completions", {})
    is_given_up.set()


def test_nobody_at_home_is_said() -> None:
    with ProviderServer(provider.chat) as server:
        gone = server.address
    with pytest.raises(failures.NotListening):
        Wire(gone, {}).post("/chat/completions", {})
    with pytest.raises(failures.NoSuchHost):
        Wire("https://nobody.invalid/v1", {}).post("/chat/completions", {})


def test_a_server_that_cannot_prove_who_it_is_gets_nothing(tmp_path: Path) -> None:
    _file, context = make_certificate(tmp_path)
    with ProviderServer(provider.chat, tls=context) as server:
        with pytest.raises(failures.BadCertificate):
            Wire(f"https://{server.host}", {"Authorization": "Bearer secret"}).post("/chat/completions", {})
        assert not server.asked


def test_localhost_is_this_machine(chat_server: ProviderServer) -> None:
    address = chat_server.address.replace("127.0.0.1", "localhost")
    assert len(draft(Chat(address, "gemma3:27b"))) == 2
    assert chat_server.asked[0].headers["host"] == address.removeprefix("http://")


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        (" https://api.deepl.com/ ", "https://api.deepl.com"),
        ("https://api.example.org/v1", "https://api.example.org/v1"),
        ("https://192.168.1.5:8443/v1", "https://192.168.1.5:8443/v1"),
        ("http://localhost:11434/v1", "http://localhost:11434/v1"),
        ("http://10.0.0.7/v1", "http://10.0.0.7/v1"),
        ("http://[::1]:8080/v1", "http://[::1]:8080/v1"),
    ],
)
def test_an_address_may_be_a_service_or_a_machine_of_ones_own(written: str, kept: str) -> None:
    assert checked(written) == kept


@pytest.mark.parametrize(
    ("written", "refusal"),
    [
        ("http://api.example.org/v1", NotEncrypted),
        ("http://8.8.8.8/v1", NotEncrypted),
        ("http://gpu.office.example/v1", NotEncrypted),
        ("http://169.254.169.254/latest", BadAddress),
        ("https://169.254.169.254/latest", BadAddress),
        ("https://[::ffff:169.254.169.254]/latest", BadAddress),
        ("https://[fe80::1]/", BadAddress),
        ("https://0.0.0.0/", BadAddress),
        ("https://224.0.0.1/", BadAddress),
        ("https://nina:secret@api.example.org/v1", BadAddress),
        ("https://api.example.org/v1?key=secret", BadAddress),
        ("https://api.example.org/v1#x", BadAddress),
        ("https://api.example.org:x/v1", BadAddress),
        ("https://api.exаmple.org/v1", BadAddress),
        ("ftp://api.example.org", BadAddress),
        ("file:///etc/passwd", BadAddress),
        ("api.example.org", BadAddress),
        ("https://a b.example", BadAddress),
        ("https://a.example/\r\nX: y", BadAddress),
        ("https://[::1", BadAddress),
        ("", BadAddress),
    ],
)
def test_other_addresses_are_refused(written: str, refusal: type[Refusal]) -> None:
    with pytest.raises(refusal):
        checked(written)


def test_a_name_does_not_lead_into_a_private_network() -> None:
    require_public(["93.184.216.34"], "api.example.org")
    for number in ("10.0.0.1", "127.0.0.1", "169.254.169.254", "::1", "fd00::1", "::ffff:10.0.0.1"):
        with pytest.raises(failures.PrivateHost):
            require_public(["93.184.216.34", number], "api.example.org")
