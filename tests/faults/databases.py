"""A database that somebody can take away in the middle of the work, and give back."""

import os
import random
import signal
import sqlite3
import time
from contextlib import closing
from pathlib import Path
from typing import Protocol

from newsletter.db import db
from tests.databases import embedded_postgresql
from tests.faults.workers import until
from tests.programs import READY

SECONDS_LOCKED = 60
"""Longer than a writer waits for its turn (newsletter.db.BUSY_TIMEOUT)."""


class Database(Protocol):
    url: str
    interruptions: int
    """How often a storm takes it away."""

    def interrupt(self) -> None: ...

    def end(self) -> None: ...


class SQLiteFile:
    interruptions = 1

    def __init__(self, folder: Path) -> None:
        self._path = folder / "newsletter.db"
        self.url = f"sqlite:///{self._path}"

    def interrupt(self) -> None:
        """Another program holds the write lock for a minute."""
        other = READY.Process(target=hold_lock, args=(str(self._path), SECONDS_LOCKED))
        other.start()
        other.join()

    def end(self) -> None: ...


def hold_lock(path: str, seconds: float) -> None:
    with closing(sqlite3.connect(path, timeout=60, isolation_level=None)) as connection:
        connection.execute("BEGIN IMMEDIATE")
        time.sleep(seconds)


class PostgreSQL:
    interruptions = 5

    def __init__(self, folder: Path) -> None:
        self._server = embedded_postgresql(folder)
        self.url = self._server.get_uri()

    def interrupt(self) -> None:
        """Stopped, in good order or as by a crash, and started a moment later."""
        postmaster = self._server.get_pid()
        assert postmaster
        os.kill(postmaster, random.choice([signal.SIGINT, signal.SIGQUIT]))
        until(lambda: not Path(f"/proc/{postmaster}").exists())
        time.sleep(random.uniform(0, 4))
        self._server.start()
        db.engine.dispose()

    def end(self) -> None:
        self._server.cleanup()
