"""A server that says exactly what a test tells it to, a script a connection, in a thread of its own."""

import socket
import ssl
import struct
import threading
from collections.abc import Callable
from types import TracebackType
from typing import Self

OPENING = ("MAIL FROM:", "RCPT TO:", "DATA")

PATIENCE = 60
"""Seconds to wait for what must come."""

Script = Callable[["Talk"], None]


class Talk:
    """The server's side of one connection; raises EOFError where the client left and more was expected."""

    def __init__(self, connection: socket.socket) -> None:
        connection.settimeout(PATIENCE)
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)  # Replies don't wait for each other.
        self._socket = connection
        self._heard = b""

    def say(self, *lines: str) -> None:
        self.say_bytes("".join(f"{line}\r\n" for line in lines).encode())

    def say_bytes(self, data: bytes) -> None:
        self._socket.sendall(data)

    def line(self) -> str:
        return self._until(b"\r\n").decode()

    def hear(self, *beginnings: str) -> None:
        """Read one line for each of `beginnings`, which it must begin with."""
        for beginning in beginnings:
            line = self.line()
            assert line.startswith(beginning), f"{line!r} came, not {beginning!r}"

    def body(self) -> str:
        """Read up to the final dot, which is left out."""
        lines = []
        while (line := self.line()) != ".":
            lines.append(f"{line}\r\n")
        return "".join(lines)

    def hears_nothing_for(self, seconds: float) -> bool:
        self._socket.settimeout(seconds)
        try:
            return not self._heard and not self._receive()
        except TimeoutError:
            return True
        finally:
            self._socket.settimeout(PATIENCE)

    def is_left(self) -> bool:
        """Wait until the client leaves; false if it says something more, or stays."""
        try:
            return not self._heard and not self._receive()
        except TimeoutError:
            return False
        except ConnectionResetError:
            return True

    def greet(self, *extensions: str) -> None:
        self.say("220 relay.example ESMTP")
        self.answer_hello(*extensions)

    def answer_hello(self, *extensions: str) -> None:
        self.hear("EHLO ")
        words = ["relay.example", *extensions]
        self.say(*(f"250{'-' if at + 1 < len(words) else ' '}{word}" for at, word in enumerate(words)))

    def hear_message(self) -> str:
        """One message with all its commands already on the way or coming; the body, to which no answer is given."""
        self.hear(*OPENING)
        self.say("250 2.1.0 Ok", "250 2.1.5 Ok", "354 Go ahead")
        return self.body()

    def accept_message(self) -> str:
        body = self.hear_message()
        self.say("250 2.0.0 Queued")
        return body

    def part(self) -> None:
        self.hear("QUIT")
        self.say("221 2.0.0 Bye")

    def encrypt(self, context: ssl.SSLContext) -> None:
        self._socket = context.wrap_socket(self._socket, server_side=True)

    def cut(self) -> None:
        self._socket.close()

    def reset(self) -> None:
        """Cut it so that the client hears of an error, not of an end."""
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.cut()

    def _until(self, end: bytes) -> bytes:
        while end not in self._heard:
            if not self._receive():
                raise EOFError(f"the client left, having said {self._heard!r} last")
        head, _, self._heard = self._heard.partition(end)
        return head

    def _receive(self) -> bytes:
        data = self._socket.recv(65536)
        self._heard += data
        return data


def taking(*words: str) -> Script:
    """A server that takes so many messages, in each of whose bodies those words stand, and is left."""

    def script(talk: Talk) -> None:
        talk.greet("PIPELINING")
        for some in words:
            assert some in talk.accept_message()
        talk.part()

    return script


class ScriptedServer:
    """Runs a script for each connection that comes; leaving the block raises what went wrong inside a script."""

    def __init__(self, *scripts: Script) -> None:
        self._scripts = scripts
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._listener.settimeout(PATIENCE)
        self._faults: list[BaseException] = []
        self._thread = threading.Thread(target=self._serve)
        self.port: int = self._listener.getsockname()[1]

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._thread.join()
        if self._faults:
            raise self._faults[0] from fault

    def _serve(self) -> None:
        threads = []
        with self._listener:
            for script in self._scripts:
                try:
                    connection, _ = self._listener.accept()
                except TimeoutError as fault:
                    self._faults.append(fault)
                    break
                threads.append(threading.Thread(target=self._follow, args=(script, Talk(connection))))
                threads[-1].start()
        for thread in threads:
            thread.join()

    def _follow(self, script: Script, talk: Talk) -> None:
        try:
            script(talk)
        except BaseException as fault:
            self._faults.append(fault)
        finally:
            talk.cut()
