"""Clocks that a test sets, and workers that have fallen silent."""

import datetime as dt
from collections.abc import Callable

from newsletter.db import db
from newsletter.mailer import heartbeat
from newsletter.mailer.heartbeat import database_time
from newsletter.mailer.models import Worker

Jump = Callable[[dt.timedelta], None]


def silent(name: str, seconds: float) -> None:
    db.session.add(Worker(name=name, beat_at=database_time() - dt.timedelta(seconds=seconds)))
    db.session.commit()


class Clock:
    """Our own. It goes when a test says so, however fast the machine is."""

    def __init__(self) -> None:
        self._moment = heartbeat.moment()

    def moment(self) -> float:
        return self._moment

    def goes_on(self, seconds: float) -> None:
        self._moment += seconds
