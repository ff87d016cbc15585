"""What befalls two workers in the middle of a mailing. Each trouble says how many deliveries it may leave in doubt."""

import resource
import shutil
import signal
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from random import Random

import sqlalchemy as sa

from newsletter.background import MAILINGS, QUEUES
from newsletter.db import db, looking
from newsletter.mailer.batch import CHUNK
from newsletter.mailer.models import Delivery, DeliveryState
from newsletter.mailer.models import Worker as Beating
from tests.faults.databases import Database
from tests.faults.slow_relay import SlowRelay
from tests.faults.workers import AT_MOST_IN_DOUBT, Workers, kill, send, stop_between_transactions, until
from tests.mailer import samples


@dataclass
class Troubles:
    """`journals` is the folder in which the workers keep theirs."""

    workers: Workers
    relay: SlowRelay
    database: Database
    journals: Path
    chance: Random
    counted: dict[str, int] = field(default_factory=dict)
    doubts_allowed: dict[str, int] = field(default_factory=dict)
    _living: dict[str, ForkServerProcess] = field(default_factory=dict)
    _named: int = 0

    def begin(self) -> None:
        self._start(self._new_name())
        self._start(self._new_name())

    def plan(self, *, kills: int, of_them_for_good: int) -> list[Callable[[], int]]:
        often: dict[Callable[[], int], int] = {
            self.kill: kills - of_them_for_good,
            self.kill_for_good: of_them_for_good,
            self.freeze: 5,
            self.interrupt_database: self.database.interruptions,
            self.restart_relay: 3,
            self.fill_disk: 5,
        }
        planned = [trouble for trouble, number in often.items() for _ in range(number)]
        self.chance.shuffle(planned)
        return planned

    def look_after_workers(self) -> None:
        """As a supervisor does: one that found no database when it started has given up."""
        for name, process in list(self._living.items()):
            if not process.is_alive():
                self._start(name)

    def befall(self, trouble: Callable[[], int]) -> None:
        name = trouble.__name__
        self.look_after_workers()
        allowed = trouble()
        self.counted[name] = self.counted.get(name, 0) + 1
        self.doubts_allowed[name] = self.doubts_allowed.get(name, 0) + allowed

    def kill(self) -> int:
        """-9, and it comes back at once, under its name and to its journals."""
        name, process = self._one()
        kill(process)
        self._start(name)
        return AT_MOST_IN_DOUBT

    def kill_for_good(self) -> int:
        """-9, and its machine is lost with its journals; another worker takes its place."""
        name, process = self._one()
        kill(process)
        claimed = _claimed_by(name)
        shutil.rmtree(self.journals / name, ignore_errors=True)
        del self._living[name]
        self._start(self._new_name())
        return claimed

    def freeze(self) -> int:
        """SIGSTOP until another has swept up after it, then SIGCONT."""
        name, process = self._one()
        if not _beats(name):
            return 0  # It has only just been started.
        stop_between_transactions(process)
        until(lambda: not _beats(name), seconds=60)
        send(process, signal.SIGCONT)
        return AT_MOST_IN_DOUBT

    def interrupt_database(self) -> int:
        """For so long, perhaps, that each takes the other for dead."""
        self.database.interrupt()
        return 2 * AT_MOST_IN_DOUBT

    def restart_relay(self) -> int:
        """It is killed: what was leaving is in doubt, one message a connection."""
        self.relay.stop()
        time.sleep(self.chance.uniform(0, 4))
        self.relay.start()
        return 2 * samples.CONNECTIONS

    def fill_disk(self) -> int:
        """One worker can write no file any more for some seconds: no journal, and no database but over the network."""
        _, process = self._one()
        assert process.pid
        before = resource.prlimit(process.pid, resource.RLIMIT_FSIZE)
        resource.prlimit(process.pid, resource.RLIMIT_FSIZE, (0, before[1]))
        time.sleep(self.chance.uniform(0.1, 3))
        resource.prlimit(process.pid, resource.RLIMIT_FSIZE, before)
        return AT_MOST_IN_DOUBT

    def _one(self) -> tuple[str, ForkServerProcess]:
        return self.chance.choice(sorted(self._living.items()))

    def _new_name(self) -> str:
        self._named += 1
        return f"worker-{self._named}"

    def _start(self, name: str) -> None:
        self._living[name] = self.workers.start(name)


def _claimed_by(name: str) -> int:
    """By a worker that has just died; PostgreSQL may still be about to learn of its last claim."""
    held = sa.select(sa.func.count(Delivery.id)).where(Delivery.worker == name, Delivery.state == DeliveryState.SENDING)
    time.sleep(0.2)
    with looking():
        claimed = db.session.scalars(held).one()
    assert claimed <= CHUNK * QUEUES[MAILINGS]
    return claimed


def _beats(name: str) -> bool:
    with looking():
        return db.session.get(Beating, name) is not None
