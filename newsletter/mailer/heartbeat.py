"""A worker says that it lives, by the database's clock; one that has been silent is swept up after."""

import datetime as dt
import threading
import time

import sqlalchemy as sa
from flask import Flask

from newsletter.db import db, upsert
from newsletter.mailer.models import Worker

BEAT = 5.0
"""Seconds between beats."""
SILENT = 30.0
"""Seconds after which a worker counts as dead."""
DOUBTFUL = 20.0
"""Seconds without a beat after which a worker hands nothing over of what it claimed before: it may be another's."""


class Heartbeat:
    """Beats in a thread of its own until stopped."""

    def __init__(self, app: Flask, worker: str) -> None:
        self.app, self.worker = app, worker
        self._last = self._unbroken_since = float("-inf")
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._run, name="heartbeat", daemon=True)

    def start(self) -> None:
        self.beat()
        self._thread.start()

    def stop(self) -> None:
        self._stopped.set()
        self._thread.join(timeout=BEAT)

    def unbroken_since(self, moment: float) -> bool:
        """Whether nobody can have taken what we claimed at `moment` (monotonic) or later.

        A process that was frozen finds out here, even if it beats again before it asks.
        """
        return self._unbroken_since <= moment and time.monotonic() - self._last < DOUBTFUL

    def _run(self) -> None:
        while not self._stopped.wait(BEAT):
            try:
                self.beat()
            except sa.exc.SQLAlchemyError:
                continue  # The database is away; unbroken_since says so soon enough.

    def beat(self) -> None:
        started = time.monotonic()
        with self.app.app_context():
            upsert(Worker, [{"name": self.worker, "beat_at": database_time()}], key=["name"])
            db.session.commit()
        if started - self._last >= DOUBTFUL:
            self._unbroken_since = started
        self._last = started


def database_time() -> dt.datetime:
    moment = db.session.execute(sa.select(sa.func.now())).scalar_one()
    return moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)


def dead_workers() -> list[str]:
    return list(db.session.scalars(sa.select(Worker.name).where(Worker.beat_at < _cutoff())))


def living_workers() -> set[str]:
    return set(db.session.scalars(sa.select(Worker.name).where(Worker.beat_at >= _cutoff())))


def _cutoff() -> dt.datetime:
    return database_time() - dt.timedelta(seconds=SILENT)
