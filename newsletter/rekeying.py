"""Renewing keys: every living row is sealed, or found, by the new one; in chunks, beside a running mailer."""

from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa

from newsletter.db import Model, db
from newsletter.vault import SealedAddress, vault

CHUNK = 1000


def reseal_all() -> int:
    """Seal every address with the vault key in use. Returns how many were changed; safe to repeat or to interrupt."""
    changed = 0
    for model in _tables():
        for rows in _chunks(model):
            stale = [row for row in rows if not vault.is_current(row.address)]
            table = model.__tablename__
            values = [
                {"id": row.id, "address": vault.seal(table, row.uid, vault.open(table, row.uid, row.address))}
                for row in stale
            ]
            _update(model, values)
            changed += len(values)
    return changed


def reindex_all() -> int:
    """Compute every index anew, all in one transaction: a half-done one would lose readers. Doesn't commit."""
    changed = 0
    for model in _tables():
        for rows in _chunks(model, commit=False):
            opened = [(row.id, vault.open(model.__tablename__, row.uid, row.address)) for row in rows]
            values = [{"id": row_id, "address_index": vault.index(address)} for row_id, address in opened]
            db.session.execute(sa.update(model), values)
            changed += len(values)
    return changed


def _tables() -> Iterator[Any]:
    for mapper in Model.registry.mappers:
        if issubclass(mapper.class_, SealedAddress):
            yield mapper.class_


def _chunks(model: Any, *, commit: bool = True) -> Iterator[list[Any]]:
    after = 0
    columns = sa.select(model.id, model.uid, model.address).where(model.address.is_not(None)).order_by(model.id)
    while rows := list(db.session.execute(columns.where(model.id > after).limit(CHUNK))):
        yield rows
        after = rows[-1].id
        if commit:
            db.session.commit()


def _update(model: Any, values: list[dict[str, Any]]) -> None:
    if values:
        db.session.execute(sa.update(model), values)
