"""Against servers that others wrote: aiosmtpd, which takes a command at a time, Postfix, and its smtp-sink."""

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from email import message_from_bytes

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Session
from aiosmtpd.smtp import Envelope as Received

from newsletter.mailer.smtp import Outcome
from tests.bench.delivery.servers import Missing, discarding_postfix
from tests.mailer.posting import Posting, envelope, relay
from tests.needs import missing

SINK = shutil.which("smtp-sink") or shutil.which("smtp-sink", path="/usr/sbin")
DOTS = "Subject: Dots\r\n\r\n.\r\n..\r\nThe week.\r\n"


class Mailbox:
    """Refuses readers 3, 13, 23 … for good, and 7, 17, 27 … for now."""

    def __init__(self) -> None:
        self.received: list[Received] = []

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's name for it
        self, server: SMTP, session: Session, received: Received, address: str, options: list[str]
    ) -> str:
        match int(address.removeprefix("reader").removesuffix("@example.org")) % 10:
            case 3:
                return "550 5.1.1 No such reader"
            case 7:
                return "451 4.7.1 Greylisted"
        received.rcpt_tos.append(address)
        return "250 2.1.5 Ok"

    async def handle_DATA(self, server: SMTP, session: Session, received: Received) -> str:  # noqa: N802
        self.received.append(received)
        return "250 2.0.0 Kept"


@pytest.fixture
def mailbox() -> Mailbox:
    return Mailbox()


@pytest.fixture
def mailbox_port(mailbox: Mailbox) -> Iterator[int]:
    controller = Controller(mailbox, hostname="127.0.0.1", port=free_port(), ready_timeout=60)
    controller.start()
    yield controller.port
    controller.stop()


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port: int = taken.getsockname()[1]
        return port


def test_each_reader_of_aiosmtpd_gets_their_own_message_once(mailbox: Mailbox, mailbox_port: int) -> None:
    posting = Posting()
    posting.deliver(relay(mailbox_port, per_connection=9), map(envelope, range(60)), connections=3)
    kept = {received.rcpt_tos[0]: received for received in mailbox.received}
    assert len(kept) == len(mailbox.received) == 48
    for key in range(60):
        expected = {3: Outcome.REFUSED, 7: Outcome.DEFERRED}.get(key % 10, Outcome.ACCEPTED)
        assert posting.outcomes[key] is expected
        if expected is Outcome.ACCEPTED:
            received = kept[f"reader{key}@example.org"]
            assert isinstance(received.content, bytes)
            assert message_from_bytes(received.content)["Subject"] == f"Number {key}"
            assert received.mail_from == f"bounce+{key}@weekly.example.org"
    assert sorted(posting.handed) == [key for key in range(60) if key % 10 not in (3, 7)]


def test_dots_arrive_as_they_were_written(mailbox: Mailbox, mailbox_port: int) -> None:
    Posting().deliver(relay(mailbox_port), [envelope(1, body=DOTS)])
    assert mailbox.received[0].content == DOTS.encode()


@pytest.fixture
def sink(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Iterator[int]:
    """The port of a smtp-sink, run with the test's parameters."""
    if SINK is None:
        missing = "smtp-sink is missing: install Debian's postfix"
        if os.environ.get("NEWSLETTER_TEST_ALL") == "1":
            pytest.fail(missing)
        pytest.skip(missing)
    port = free_port()
    user = ["-u", "nobody"] if os.geteuid() == 0 else []
    options: list[str] = request.param
    with subprocess.Popen([SINK, *user, *options, f"127.0.0.1:{port}", "100"], stderr=subprocess.DEVNULL) as process:
        wait_for(port)
        yield port
        process.terminate()


def wait_for(port: int) -> None:
    for _ in range(1200):
        try:
            return socket.create_connection(("127.0.0.1", port)).close()
        except ConnectionRefusedError:
            time.sleep(0.05)
    pytest.fail("smtp-sink did not start")


@pytest.mark.parametrize("sink", [[], ["-p"], ["-e"]], indirect=True, ids=["pipelined", "step by step", "no ESMTP"])
def test_smtp_sink_takes_every_message(sink: int) -> None:
    posting = Posting()
    posting.deliver(relay(sink, per_connection=20), map(envelope, range(200)), connections=4)
    assert set(posting.outcomes.values()) == {Outcome.ACCEPTED}
    assert len(posting.handed) == 200


@pytest.mark.parametrize(
    ("sink", "outcome", "handed"),
    [
        (["-f", "RCPT"], Outcome.REFUSED, 0),
        (["-r", "RCPT"], Outcome.DEFERRED, 0),
        (["-r", "."], Outcome.DEFERRED, 20),
        (["-f", "."], Outcome.REFUSED, 20),
    ],
    indirect=["sink"],
)
def test_what_smtp_sink_refuses_is_not_taken_for_sent(sink: int, outcome: Outcome, handed: int) -> None:
    posting = Posting()
    posting.deliver(relay(sink), map(envelope, range(20)), connections=2)
    assert set(posting.outcomes.values()) == {outcome}
    assert len(posting.handed) == handed


@pytest.mark.parametrize("sink", [["-q", "."]], indirect=True)
def test_a_sink_that_hangs_up_on_every_message_leaves_each_one_in_doubt_or_here(sink: int) -> None:
    posting = Posting()
    posting.deliver(relay(sink), map(envelope, range(2)))
    assert posting.outcomes == {0: Outcome.IN_DOUBT, 1: Outcome.NOT_HANDED}


def test_a_real_postfix_takes_every_message_but_those_to_nowhere() -> None:
    posting = Posting()
    envelopes = [envelope(key, "nowhere@" if key % 10 == 3 else "") for key in range(60)]
    try:
        with discarding_postfix() as port:
            posting.deliver(relay(port, per_connection=9), envelopes, connections=3)
    except Missing as what:
        missing(str(what))
    for key, outcome in posting.outcomes.items():
        assert outcome is (Outcome.REFUSED if key % 10 == 3 else Outcome.ACCEPTED)
    assert posting.said(3) == "501 5.1.3 Bad recipient address syntax"
    assert len(posting.handed) == 54
