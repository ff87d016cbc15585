"""The three that are compared, each in a process of its own: smtp-source, our SMTP client alone, the whole mailer."""

import contextlib
import os
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.connection import Connection

from flask import Flask

from newsletter import create_app, onemachine
from newsletter.db import db, looking
from newsletter.letters.bytetemplate import ByteTemplate
from newsletter.letters.slots import Slot
from newsletter.mailer import mailings, smtp
from newsletter.mailer.models import Mailing, MailingState
from tests.bench.delivery.newsroom import environment
from tests.bench.delivery.servers import program

CONNECTIONS = 4
LOOK = 0.02
"""Seconds between looks at whether a mailing is done."""
UP = 2.0
"""Seconds that a worker has been up: the engine looks into its queues for the first time a second after its start."""
_fresh = get_context("spawn")


@dataclass(frozen=True)
class Run:
    """`cpu` are seconds of a processor, the sender's children included; `peak` is its memory in MB, 0 if unknown."""

    messages: int
    seconds: float
    cpu: float
    peak: float = 0

    @property
    def rate(self) -> float:
        return self.messages / self.seconds

    @property
    def cpu_per_1000(self) -> float:
        return 1000 * self.cpu / self.messages


def smtp_source(port: int, messages: int, size: int) -> Run:
    """Postfix's own, in C: one message over and over, a connection kept open, each recipient numbered."""
    command = [program("smtp-source"), "-d", "-N", "-s", str(CONNECTIONS), "-m", str(messages), "-l", str(size)]
    began = time.perf_counter()
    process = subprocess.Popen(
        [*command, "-f", "weekly@weekly.example.org", "-t", "reader@example.org", f"127.0.0.1:{port}"]
    )
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError("smtp-source failed")
    return Run(messages, time.perf_counter() - began, used.ru_utime + used.ru_stime)


def wire(port: int, messages: int, template: bytes) -> Run:
    """Our SMTP client and the byte template, with every message its reader's own, and no database."""
    here, there = _fresh.Pipe()
    process = _fresh.Process(target=_wire, args=(there, port, messages, template))
    process.start()
    there.close()
    seconds, cpu, peak = here.recv()
    process.join()
    return Run(messages, seconds, cpu, peak)


def _wire(pipe: Connection, port: int, messages: int, message: bytes) -> None:
    template = ByteTemplate.of(message)
    accepted = 0

    def envelopes() -> Iterator[smtp.Envelope]:
        for number in range(messages):
            address = f"reader{number}@example.org"
            link = f"https://weekly.example.org/unsubscribe/{number:048}"
            values = dict.fromkeys(Slot, link) | {
                Slot.TO: address,
                Slot.MESSAGE_ID: f"{number:032}@weekly.example.org",
                Slot.DATE: "Mon, 23 Nov 2026 08:00:00 +0000",
            }
            yield smtp.Envelope(number, f"bounce+{number:048}@example.org", address, template.splice(values))

    def done(result: smtp.Result) -> None:
        nonlocal accepted
        accepted += result.outcome is smtp.Outcome.ACCEPTED

    began, used = time.perf_counter(), _cpu()
    relay = smtp.Relay("127.0.0.1", port)
    smtp.deliver(relay, envelopes(), connections=CONNECTIONS, handed=lambda key: None, done=done)
    if accepted != messages:
        raise RuntimeError(f"{accepted} of {messages} were accepted")
    pipe.send((time.perf_counter() - began, _cpu() - used, _peak()))


def mailer(app: Flask, prepare: Callable[[], list[int]], *, workers: int = 1) -> Run:
    """Whole mailings, with the engine: from the moment that they are asked for until the last is done.

    They are prepared once the workers are up, and asked for at once: a sweep would begin what it finds prepared.
    """
    with contextlib.ExitStack() as stack:
        ask = [stack.enter_context(_worker(environment(app), f"bench-{number}")) for number in range(workers)]
        mailing_ids = prepare()
        used = [one()[0] for one in ask]
        began = time.perf_counter()
        total = 0
        for mailing_id in mailing_ids:
            mailing = db.session.get_one(Mailing, mailing_id)
            total += mailing.prepared
            mailings.start(mailing.edition_id)
        db.session.commit()
        _wait_for(mailing_ids)
        seconds = time.perf_counter() - began
        ended = [one() for one in ask]
        cpu = sum(after - before for (after, _), before in zip(ended, used, strict=True))
        return Run(total, seconds, cpu, max(peak for _, peak in ended))


def _wait_for(mailing_ids: list[int]) -> None:
    for mailing_id in mailing_ids:
        while True:
            with looking():
                if db.session.get_one(Mailing, mailing_id).state is MailingState.DONE:
                    break
            time.sleep(LOOK)


@contextlib.contextmanager
def _worker(settings: Mapping[str, str], name: str) -> Iterator[Callable[[], tuple[float, float]]]:
    """A process that does background work; calling what is yielded gives its CPU seconds and its peak memory."""
    here, there = _fresh.Pipe()
    process = _fresh.Process(target=_work, args=(there, dict(settings), name))
    process.start()
    there.close()
    here.recv()

    def ask() -> tuple[float, float]:
        here.send("used?")
        found: tuple[float, float] = here.recv()
        return found

    try:
        yield ask
    finally:
        here.send(None)
        process.join()


def _work(pipe: Connection, settings: Mapping[str, str], name: str) -> None:
    os.environ.update(settings)
    with onemachine.working(create_app(), name):
        time.sleep(UP)
        pipe.send("ready")
        while pipe.recv():
            pipe.send((_cpu(), _peak()))


def _cpu() -> float:
    """Seconds, of all threads and of children that have ended."""
    return sum(os.times()[:4])


def _peak() -> float:
    """MB. Not getrusage: its maximum is inherited from the process that this one was started by."""
    with open("/proc/self/status") as status:
        line = next(line for line in status if line.startswith("VmHWM"))
    return int(line.split()[1]) / 1024
