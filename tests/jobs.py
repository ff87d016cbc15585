"""The engine stands outside a test's transaction, so tests do its enqueued work themselves, from the same rows."""

import inspect
from typing import Any

import sqlalchemy as sa
from dbos._dbos import _get_or_create_dbos_registry
from dbos._schemas.system_database import SystemSchema
from dbos._serialization import DefaultSerializer, deserialize_args

import newsletter.jobs as timetable
from newsletter.db import db

assert timetable


def enqueued() -> list[str]:
    """The names of the jobs that were asked for and not yet done, in order."""
    return [row.name for row in _rows()]


def asked_of(name: str) -> list[tuple[Any, ...]]:
    """The arguments of the jobs of that name that are to be done, in order."""
    return [tuple(_arguments(row)["args"]) for row in _rows() if row.name == name]


def run_enqueued() -> list[str]:
    """Do every enqueued job, and those that they enqueue, but none that is delayed; returns their names."""
    done: list[str] = []
    jobs = _get_or_create_dbos_registry().workflow_info_map
    while rows := [row for row in _rows() if row.status == "ENQUEUED"]:
        for row in rows:
            arguments = _arguments(row)
            table = _table()
            db.session.execute(
                sa.update(table).where(table.c.workflow_uuid == row.workflow_uuid).values(status="SUCCESS")
            )
            db.session.commit()  # a job may begin by ending what was begun
            inspect.unwrap(jobs[row.name])(*arguments["args"])
            done.append(row.name)
    return done


def forget_enqueued() -> None:
    """What a test has committed others would find."""
    for name in ("workflow_input", "workflow_status"):
        db.session.execute(sa.delete(_table(name)))
    db.session.commit()


def _arguments(row: sa.Row[Any, Any, Any, Any, Any]) -> Any:
    return deserialize_args(row.inputs, row.serialization, DefaultSerializer())


def _rows() -> list[sa.Row[Any, Any, Any, Any, Any]]:
    table, arguments = _table(), _table("workflow_input")
    columns = table.c
    chosen = sa.select(
        columns.workflow_uuid, columns.name, columns.status, arguments.c.inputs, columns.serialization
    ).join(arguments, arguments.c.workflow_uuid == columns.workflow_uuid)
    waiting = chosen.where(columns.status.in_(["ENQUEUED", "DELAYED"]))
    return list(db.session.execute(waiting.order_by(columns.priority, columns.created_at)).all())


def _table(name: str = "workflow_status") -> sa.Table:
    schema = "dbos" if db.engine.dialect.name == "postgresql" else None
    known: sa.Table = getattr(SystemSchema, name)
    return known.to_metadata(sa.MetaData(), schema=schema)  # type: ignore[arg-type]
