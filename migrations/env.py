"""Alembic's environment: our own tables only; the engine (DBOS) keeps its own."""

import contextlib
import sqlite3
from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from alembic import context

from newsletter.db import Model, UTCDateTime, db


def ours(name: str | None, kind: str, _: object) -> bool:
    return kind != "table" or name in Model.metadata.tables


def plainly(kind: str, item: Any, _: object) -> str | bool:
    """A migration outlives the code, so it names column types of SQLAlchemy's own."""
    if kind == "type" and isinstance(item, UTCDateTime):
        return "sa.DateTime(timezone=True)"
    if kind == "type" and isinstance(item, sa.Enum):
        return f"sa.String(length={item.length})"
    return False


@contextlib.contextmanager
def without_foreign_keys(connection: sa.Connection) -> Iterator[None]:
    """SQLite changes a constraint by making the table anew, and dropping the old one would take what refers to it.

    It can't be said within a transaction (https://www.sqlite.org/lang_altertable.html, section 7), so SQLAlchemy, which
    begins one, isn't asked.
    """
    if connection.dialect.name != "sqlite":
        yield
        return
    database = connection.connection.dbapi_connection
    assert isinstance(database, sqlite3.Connection)
    database.execute("PRAGMA foreign_keys = OFF")
    try:
        yield
    finally:
        database.execute("PRAGMA foreign_keys = ON")


with db.engine.connect() as connection, without_foreign_keys(connection):
    context.configure(
        connection=connection,
        target_metadata=Model.metadata,
        include_name=ours,
        render_item=plainly,
        render_as_batch=connection.dialect.name == "sqlite",
    )
    with context.begin_transaction():
        context.run_migrations()
        if connection.dialect.name == "sqlite" and connection.exec_driver_sql("PRAGMA foreign_key_check").first():
            raise RuntimeError("A migration would leave rows that refer to nothing. Nothing was changed.")
    connection.commit()
