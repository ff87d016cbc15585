"""A process that does background work until it is killed."""

import datetime as dt
import os
import signal
from collections.abc import Mapping
from dataclasses import dataclass

from newsletter import create_app, onemachine
from newsletter.mailer import heartbeat, mailings


@dataclass(frozen=True)
class Tempo:
    """Seconds, far fewer than in a newsroom: of the heartbeat, and after a relay could not be had."""

    beat: float = 0.3
    doubtful: float = 1.2
    silent: float = 2.0
    retry: float = 2.0


def work(name: str, settings: Mapping[str, str], tempo: Tempo) -> None:
    """With `settings` in its environment."""
    os.environ.update(settings)
    heartbeat.BEAT, heartbeat.DOUBTFUL, heartbeat.SILENT = tempo.beat, tempo.doubtful, tempo.silent
    mailings.RETRY = dt.timedelta(seconds=tempo.retry)
    with onemachine.working(create_app(), name):
        signal.sigwait([signal.SIGTERM])
