"""A newsroom as somebody starts it: `python app.py`, a process with a port and a folder of its own."""

import re
import signal
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.programs import CHECKOUT, Program

SECONDS_TO_START = 120
SECONDS_TO_STOP = 60


@dataclass(frozen=True)
class Newsroom:
    """`opening` is the address that the start prints: it signs in, once."""

    data: Path
    url: str
    opening: str


@contextmanager
def started(data: Path, *, sample: bool) -> Iterator[Newsroom]:
    """Runs until the end of the block, then is stopped as by Ctrl+C and has to have had no trouble on the way."""
    port = free_port()
    settings = {
        "NEWSLETTER_DATA": str(data),
        "NEWSLETTER_PORT": str(port),
        "NEWSLETTER_SAMPLE": "yes" if sample else "",
    }
    program = Program(folder=CHECKOUT, log=data, settings=settings)
    try:
        yield Newsroom(data, f"http://127.0.0.1:{port}", _opening(program))
    finally:
        program.send(signal.SIGINT)
        code = program.code(seconds=SECONDS_TO_STOP)
        program.kill()
    assert code == 0, program.complained
    assert "Traceback" not in program.complained, program.complained


def _opening(program: Program) -> str:
    deadline = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < deadline and program.is_running:
        if found := re.search(r"Open (http\S+/open/\S+)\n", program.said):
            return found[1]
        time.sleep(0.05)
    raise AssertionError(f"The newsroom did not start:\n{program.said}{program.complained}")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
