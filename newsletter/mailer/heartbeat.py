"""A worker says that it lives, by the database's clock; one that has been silent is swept up after."""

import datetime as dt
import threading
import time

import sqlalchemy as sa
from flask import Flask

from newsletter.db import db, upsert
from newsletter.mailer.models import Worker

BEAT = 5
"""Seconds between beats."""
SILENT = 30
"""Seconds after which a worker counts as dead."""
DOUBTFUL = 20
"""Seconds after which a worker that can't beat hands nothing over any more: its claims may be gone."""


class Heartbeat:
    """Beats in a thread of its own until stopped."""

    def __init__(self, app: Flask, worker: str) -> None:
        self.app, self.worker = app, worker
        self._last = float("-inf")
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._run, name="heartbeat", daemon=True)

    def start(self) -> None:
        self._beat()
        self._thread.start()

    def stop(self) -> None:
        self._stopped.set()
        self._thread.join(timeout=BEAT)

    @property
    def is_alive(self) -> bool:
        """Whether nobody can have taken our claims: a process that was frozen finds out here."""
        return time.monotonic() - self._last < DOUBTFUL

    def _run(self) -> None:
        while not self._stopped.wait(BEAT):
            try:
                self._beat()
            except sa.exc.DBAPIError:
                continue  # The database is away; is_alive says so soon enough.

    def _beat(self) -> None:
        started = time.monotonic()
        with self.app.app_context():
            upsert(Worker, [{"name": self.worker, "beat_at": database_time()}], key=["name"])
            db.session.commit()
        self._last = started


def database_time() -> dt.datetime:
    moment = db.session.execute(sa.select(sa.func.now())).scalar_one()
    return moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)


def dead_workers() -> list[str]:
    cutoff = database_time() - dt.timedelta(seconds=SILENT)
    return list(db.session.scalars(sa.select(Worker.name).where(Worker.beat_at < cutoff)))
