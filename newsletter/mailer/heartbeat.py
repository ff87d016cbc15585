"""A worker says that it lives, and sees who doesn't any more; one that has been silent is swept up after.

Beats are written by the database's clock and judged by our own, which nobody sets: a wall clock that jumps, on any
host, must not make the living look dead, nor the dead alive.
"""

import datetime as dt
import threading
import time
from dataclasses import dataclass

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
_CLOCK = getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC)


@dataclass(frozen=True)
class Beat:
    """`written` is what the worker wrote, by the database's clock; `heard` is when, by our own."""

    written: dt.datetime
    heard: float


class Watch:
    """Which workers beat. Asked for the first time, it believes the database's clock; from then on its own alone."""

    def __init__(self) -> None:
        self._beats: dict[str, Beat] = {}
        self._looked = float("-inf")
        self._lock = threading.Lock()

    def look(self) -> None:
        rows = db.session.execute(sa.select(Worker.name, Worker.beat_at)).all()
        at, looked = database_time(), moment()
        with self._lock:
            self._beats = {name: self._beat(name, written, at, looked) for name, written in rows}
            self._looked = looked

    def _beat(self, name: str, written: dt.datetime, at: dt.datetime, looked: float) -> Beat:
        known = self._beats.get(name)
        if known and known.written == written:
            return known
        age = max(0.0, (at - written).total_seconds())
        return Beat(written, looked - (min(age, looked - self._looked) if known else age))

    def living(self) -> set[str]:
        return self._beats.keys() - self.silent().keys()

    def silent(self) -> dict[str, dt.datetime]:
        """The dead, and the last beat of each."""
        return {name: beat.written for name, beat in self._beats.items() if moment() - beat.heard >= SILENT}

    def last_of(self, worker: str) -> dt.datetime | None:
        found = self._beats.get(worker)
        return found.written if found else None


class Heartbeat:
    """Beats in a thread of its own until stopped. `watch` looks at the others with each beat.

    `is_ending` is set when the worker is to end: what it has in hand and hasn't handed over goes back.
    """

    def __init__(self, app: Flask, worker: str) -> None:
        self.app, self.worker, self.watch = app, worker, Watch()
        self.is_ending = False
        self._last = self._unbroken_since = float("-inf")
        self._written: dt.datetime | None = None
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._run, name="heartbeat", daemon=True)

    def start(self) -> None:
        self.beat()
        self._thread.start()

    def stop(self) -> None:
        self._stopped.set()
        self._thread.join(timeout=BEAT)

    def unbroken_since(self, when: float) -> bool:
        """Whether nobody can have taken what we claimed at that moment() or later.

        A process that was frozen finds out here, even if it beats again before it asks.
        """
        return self._unbroken_since <= when and moment() - self._last < DOUBTFUL

    def can_tell_the_dead(self) -> bool:
        """Whether the silence of others is theirs: where the database was away, or we were, nobody could be heard."""
        return self.unbroken_since(moment() - SILENT)

    def _run(self) -> None:
        while not self._stopped.wait(BEAT):
            try:
                self.beat()
            except sa.exc.SQLAlchemyError:
                continue  # The database is away; unbroken_since says so soon enough.

    def beat(self) -> None:
        started = moment()
        with self.app.app_context():
            self.watch.look()
            was_buried = self._written is not None and self.watch.last_of(self.worker) != self._written
            written = database_time()
            upsert(Worker, [{"name": self.worker, "beat_at": written}], key=["name"])
            db.session.commit()
        if was_buried or started - self._last >= DOUBTFUL:
            self._unbroken_since = started
        self._last, self._written = started, written


def moment() -> float:
    """Seconds that nobody sets, and that also pass while the machine sleeps, where the system counts these (Linux)."""
    return time.clock_gettime(_CLOCK)


def database_time() -> dt.datetime:
    moment = db.session.execute(sa.select(sa.func.now())).scalar_one()
    return moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)


def somebody_beats() -> bool:
    """By the database's clock alone, for who has not been watching."""
    cutoff = database_time() - dt.timedelta(seconds=SILENT)
    return bool(db.session.scalar(sa.select(sa.func.count(Worker.name)).where(Worker.beat_at >= cutoff)))
