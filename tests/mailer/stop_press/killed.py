"""A process that dies while it prepares a correction."""

import os
import signal
from collections.abc import Mapping

from newsletter import create_app
from newsletter.issues.building import builder
from newsletter.mailer.stop_press import writing


def send_and_die(number: int, settings: Mapping[str, str]) -> None:
    """With `settings` in its environment: every delivery is written, and nothing is committed."""
    os.environ.update(settings)
    with create_app().app_context():
        issue = builder.numbered(number, to_change=True)
        writing.send(issue, version=writing.version_of(issue), by="nina")
        os.kill(os.getpid(), signal.SIGKILL)
