"""A process that does background work until it is killed: python -m tests.faults.worker NAME BEAT DOUBTFUL SILENT."""

import signal
import sys

from newsletter import create_app, onemachine
from newsletter.mailer import heartbeat


def main(name: str, beat: str, doubtful: str, silent: str) -> None:
    heartbeat.BEAT, heartbeat.DOUBTFUL, heartbeat.SILENT = float(beat), float(doubtful), float(silent)
    app = create_app()
    with onemachine.working(app, name):
        print("working", flush=True)
        signal.sigwait([signal.SIGTERM])


if __name__ == "__main__":
    main(*sys.argv[1:])
