"""How the database goes about each statement on the large tables, by its own account."""

import contextlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from newsletter.db import db

LARGE = ("delivery", "subscriber", "suppression")
_LOOKED_AT = ("SELECT", "INSERT", "UPDATE", "DELETE", "WITH")


@dataclass(frozen=True)
class Plan:
    statement: str
    steps: tuple[str, ...]
    scanned: tuple[str, ...]
    """Large tables that it reads whole, by an index or without."""


@contextlib.contextmanager
def plans() -> Iterator[list[Plan]]:
    """Of what is executed within. On PostgreSQL a table is read whole only where no index leads to its rows."""
    found: dict[str, Plan] = {}

    def look(connection: sa.Connection, _: Any, statement: str, parameters: Any, __: Any, many: bool) -> None:
        if many or statement in found or not statement.startswith(_LOOKED_AT):
            return
        if any(f"{table} " in f"{statement} ".replace("\n", " ") for table in LARGE):
            found[statement] = _plan(connection, statement, parameters)

    shown: list[Plan] = []
    sa.event.listen(db.engine, "before_cursor_execute", look)
    try:
        yield shown
    finally:
        sa.event.remove(db.engine, "before_cursor_execute", look)
        shown += found.values()


def _plan(connection: sa.Connection, statement: str, parameters: Any) -> Plan:
    cursor = connection.connection.cursor()
    if connection.dialect.name == "sqlite":
        steps = [row[3] for row in cursor.execute(f"EXPLAIN QUERY PLAN {statement}", parameters)]
        scanned = [table for table in LARGE for step in steps if step.split()[:2] == ["SCAN", table]]
    else:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(f"EXPLAIN (FORMAT JSON) {statement}", parameters)
        (made,) = cursor.fetchone() or ("",)
        nodes = list(_nodes(_parsed(made)[0]["Plan"]))
        steps = [_said(node) for node in nodes]
        scanned = [node["Relation Name"] for node in nodes if _reads_all(node)]
    return Plan(statement, tuple(steps), tuple(scanned))


def _parsed(found: Any) -> Any:
    return json.loads(found) if isinstance(found, str) else found


def _nodes(node: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield node
    for below in node.get("Plans", []):
        yield from _nodes(below)


def _said(node: dict[str, Any]) -> str:
    names = (node.get(name, "") for name in ("Node Type", "Relation Name", "Index Name", "Index Cond"))
    return " ".join(filter(None, names))


def _reads_all(node: dict[str, Any]) -> bool:
    reads = node["Node Type"] in ("Seq Scan", "Index Scan", "Index Only Scan")
    return reads and node["Relation Name"] in LARGE and "Index Cond" not in node
