"""A relay in a process of its own that takes its time, and has noted down each message before it answers for it."""

import asyncio
import os
import random
import socket
from collections import defaultdict
from multiprocessing.context import ForkServerProcess
from multiprocessing.sharedctypes import Synchronized
from pathlib import Path
from zlib import crc32

from tests.programs import READY

REFUSED_OF_A_HUNDRED = 1


def is_refused(recipient: str) -> bool:
    """Some readers are unknown to the relay, always the same ones."""
    return crc32(recipient.encode()) % 100 < REFUSED_OF_A_HUNDRED


class SlowRelay:
    """`pause`: seconds that a message takes on average, before and after it is noted down."""

    def __init__(self, folder: Path, pause: float) -> None:
        with socket.create_server(("127.0.0.1", 0)) as taken:
            self.port: int = taken.getsockname()[1]
        self._taken = folder / "taken"
        self._taken.touch()
        self._seen = self._counted = 0
        self._pause: Synchronized[float] = READY.Value("d", pause)
        self._process: ForkServerProcess | None = None

    def start(self) -> None:
        self._process = READY.Process(target=serve, args=(self.port, str(self._taken), self._pause))
        self._process.start()

    def stop(self) -> None:
        """At once, in the middle of whatever it was told."""
        assert self._process
        self._process.kill()
        self._process.join()

    def hurry(self) -> None:
        self._pause.value = 0.0

    def taken(self) -> int:
        """How many messages; only what came since the last time is counted."""
        with self._taken.open("rb") as file:
            file.seek(self._seen)
            new = file.read()
        self._seen, self._counted = self._seen + len(new), self._counted + new.count(b"\n")
        return self._counted

    def message_ids(self) -> dict[str, list[str]]:
        """Of each copy that a reader got."""
        found: dict[str, list[str]] = defaultdict(list)
        for line in self._taken.read_text().splitlines():
            recipient, message_id = line.split()
            found[recipient].append(message_id)
        return found


def serve(port: int, taken: str, pause: "Synchronized[float]") -> None:
    file = os.open(taken, os.O_WRONLY | os.O_APPEND)

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await _Talk(reader, writer, file, pause).run()
        except (ConnectionError, asyncio.IncompleteReadError):
            pass  # The worker was killed.
        finally:
            writer.close()

    async def run() -> None:
        async with await asyncio.start_server(talk, "127.0.0.1", port) as server:
            await server.serve_forever()

    asyncio.run(run())


class _Talk:
    def __init__(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, file: int, pause: "Synchronized[float]"
    ) -> None:
        self._reader, self._writer, self._file, self._pause = reader, writer, file, pause
        self._recipient = ""

    async def run(self) -> None:
        self._say("220 relay.example")
        while (line := (await self._reader.readuntil(b"\r\n")).decode()) != "QUIT\r\n":
            match line[:4]:
                case "EHLO":
                    self._say("250-relay.example", "250 PIPELINING")
                case "RCPT":
                    self._named(line.partition("<")[2].partition(">")[0])
                case "DATA" if self._recipient:
                    self._say("354 Go ahead")
                    await self._take(await self._reader.readuntil(b"\r\n.\r\n"))
                case "DATA":
                    self._say("554 5.5.1 No valid recipients")
                case _:
                    self._say("250 2.0.0 Ok")

    def _named(self, recipient: str) -> None:
        self._recipient = "" if is_refused(recipient) else recipient
        self._say("250 2.1.5 Ok" if self._recipient else "550 5.1.1 Unknown")

    async def _take(self, message: bytes) -> None:
        await self._dawdle()
        message_id = message.partition(b"\r\nMessage-ID: ")[2].partition(b"\r\n")[0]
        os.write(self._file, b"%s %s\n" % (self._recipient.encode(), message_id))
        await self._dawdle()
        self._say("250 2.0.0 Queued")

    async def _dawdle(self) -> None:
        if pause := self._pause.value / 2:
            await asyncio.sleep(min(random.expovariate(1 / pause), 5))

    def _say(self, *lines: str) -> None:
        self._writer.write("".join(f"{line}\r\n" for line in lines).encode())
