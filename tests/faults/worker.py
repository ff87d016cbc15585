"""A process that does background work until it is killed."""

import os
import signal
from collections.abc import Mapping

from newsletter import create_app, onemachine
from newsletter.mailer import heartbeat


def work(name: str, settings: Mapping[str, str], *, beat: float, doubtful: float, silent: float) -> None:
    """With `settings` in its environment; the rest are seconds of the heartbeat."""
    os.environ.update(settings)
    heartbeat.BEAT, heartbeat.DOUBTFUL, heartbeat.SILENT = beat, doubtful, silent
    with onemachine.working(create_app(), name):
        signal.sigwait([signal.SIGTERM])
