"""Worker processes that can be killed, and frozen, and started again in no time."""

import os
import signal
import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from multiprocessing.context import ForkServerProcess

import sqlalchemy as sa
from flask import Flask

from newsletter.db import db, looking
from newsletter.mailer.models import Mailing, MailingState
from tests.faults.worker import Tempo, work
from tests.mailer import samples
from tests.programs import READY

AT_MOST_IN_DOUBT = 2 * samples.CONNECTIONS
"""Messages that a worker has on the wire at once: a connection has one that is leaving, and one just noted down."""


class Workers:
    """Starts worker processes on an application's database."""

    def __init__(self, app: Flask, tempo: Tempo) -> None:
        names = ("DATA", "DATABASE_URL", "KEYS", "OPENING_KEYS", "URL")
        self._settings = {f"NEWSLETTER_{name}": str(app.config[name]) for name in names}
        self._tempo = tempo
        self.started: list[ForkServerProcess] = []

    def start(self, name: str) -> ForkServerProcess:
        process = READY.Process(target=work, args=(name, self._settings, self._tempo))
        process.start()
        self.started.append(process)
        return process

    def end(self) -> None:
        for process in self.started:
            process.kill()
            process.join()


def until(condition: Callable[[], bool], *, seconds: float = 300) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it never happened"
        time.sleep(0.02)


def is_done(mailing_id: int) -> bool:
    with looking():
        return db.session.get_one(Mailing, mailing_id).state is MailingState.DONE


def kill(process: ForkServerProcess) -> None:
    process.kill()
    process.join()


def stop_between_transactions(process: ForkServerProcess) -> None:
    """Not within one: its locks would hold up everybody for as long as it stands still."""
    send(process, signal.SIGSTOP)
    while somebody_writes():
        send(process, signal.SIGCONT)
        time.sleep(0.01)
        send(process, signal.SIGSTOP)


def send(process: ForkServerProcess, number: signal.Signals) -> None:
    assert process.pid
    os.kill(process.pid, number)


def somebody_writes() -> bool:
    if db.engine.dialect.name == "postgresql":
        held = "mode IN ('RowExclusiveLock', 'RowShareLock') AND pid != pg_backend_pid()"
        locks = f"SELECT count(*) FROM pg_locks WHERE {held}"
        with looking():
            return bool(db.session.scalar(sa.text(locks)))
    with closing(sqlite3.connect(str(db.engine.url.database), timeout=0, isolation_level=None)) as probe:
        try:
            probe.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError:
            return True
    return False
