"""What only one process at a time may do, on whichever host; a lock goes with the process that held it."""

import contextlib
from collections.abc import Iterator

import sqlalchemy as sa
from filelock import FileLock, Timeout
from flask import current_app

from newsletter.db import db

_NUMBERS = {"sweep": 7_391_001}
"""PostgreSQL knows advisory locks by numbers, which others who share the database must not use."""


@contextlib.contextmanager
def alone(name: str) -> Iterator[bool]:
    """Whether nobody else is at it. On SQLite all are on this machine, with one data folder."""
    ours = _by_database(_NUMBERS[name]) if db.engine.dialect.name == "postgresql" else _by_file(name)
    with ours as got_it:
        yield got_it


@contextlib.contextmanager
def _by_database(number: int) -> Iterator[bool]:
    """Held by a connection of its own, with no transaction, which would be ended for its silence."""
    with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        got_it = bool(connection.scalar(sa.select(sa.func.pg_try_advisory_lock(number))))
        try:
            yield got_it
        finally:
            if got_it:
                _unlock(connection, number)


def _unlock(connection: sa.Connection, number: int) -> None:
    try:
        connection.execute(sa.select(sa.func.pg_advisory_unlock(number)))
    except sa.exc.SQLAlchemyError:
        connection.invalidate()  # The database was away, and the lock went with the connection.


@contextlib.contextmanager
def _by_file(name: str) -> Iterator[bool]:
    lock = FileLock(current_app.config["DATA"] / f"{name}.lock")
    with contextlib.suppress(Timeout):
        lock.acquire(timeout=0)
    try:
        yield lock.is_locked
    finally:
        lock.release()
