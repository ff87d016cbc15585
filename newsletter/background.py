"""The one place that speaks to the engine (DBOS): enqueueing in our own transaction, and running what is enqueued.

Arguments are pickled into the database, so they are row ids, never an address.
"""

import contextlib
import datetime as dt
import functools
import logging
from collections.abc import Callable, Iterator
from typing import Any, ParamSpec

import dbos
from dbos import DBOS, DBOSClient, DBOSConfig, EnqueueOptions
from flask import Flask, current_app
from sqlalchemy import make_url

from newsletter.db import db
from newsletter.reconnecting import with_a_database

NAME = "newsletter"
VERSION = "1"
"""A constant: the engine's own default is a hash of the code, and an upgrade would strand what is pending."""
LETTERS, MAILINGS, PACED, DRAFTS, CHECKS = "letters", "mailings", "paced", "drafts", "checks"
QUEUES = {LETTERS: 2, MAILINGS: 2, PACED: 3, DRAFTS: 1, CHECKS: 1}
"""Queues and how many of each run at once in one worker; without a limit the engine starts 500 threads."""
ALIVE = ["ENQUEUED", "DELAYED", "PENDING"]
POLL = {LETTERS: 1.0, MAILINGS: 0.2, PACED: 1.0, DRAFTS: 2.0, CHECKS: 2.0}
"""Seconds between looks into a queue: it bounds how many jobs a second it can start. Each costs milliseconds."""

TRY_AGAIN = (30, 300, 1800, 7200, 28800)
"""Seconds before each new try of a job that raised TryLater."""

P = ParamSpec("P")
log = logging.getLogger(__name__)
_running: list[Flask] = []
at_work: set[str] = set()
"""The jobs that run in this process, by the engine's ids."""


class GivenUp(Exception):
    """A job was tried as often as it makes sense."""


class TryLater(Exception):
    """What a job raises when it could not do its work now and may be able to later."""


def enqueue(name: str, *ids: int | str, queue: str = LETTERS, key: str = "", delay: float = 0, place: int = 0) -> None:
    """Ask for a job in the transaction of the change that causes it: rolled back, it was never asked for.

    A `key` makes it happen once: asking again under the same key does nothing. `delay` is in seconds. Of a queue those
    with the lowest `place` come first, and among them those that were asked for first.
    """
    options: EnqueueOptions = {"workflow_name": name, "queue_name": queue, "app_version": VERSION}
    if place:
        options["priority"] = place
    if key:
        options["workflow_id"] = key
    if delay > 0:
        options["delay_seconds"] = delay
    client().enqueue_in_transaction(db.session, options, *ids)


def job(name: str) -> Callable[[Callable[P, None]], Callable[P, None]]:
    """Register a function as a job. It runs with an application context and a session of its own.

    One that raises TryLater is asked for again after a while, and given up after the last of TRY_AGAIN.
    """

    def decorate(function: Callable[P, None]) -> Callable[P, None]:
        @functools.wraps(function)
        def run(*args: P.args, **kwargs: P.kwargs) -> None:
            with _at_work_on(str(DBOS.workflow_id)), _running[-1].app_context():
                try:
                    with_a_database(functools.partial(function, *args, **kwargs))
                except TryLater as why:
                    db.session.rollback()
                    _ask_again(name, args, str(why))

        return DBOS.workflow(name=name)(run)

    return decorate


@contextlib.contextmanager
def _at_work_on(workflow_id: str) -> Iterator[None]:
    at_work.add(workflow_id)
    try:
        yield
    finally:
        at_work.discard(workflow_id)


def _ask_again(name: str, ids: tuple[Any, ...], why: str) -> None:
    """Under an id that counts the tries, so that a crash in between asks only once."""
    first, _, tries = str(DBOS.workflow_id).partition("~")
    number = int(tries or 0)
    if number == len(TRY_AGAIN):
        raise GivenUp(f"{name} after {number + 1} tries: {why}")
    log.warning("%s will be tried again in %s s: %s", name, TRY_AGAIN[number], why)
    enqueue(name, *ids, key=f"{first}~{number + 1}", delay=TRY_AGAIN[number])
    db.session.commit()


def client() -> DBOSClient:
    """For looking at and steering jobs from any process; it registers and runs nothing."""
    found: DBOSClient | None = current_app.extensions.get("dbos_client")
    if found is None:
        # It reads mostly: on SQLite it must not wait for the write lock that its caller may hold.
        engine = db.engine.execution_options(reading=True)
        found = DBOSClient(system_database_engine=engine, application_name=NAME, lazy=True)
        current_app.extensions["dbos_client"] = found
    return found


def alive(prefix: str, *, most: int | None = None) -> list[str]:
    """The keys of the jobs that wait or run and whose key begins so."""
    found = client().list_workflows(
        workflow_id_prefix=prefix, status=ALIVE, limit=most, load_input=False, load_output=False
    )
    return [job.workflow_id for job in found]


def any_alive(prefix: str) -> bool:
    return bool(alive(prefix, most=1))


def engine_url(app: Flask) -> str:
    """The engine's tables live in our own database."""
    url = make_url(app.config["DATABASE_URL"])
    return url.set(drivername=url.get_backend_name()).render_as_string(hide_password=False)


def migrate(app: Flask) -> None:
    """Create or upgrade the engine's own tables."""
    _quiet()
    DBOS.migrate(engine_url(app))


def start(app: Flask, *, worker: str, schedules: list[Any]) -> None:
    """Run jobs in this process until stop(). `worker` must be unique among living processes."""
    _running.append(app)
    _quiet()
    configuration: DBOSConfig = {
        "name": NAME,
        "system_database_url": engine_url(app),
        "application_version": VERSION,
        "executor_id": worker,
        "run_migrations": False,
        "log_level": "WARNING",
    }
    DBOS(config=configuration)
    DBOS.launch()
    for queue, at_once in QUEUES.items():
        DBOS.register_queue(queue, worker_concurrency=at_once, polling_interval_sec=POLL[queue])
    if schedules:
        DBOS.apply_schedules(schedules)


def prune() -> None:
    """Forget jobs that ended more than a day ago."""
    before = (dt.datetime.now(dt.UTC) - dt.timedelta(days=1)).isoformat()
    ended = client().list_workflows(completed_before=before, limit=20_000, load_input=False, load_output=False)
    if ended:
        client().delete_workflows([found.workflow_id for found in ended])


def stop() -> None:
    """Let running jobs finish for a few seconds; what is cut off is taken up by the next start."""
    DBOS.destroy(workflow_completion_timeout_sec=10)
    _running.clear()


def _quiet() -> None:
    logging.getLogger(dbos.__name__).setLevel(logging.WARNING)
