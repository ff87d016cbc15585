"""The database: one base class, one rule for enums, one for time, and what SQLite and PostgreSQL do differently."""

import contextlib
import datetime as dt
import uuid
from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum
from inspect import iscoroutinefunction
from typing import Any, ClassVar

import sqlalchemy as sa
from flask import Flask, request
from flask_sqlalchemy_lite import SQLAlchemy
from sqlalchemy import orm
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine.interfaces import DBAPIConnection, Dialect
from sqlalchemy.pool import ConnectionPoolEntry

BUSY_TIMEOUT = 30_000
"""Milliseconds that a SQLite writer waits for its turn."""

SILENCE = 60
"""Seconds after which PostgreSQL ends a transaction whose client says nothing: a host that died in one, or stands
still, would hold its locks for hours, and everybody else up. Nobody thinks so long between two statements."""


class UTCDateTime(sa.TypeDecorator[dt.datetime]):
    """Aware UTC in and out. SQLite stores no zone, so it is put back on the way out."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: dt.datetime | None, dialect: Dialect) -> dt.datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"{value!r} has no time zone; the database takes aware datetimes only.")
        return value.astimezone(dt.UTC)

    def process_result_value(self, value: dt.datetime | None, dialect: Dialect) -> dt.datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=dt.UTC) if value.tzinfo is None else value.astimezone(dt.UTC)


class Model(orm.DeclarativeBase):
    metadata = sa.MetaData(
        naming_convention={
            "ix": "ix_%(column_0_label)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        dt.datetime: UTCDateTime,
        StrEnum: sa.Enum(
            StrEnum, native_enum=False, length=32, values_callable=lambda kind: [member.value for member in kind]
        ),
        dict[str, Any]: sa.JSON,
        dict[str, str]: sa.JSON,
        dict[str, int]: sa.JSON,
        uuid.UUID: sa.Uuid,
    }


db = SQLAlchemy()


def now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


def init_app(app: Flask) -> None:
    url = sa.make_url(app.config["DATABASE_URL"])
    connection: dict[str, Any] = {}
    if url.get_backend_name() == "postgresql":
        url = url.set(drivername="postgresql+psycopg")
        connection = {"options": f"-c idle_in_transaction_session_timeout={SILENCE}s"}
    # An error names its statement in the log; the values, which may be what somebody typed, stay out of it.
    app.config["SQLALCHEMY_ENGINES"] = {"default": {"url": url, "hide_parameters": True, "connect_args": connection}}
    db.init_app(app)
    # Its closing of asynchronous sessions, of which there are none, starts a thread and a loop for every request.
    app.teardown_appcontext_funcs = [end for end in app.teardown_appcontext_funcs if not iscoroutinefunction(end)]
    with app.app_context():
        if url.get_backend_name() == "sqlite":
            _prepare_sqlite(db.engine)
    app.before_request(_read_only_for_readers)


def _prepare_sqlite(engine: sa.Engine) -> None:
    """WAL for readers beside a writer; a writer takes its lock at BEGIN, so that no concurrent increment is lost."""

    @sa.event.listens_for(engine, "connect")
    def connect(connection: DBAPIConnection, _: ConnectionPoolEntry) -> None:
        connection.isolation_level = None
        cursor = connection.cursor()
        for pragma in (
            f"busy_timeout={BUSY_TIMEOUT}",
            "journal_mode=WAL",
            "synchronous=FULL",
            "foreign_keys=ON",
        ):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @sa.event.listens_for(engine, "begin")
    def begin(connection: sa.Connection) -> None:
        reading = connection.get_execution_options().get("reading")
        connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")


def _read_only_for_readers() -> None:
    """A page that is only looked at never waits behind a writer."""
    bind = db.session.bind
    if request.method in ("GET", "HEAD", "OPTIONS") and isinstance(bind, sa.Engine):
        db.session.bind = bind.execution_options(reading=True)


@contextlib.contextmanager
def looking() -> Iterator[None]:
    """A look at the rows as they are now, which takes no lock and leaves none behind; for whoever looks and waits."""
    db.session.rollback()
    bind = db.session.bind
    if isinstance(bind, sa.Engine):
        db.session.bind = bind.execution_options(reading=True)
    try:
        yield
    finally:
        db.session.rollback()
        db.session.bind = bind


def begin_writing() -> None:
    """For the few GET requests that write: end the read, and let the next statement take the write lock."""
    db.session.rollback()
    if isinstance(db.session.bind, sa.Engine):
        db.session.bind = db.engine


def upsert(model: type[Model], rows: Iterable[Mapping[str, Any]], *, key: Iterable[str]) -> None:
    """Insert `rows`, or update the ones whose `key` columns are there already, in one statement."""
    values = [dict(row) for row in rows]
    if not values:
        return
    keys = set(key)
    changed = [name for name in values[0] if name not in keys]
    on_postgresql = db.session.get_bind().dialect.name == "postgresql"
    statement: Any = (postgresql.insert if on_postgresql else sqlite.insert)(model).values(values)
    if changed:
        statement = statement.on_conflict_do_update(
            index_elements=sorted(keys), set_={name: statement.excluded[name] for name in changed}
        )
    else:
        statement = statement.on_conflict_do_nothing(index_elements=sorted(keys))
    db.session.execute(statement)
