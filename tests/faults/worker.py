"""A process that does background work until it is killed."""

import datetime as dt
import os
import signal
import threading
from collections.abc import Mapping
from dataclasses import dataclass

from newsletter import create_app, db, onemachine
from newsletter.mailer import heartbeat, ledger, mailings
from newsletter.staff import relay_models


@dataclass(frozen=True)
class Tempo:
    """Faster than in a newsroom. Seconds: of the heartbeat, and after a relay could not be had.

    A machine may do nothing for some seconds at any time, and a worker that thinks it was frozen begins again.
    """

    beat: float = 0.5
    doubtful: float = 7.0
    silent: float = 9.0
    retry: float = 2.0
    busy: int = 30_000
    """Milliseconds that a writer of SQLite waits for its turn."""
    batch: int = 2000
    """Deliveries in a job."""


def work(name: str, settings: Mapping[str, str], tempo: Tempo) -> None:
    """With `settings` in its environment."""
    os.environ.update(settings)
    heartbeat.BEAT, heartbeat.DOUBTFUL, heartbeat.SILENT = tempo.beat, tempo.doubtful, tempo.silent
    db.BUSY_TIMEOUT, ledger.BATCH = tempo.busy, tempo.batch
    mailings.RETRY = dt.timedelta(seconds=tempo.retry)
    relay_models.BACKOFF = [mailings.RETRY]
    asked_to_end = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: asked_to_end.set())
    with onemachine.working(create_app(), name):
        asked_to_end.wait()
