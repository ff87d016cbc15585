"""Work whose database is away."""

import logging
import time
from collections.abc import Callable

import sqlalchemy as sa

from newsletter.db import db

RECONNECT = (1, 2, 4, 8, 15, 30)
"""Seconds before each new try of a job whose database didn't answer."""

log = logging.getLogger(__name__)


def with_a_database(do: Callable[[], None]) -> None:
    """While the database is away or busy a job waits and begins anew: every job may be done twice.

    Away it may be for long. What a database that answers refuses again and again is the job's own fault.
    """
    pauses, answered = iter(RECONNECT), False
    while True:
        try:
            return do()
        except sa.exc.DBAPIError as problem:
            if answered or not (problem.connection_invalidated or isinstance(problem, sa.exc.OperationalError)):
                raise
            db.session.rollback()
            pause = next(pauses, None)
            if pause is None:
                answered, pause = _database_answers(), RECONNECT[-1]
            log.warning("The database did not answer (%s); once more in %s s", type(problem.orig).__name__, pause)
            time.sleep(pause)


def _database_answers() -> bool:
    try:
        db.session.execute(sa.select(1))
    except sa.exc.OperationalError:
        return False
    finally:
        db.session.rollback()
    return True
