"""Addresses that must not be mailed, known by their keyed hash alone."""

import sqlalchemy as sa

from newsletter.db import db, now, upsert
from newsletter.subscribers.models import Suppression, SuppressionReason
from newsletter.vault import vault


def suppress(address_index: bytes, reason: SuppressionReason) -> None:
    """Safe to repeat. `address_index` is that of a living row, and so of the index key in use."""
    row = {"address_index": address_index, "key_version": max(vault.keys.index), "reason": reason, "at": now()}
    upsert(Suppression, [row], key=["address_index"])


def lift(address_index: bytes) -> None:
    """The owner of the address asked for the letters again."""
    db.session.execute(sa.delete(Suppression).where(Suppression.address_index == address_index))


def renewed(address: str) -> Suppression | None:
    """The suppression of an address, moved to the index key in use, so that lift() finds it without the address."""
    by_version = dict(vault.every_index(address))
    found = list(db.session.scalars(sa.select(Suppression).where(Suppression.address_index.in_(by_version.values()))))
    if not found:
        return None
    latest = max(found, key=lambda row: row.at)
    version = max(by_version)
    reason, at = latest.reason, latest.at
    if [row.key_version for row in found] == [version]:
        return latest
    for row in found:
        db.session.delete(row)
    db.session.flush()
    moved = Suppression(address_index=by_version[version], key_version=version, reason=reason, at=at)
    db.session.add(moved)
    return moved
