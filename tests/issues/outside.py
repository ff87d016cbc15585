"""The world outside on this machine: a name server and web servers that do as a test says."""

import contextlib
import socket
import ssl
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

import dns.flags
import dns.message
import dns.rcode
import dns.rdatatype
import dns.resolver
import dns.rrset
import pytest

from newsletter.issues.outside import asking, looking, network
from newsletter.issues.outside.network import Network
from tests.mailer.certificates import make_certificate

HOST = "news.example.test"
OTHER = "other.example.test"
PATIENCE = 60
"""Seconds for what does answer in the end: a machine may stand still for some."""


class NameServer:
    """Answers over UDP from `records`; what isn't there doesn't exist. `asked` counts the questions."""

    def __init__(self) -> None:
        self.records: dict[tuple[str, str], list[str]] = {(".", "NS"): ["root.example."]}
        self.asked: Counter[tuple[str, str]] = Counter()
        self.fails = False
        self.after: Callable[[], None] = lambda: None
        """Called once an answer is out."""
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._socket.bind(("127.0.0.1", 0))

    def holds(self, name: str, kind: str, *values: str) -> None:
        self.records[name, kind] = list(values)

    @property
    def resolver(self) -> dns.resolver.Resolver:
        resolver = dns.resolver.Resolver(configure=False)
        resolver.nameservers, resolver.port = ["127.0.0.1"], self._socket.getsockname()[1]
        resolver.timeout = PATIENCE
        return resolver

    def serve(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                packet, who = self._socket.recvfrom(4096)
                if not packet:
                    return
                self._socket.sendto(self._answer(dns.message.from_wire(packet)).to_wire(), who)
                self.after()

    def _answer(self, asked: dns.message.Message) -> dns.message.Message:
        question = asked.question[0]
        name, kind = question.name.to_text(omit_final_dot=True), dns.rdatatype.to_text(question.rdtype)
        self.asked[name, kind] += 1
        answer = dns.message.make_response(asked)
        answer.flags |= dns.flags.RA
        if self.fails:
            answer.set_rcode(dns.rcode.SERVFAIL)
        elif values := self.records.get((name, kind)):
            answer.answer.append(dns.rrset.from_text(question.name, 60, "IN", kind, *values))
        elif not any(known == name for known, _kind in self.records):
            answer.set_rcode(dns.rcode.NXDOMAIN)
        return answer

    def close(self) -> None:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as last:
            last.sendto(b"", self._socket.getsockname())
        self._socket.close()


@contextlib.contextmanager
def name_server() -> Iterator[NameServer]:
    server = NameServer()
    thread = threading.Thread(target=server.serve, daemon=True)
    thread.start()
    try:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(network, "LOOKING_UP", PATIENCE)
            patch.setattr(asking, "CONNECTING", PATIENCE)
            patch.setattr(looking, "ANSWERING", 2 * PATIENCE)  # Of which half is for each of two questions.
            yield server
    finally:
        server.close()
        thread.join(5)


class Clock:
    """The seconds of whoever looks at a link: they pass when a server says so, however fast the machine is."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self.passed = 0.0
        for module in (looking, asking, network):
            patch.setattr(module, "time", self)

    def monotonic(self) -> float:
        return self.passed


@dataclass(frozen=True)
class Request:
    method: str
    path: str
    headers: dict[str, str]
    body: bytes


Behaviour = Callable[[Request], Iterator[bytes]]


def status(code: int, *headers: str) -> Iterator[bytes]:
    yield "\r\n".join([f"HTTP/1.1 {code} Said", *headers, "Content-Length: 0", "", ""]).encode()


def endless(_request: Request) -> Iterator[bytes]:
    yield b"HTTP/1.1 200 OK\r\n\r\n"
    while True:
        yield b"x" * 65_536


def dripping(clock: Clock) -> Behaviour:
    """A head without end, a tenth of anybody's patience for each drop."""

    def drip(_request: Request) -> Iterator[bytes]:
        yield b"HTTP/1.1 200 OK\r\nX-Slow: "
        while True:
            yield b"x"
            clock.passed += looking.ANSWERING / 10
            time.sleep(0.01)

    return drip


@dataclass
class WebServer:
    """Speaks HTTPS under any name of `certificate()`; by itself every page is there."""

    behaves: Behaviour = lambda _request: status(200)
    asked: list[Request] = field(default_factory=list)
    sent: int = 0
    """Bytes."""

    def __post_init__(self) -> None:
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listening.getsockname()[1]

    def address(self, path: str = "/", host: str = HOST) -> str:
        return f"https://{host}:{self.port}{path}"

    def serve(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                connection, _who = self._listening.accept()
                threading.Thread(target=self._answer, args=(connection,), daemon=True).start()

    def _answer(self, connection: socket.socket) -> None:
        secured = certificate()[1].wrap_socket
        with connection, contextlib.suppress(OSError), secured(connection, server_side=True) as speaking:
            self._speak(speaking)

    def _speak(self, secured: ssl.SSLSocket) -> None:
        head = b""
        while b"\r\n\r\n" not in head and (piece := secured.recv(4096)):
            head += piece
        if not head:
            return
        head, _, body = head.partition(b"\r\n\r\n")
        first, *rest = head.decode().strip().split("\r\n")
        method, path, _version = first.split(" ")
        fields = {name.lower(): value for name, value in (line.split(": ", 1) for line in rest)}
        while len(body) < int(fields.get("content-length", 0)) and (piece := secured.recv(4096)):
            body += piece
        asked = Request(method, path, fields, body)
        self.asked.append(asked)
        for piece in self.behaves(asked):
            secured.sendall(piece)
            self.sent += len(piece)

    def close(self) -> None:
        # A thread that waits in accept() keeps the port open.
        with contextlib.suppress(OSError):
            self._listening.shutdown(socket.SHUT_RDWR)
        self._listening.close()


@contextlib.contextmanager
def web_server() -> Iterator[WebServer]:
    server = WebServer()
    thread = threading.Thread(target=server.serve, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.close()
        thread.join(5)


@cache
def certificate() -> tuple[Path, ssl.SSLContext]:
    return make_certificate(Path(mkdtemp(prefix="newsletter-test-")), "127.0.0.1", "*.example.test")


def trusting(names: NameServer, *permitted: str) -> Network:
    """The network of a machine for which `permitted` addresses are public, and no others."""
    return Network(
        names.resolver, lambda number: number in permitted, ssl.create_default_context(cafile=certificate()[0])
    )
