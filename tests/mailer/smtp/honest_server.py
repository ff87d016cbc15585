"""A relay that does everything right, and whose first connection is cut after a number of bytes."""

import socket
import threading
from types import TracebackType
from typing import Self

GREETING, YES, BYE = b"220 x\r\n", b"250 y\r\n", b"221 x\r\n"


class Cut(Exception):
    """Here the connection ends."""


class HonestServer:
    """`heard` and `said` are the bytes until the cut; `taken` are the messages that it had whole, `answered` those
    that it said yes to. Connections after the first are served to their end.
    """

    def __init__(self, *, heard: int = 10**9, said: int = 10**9, pipelining: bool = True, abrupt: bool = False) -> None:
        self.heard, self.said, self.abrupt = heard, said, abrupt
        self.taken: list[bytes] = []
        self.answered: list[bytes] = []
        self.bytes_heard = self.bytes_said = 0
        self._hello = b"250-x\r\n250 PIPELINING\r\n" if pipelining else b"250 x\r\n"
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._thread = threading.Thread(target=self._serve)
        self.port: int = self._listener.getsockname()[1]

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._listener.shutdown(socket.SHUT_RDWR)
        self._thread.join()
        self._listener.close()

    def _serve(self) -> None:
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            with connection:
                connection.settimeout(60)
                connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                try:
                    self._talk(connection)
                except Cut:
                    self._part(connection)
                self.heard = self.said = 10**9

    def _talk(self, connection: socket.socket) -> None:
        self._say(connection, GREETING)
        rest, body = b"", False
        while data := connection.recv(min(65536, self.heard - self.bytes_heard)):
            self.bytes_heard += len(data)
            end = b"\r\n.\r\n" if body else b"\r\n"
            rest += data
            while end in rest:
                line, _, rest = rest.partition(end)
                body = self._answer(connection, line, body)
                end = b"\r\n.\r\n" if body else b"\r\n"
            if self.bytes_heard >= self.heard:
                raise Cut

    def _answer(self, connection: socket.socket, line: bytes, body: bool) -> bool:
        """Returns whether a message is what comes next."""
        if body:
            self.taken.append(line)
            if self.said - self.bytes_said >= len(YES):
                self.answered.append(line)
            self._say(connection, YES)
        else:
            answers = {b"EHLO": self._hello, b"DATA": b"354 z\r\n", b"QUIT": BYE}
            self._say(connection, answers.get(line[:4], b"250 x\r\n"))
        return not body and line == b"DATA"

    def _say(self, connection: socket.socket, words: bytes) -> None:
        left = self.said - self.bytes_said
        self.bytes_said += len(words)
        connection.sendall(words[:left])
        if left <= len(words):
            raise Cut

    def _part(self, connection: socket.socket) -> None:
        """In good order, so that all that was said arrives; or abruptly."""
        if self.abrupt:
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
            return
        connection.shutdown(socket.SHUT_WR)
        while connection.recv(65536):
            pass
