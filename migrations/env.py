"""Alembic's environment: our own tables only; the engine (DBOS) keeps its own."""

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


with db.engine.connect() as connection:
    context.configure(
        connection=connection,
        target_metadata=Model.metadata,
        include_name=ours,
        render_item=plainly,
        render_as_batch=connection.dialect.name == "sqlite",
    )
    with context.begin_transaction():
        context.run_migrations()
    connection.commit()
