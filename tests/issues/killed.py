"""A process that dies in the middle of something."""

import os
import signal
from collections.abc import Mapping

from newsletter import create_app
from newsletter.issues.building import builder
from newsletter.issues.leaving import locking


def lock_and_die(number: int, settings: Mapping[str, str]) -> None:
    """With `settings` in its environment: the editions are frozen and written, and nothing is committed."""
    os.environ.update(settings)
    with create_app().app_context():
        locking.lock(builder.numbered(number, to_change=True), by="nina")
        os.kill(os.getpid(), signal.SIGKILL)
