"""Opening a session with the relay: connection, greeting, TLS (RFC 3207) and login (RFC 4954)."""

import asyncio
import errno
import os
import ssl
from base64 import b64encode
from dataclasses import dataclass, field
from enum import StrEnum
from ipaddress import ip_address

from newsletter.mailer.smtp.connection import Connection, ConnectionEnded, Patience
from newsletter.mailer.smtp.envelopes import Outbox
from newsletter.mailer.smtp.exchange import Exchange
from newsletter.mailer.smtp.replies import Reply

RFC_5321 = Patience()
CONNECT = 30
"""Seconds to reach a host, of which the RFC says nothing: another relay may be waiting for its turn."""


class Security(StrEnum):
    NONE = "none"
    STARTTLS = "starttls"
    TLS = "tls"


@dataclass(frozen=True)
class Relay:
    """Where mail is handed over; `local_name` is what we call ourselves in EHLO, `per_connection` counts messages."""

    host: str
    port: int
    security: Security = Security.NONE
    username: str = ""
    password: str = field(default="", repr=False)
    local_name: str = "localhost"
    per_connection: int = 500
    patience: Patience = RFC_5321

    def __post_init__(self) -> None:
        if self.per_connection < 1:
            raise ValueError("a connection must carry at least one message")


class RelayUnavailable(Exception):
    """No session can be had. `lasting`: trying again won't help until somebody changes something.

    Said `about_a_mail`, only the codes of a reply are told: its words may quote who was to get that mail.
    """

    def __init__(self, words: Reply | str, *, lasting: bool = False, about_a_mail: bool = False) -> None:
        super().__init__(words.codes if isinstance(words, Reply) and about_a_mail else str(words))
        self.reply = words if isinstance(words, Reply) else None
        self.lasting = lasting


async def open_session(relay: Relay, tls: ssl.SSLContext | None, outbox: Outbox) -> Exchange:
    """Return an exchange that is ready to run; raises RelayUnavailable."""
    exchange = Exchange(outbox, relay.patience, relay.per_connection)
    try:
        await _connect(exchange, relay, tls)
        await _converse(exchange, relay, tls)
    except BaseException as problem:
        await exchange.leave()
        match problem:
            case ConnectionEnded():
                raise RelayUnavailable(problem.words) from None
            case ssl.SSLError():
                raise RelayUnavailable(f"TLS failed: {_tls_reason(problem)}", lasting=True) from None
            case TimeoutError():
                raise RelayUnavailable("The relay can't be reached: no answer in time") from None
            case OSError():
                raise RelayUnavailable(f"The relay can't be reached: {_reason(problem)}") from None
        raise
    return exchange


async def _connect(connection: Connection, relay: Relay, tls: ssl.SSLContext | None) -> None:
    async with asyncio.timeout(min(CONNECT, relay.patience.greeting)):
        context = tls if relay.security is Security.TLS else None
        await asyncio.get_running_loop().create_connection(lambda: connection, relay.host, relay.port, ssl=context)


async def _converse(connection: Connection, relay: Relay, tls: ssl.SSLContext | None) -> None:
    _require(await connection.greeting(), 220)
    await _hello(connection, relay)
    if relay.security is Security.STARTTLS:
        await _start_tls(connection, relay, tls)
        await _hello(connection, relay)  # what was offered in the clear counts for nothing
    if relay.username:
        await _login(connection, relay)


async def _hello(connection: Connection, relay: Relay) -> None:
    reply = await connection.ask(f"EHLO {relay.local_name}\r\n".encode())
    lines = connection.reply_lines[1:]
    if reply.code // 100 == 5:
        reply, lines = await connection.ask(f"HELO {relay.local_name}\r\n".encode()), ()
    _require(reply, 250)
    words = (line.decode("ascii", "replace").upper().partition(" ") for line in lines)
    connection.extensions = {keyword: parameters for keyword, _, parameters in words}


async def _start_tls(connection: Connection, relay: Relay, tls: ssl.SSLContext | None) -> None:
    if "STARTTLS" not in connection.extensions:
        raise RelayUnavailable("The relay doesn't offer STARTTLS", lasting=True)
    assert tls is not None
    _require(await connection.ask(b"STARTTLS\r\n"), 220)
    if connection.ended or not connection.is_between_replies:
        raise RelayUnavailable("The relay spoke in the clear after STARTTLS", lasting=True)
    try:
        await _encrypt(connection, relay, tls)
    except OSError:
        connection.connection_lost(None)  # Of a handshake that was cut off asyncio tells nobody.
        raise


async def _encrypt(connection: Connection, relay: Relay, tls: ssl.SSLContext) -> None:
    assert connection.transport is not None
    async with asyncio.timeout(min(CONNECT, relay.patience.greeting)):
        connection.transport = await asyncio.get_running_loop().start_tls(
            connection.transport, connection, tls, server_hostname=relay.host
        )
    if connection.transport is None:  # It was closed at the moment when TLS was about to begin.
        raise ConnectionResetError


async def _login(connection: Connection, relay: Relay) -> None:
    if not (_is_encrypted(connection) or _is_loopback(connection)):
        raise RelayUnavailable("A password is sent over TLS only: set the relay's security", lasting=True)
    mechanisms = connection.extensions.get("AUTH", "").split()
    if "PLAIN" in mechanisms:
        reply = await connection.ask(b"AUTH PLAIN " + _base64(f"\0{relay.username}\0{relay.password}"))
    elif "LOGIN" in mechanisms:
        _require(await connection.ask(b"AUTH LOGIN\r\n"), 334)
        _require(await connection.ask(_base64(relay.username)), 334)
        reply = await connection.ask(_base64(relay.password))
    else:
        raise RelayUnavailable("The relay offers no way to log in that we know (PLAIN, LOGIN)", lasting=True)
    _require(reply, 235)


def _require(reply: Reply, code: int) -> None:
    if reply.code != code:
        raise RelayUnavailable(reply, lasting=reply.code // 100 == 5)


def _base64(text: str) -> bytes:
    return b64encode(text.encode()) + b"\r\n"


def _is_encrypted(connection: Connection) -> bool:
    return connection.transport is not None and connection.transport.get_extra_info("sslcontext") is not None


def _is_loopback(connection: Connection) -> bool:
    assert connection.transport is not None
    return ip_address(connection.transport.get_extra_info("peername")[0].partition("%")[0]).is_loopback


def _reason(problem: OSError) -> str:
    """What asyncio says of a refused connection names sockets."""
    if problem.errno is not None and problem.errno in errno.errorcode:
        return os.strerror(problem.errno)
    return problem.strerror or str(problem) or "it hung up"


def _tls_reason(problem: ssl.SSLError) -> str:
    return problem.verify_message if isinstance(problem, ssl.SSLCertVerificationError) else problem.reason or "unknown"
