"""A connection to the relay: commands go out, each reply finds whoever waits for it, deadlines are kept."""

import asyncio
from abc import abstractmethod
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import NamedTuple

from newsletter.mailer.smtp.envelopes import Envelope
from newsletter.mailer.smtp.replies import MalformedReply, Reply, ReplyReader

CLOSING = 421


@dataclass(frozen=True, slots=True)
class Patience:
    """Seconds to wait for an answer (RFC 5321 section 4.5.3.2), and the pauses before each new try to connect."""

    greeting: float = 300
    command: float = 300
    data: float = 120
    body: float = 600
    quit: float = 5
    reconnecting: tuple[float, ...] = (0.25, 1, 4)


class ConnectionEnded(Exception):
    """The connection is over; `words` are the server's last ones, or our own."""

    def __init__(self, words: Reply | str) -> None:
        super().__init__(str(words))
        self.words = words


class Step(NamedTuple):
    """A line, who reads the reply to it, for how many seconds we wait, and the message that it is about."""

    line: bytes
    on_reply: Callable[[Reply], None]
    patience: float
    about: Envelope | None = None
    body: bytes = b""
    """What goes before the line, put together with it once only: a message is large."""


class Connection(asyncio.Protocol):
    """`greeting` and `ask` open the session, `leave` ends it whatever happened.

    With PIPELINING (RFC 2920) all steps of a `send` leave in one write, without it each waits for the reply before.
    """

    def __init__(self, patience: Patience) -> None:
        self.transport: asyncio.Transport | None = None
        self.extensions: dict[str, str] = {}
        self.patience = patience
        self.ended: Reply | str | None = None
        self.later: deque[Step] = deque()
        self._awaiting: deque[Step] = deque()
        self._replies = ReplyReader()
        self._loop = asyncio.get_running_loop()
        self._asked: asyncio.Future[Reply] = self._loop.create_future()
        self._closed: asyncio.Future[None] = self._loop.create_future()
        self._deadline = 0.0

    @abstractmethod
    def settle(self, words: Reply | str, answered: Step | None) -> None:
        """The connection has just ended, with 421 in answer to a step, or otherwise."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport
        self.send([Step(b"", self._asked.set_result, self.patience.greeting)])
        self._watch()

    async def greeting(self) -> Reply:
        return await self._asked

    async def ask(self, line: bytes) -> Reply:
        """Send one command and wait for its reply; raises ConnectionEnded, also on 421."""
        if self.ended:
            raise ConnectionEnded(self.ended)
        self._asked = self._loop.create_future()
        self.send([Step(line, self._asked.set_result, self.patience.command)])
        return await self._asked

    @property
    def reply_lines(self) -> tuple[bytes, ...]:
        return self._replies.lines

    @property
    def is_between_replies(self) -> bool:
        return self._replies.is_between_replies

    def send(self, steps: list[Step]) -> None:
        assert self.transport is not None
        if "PIPELINING" in self.extensions:
            self._awaiting.extend(steps)
            self.transport.write(b"".join([part for step in steps for part in (step.body, step.line)]))
        else:
            self.later.extend(steps)
            self._send_later()
        self._wait()

    def _send_later(self) -> None:
        if self.later and not self._awaiting and not self.ended:
            assert self.transport is not None
            self._awaiting.append(self.later.popleft())
            self.transport.write(self._awaiting[0].body + self._awaiting[0].line)

    def data_received(self, data: bytes) -> None:
        reply = None
        try:
            for reply in self._replies.feed(data):
                self._answer(reply)
                if self.ended:
                    return
            if reply:  # A part of one, drop by drop, must not keep us waiting for ever.
                self._wait()
        except MalformedReply as fault:
            self.end(f"The relay's answer made no sense: {fault}")

    def _answer(self, reply: Reply) -> None:
        if not self._awaiting:
            return self.end(reply)
        step = self._awaiting.popleft()
        if reply.code == CLOSING:
            return self.end(reply, step)
        step.on_reply(reply)
        self._send_later()

    def _wait(self) -> None:
        if self._awaiting:
            self._deadline = self._loop.time() + self._awaiting[0].patience

    def _watch(self) -> None:
        # A look now and then instead of a timer per reply: a deadline may pass a quarter late.
        if self._awaiting and self._loop.time() >= self._deadline:
            self.end("The relay gave no answer in time")
        if not self.ended:
            shortest = min(self.patience.greeting, self.patience.command, self.patience.data, self.patience.body)
            self._loop.call_later(shortest / 4, self._watch)

    def connection_lost(self, exc: Exception | None) -> None:
        self.end("The relay closed the connection")
        if not self._closed.done():
            self._closed.set_result(None)

    def end(self, words: Reply | str, answered: Step | None = None) -> None:
        if self.ended:
            return
        self.ended = words
        self.settle(words, answered)
        if not self._asked.done():
            self._asked.set_exception(ConnectionEnded(words))
        if self.transport is not None:
            self.transport.abort()

    async def leave(self) -> None:
        if self.transport is None:
            return
        with suppress(ConnectionEnded, TimeoutError):
            async with asyncio.timeout(self.patience.quit):
                if not (self.ended or self._awaiting or self.transport.is_closing()):
                    await self.ask(b"QUIT\r\n")
        self.end("We left")
        with suppress(TimeoutError):
            async with asyncio.timeout(self.patience.quit):
                await self._closed
