"""A newsroom as somebody starts it: `python app.py`, a process with a port and a folder of its own."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from newsletter.paths import templates_folder

CHECKOUT = templates_folder().parent
SECONDS_TO_START = 40
SECONDS_TO_STOP = 20


@dataclass(frozen=True)
class Newsroom:
    """`opening` is the address that the start prints: it signs in, once."""

    url: str
    opening: str


@contextmanager
def started(data: Path, *, sample: bool) -> Iterator[Newsroom]:
    """Runs until the end of the block, then is stopped as by Ctrl+C and has to have had no trouble on the way."""
    port = free_port()
    said = data.parent / f"{data.name}.log"
    settings = {
        "NEWSLETTER_DATA": str(data),
        "NEWSLETTER_PORT": str(port),
        "NEWSLETTER_SAMPLE": "yes" if sample else "",
    }
    with said.open("w") as log:
        process = subprocess.Popen(
            [sys.executable, "app.py"],
            cwd=CHECKOUT,
            env={name: value for name, value in os.environ.items() if not name.startswith("NEWSLETTER_")} | settings,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            preexec_fn=_hear_interrupts,
        )
    try:
        yield Newsroom(f"http://127.0.0.1:{port}", _opening(process, said))
    finally:
        process.send_signal(signal.SIGINT)
        try:
            code = process.wait(SECONDS_TO_STOP)
        except subprocess.TimeoutExpired:
            process.kill()
            code = process.wait()
    assert code == 0, said.read_text()
    assert "Traceback" not in said.read_text(), said.read_text()


def _hear_interrupts() -> None:
    """A shell starts what runs in the background deaf to Ctrl+C, and a child inherits that."""
    signal.signal(signal.SIGINT, signal.default_int_handler)


def _opening(process: "subprocess.Popen[bytes]", said: Path) -> str:
    deadline = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < deadline and process.poll() is None:
        if found := re.search(r"Open (http\S+/open/\S+)\n", said.read_text()):
            return found[1]
        time.sleep(0.05)
    raise AssertionError(f"The newsroom did not start:\n{said.read_text()}")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
