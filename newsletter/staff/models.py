"""Accounts of the newsroom, their sessions, and the audit log."""

import contextlib
import datetime as dt
import hashlib
import json
import uuid
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l
from nacl.exceptions import InvalidkeyError
from nacl.pwhash import argon2id
from sqlalchemy import orm
from sqlalchemy.orm import Mapped, mapped_column

from newsletter.db import Model, db, now
from newsletter.languages import Language
from newsletter.vault import SealedAddress, vault

PASSWORD_LENGTH = 12
"""Characters at the least."""


class Role(StrEnum):
    AUTHOR = "author"
    TRANSLATOR = "translator"
    EDITOR = "editor"
    ADMIN = "admin"

    @property
    def label(self) -> str:
        return str(_ROLES[self])


_ROLES = {
    Role.AUTHOR: _l("author"),
    Role.TRANSLATOR: _l("translator"),
    Role.EDITOR: _l("editor"),
    Role.ADMIN: _l("admin"),
}


class Staff(SealedAddress, Model):
    """Somebody with an account on the desk. Their address is sealed like a reader's; they sign in by handle."""

    __tablename__ = "staff"

    id: Mapped[int] = mapped_column(primary_key=True)
    handle: Mapped[str] = mapped_column(sa.String(40), unique=True)
    name: Mapped[str] = mapped_column(sa.String(100))
    role: Mapped[Role]
    language: Mapped[Language] = mapped_column(default=Language.EN)
    active: Mapped[bool] = mapped_column(default=True)
    password_hash: Mapped[str | None] = mapped_column(sa.String(200))
    signed_in_links: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[dt.datetime] = mapped_column(default=now)

    sessions: Mapped[list["StaffSession"]] = orm.relationship(cascade="all, delete-orphan", back_populates="staff")

    def __init__(self, *, handle: str, name: str, role: Role, language: Language = Language.EN) -> None:
        super().__init__(uid=uuid.uuid4(), handle=handle, name=name, role=role, language=language)

    def seal(self, address: str) -> None:
        """Keep an address that has been normalised; only the mailer can read it again."""
        self.address_index = vault.index(address)
        self.address = vault.seal_at_intake(self.uid, address)

    def set_password(self, password: str) -> None:
        self.password_hash = argon2id.str(
            password.encode(), opslimit=argon2id.OPSLIMIT_INTERACTIVE, memlimit=argon2id.MEMLIMIT_INTERACTIVE
        ).decode()

    def has_password(self, password: str) -> bool:
        return verify_password(self.password_hash, password)


_NOBODY = "$argon2id$v=19$m=65536,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"


def verify_password(password_hash: str | None, password: str) -> bool:
    """Takes as long for an unknown handle as for a known one."""
    try:
        return argon2id.verify((password_hash or _NOBODY).encode(), password.encode())
    except InvalidkeyError:
        return False


class StaffSession(Model):
    """A signed-in browser. The cookie holds a random key, the table only its hash."""

    __tablename__ = "staff_session"

    id: Mapped[int] = mapped_column(primary_key=True)
    staff_id: Mapped[int] = mapped_column(sa.ForeignKey("staff.id", ondelete="CASCADE"), index=True)
    key_hash: Mapped[bytes] = mapped_column(sa.LargeBinary(32), unique=True)
    browser: Mapped[str] = mapped_column(sa.String(60))
    created_at: Mapped[dt.datetime] = mapped_column(default=now)
    seen_on: Mapped[dt.date] = mapped_column(default=lambda: now().date())

    staff: Mapped[Staff] = orm.relationship(back_populates="sessions", lazy="joined")


class Setting(Model):
    """One setting of the newsroom; settings.py says which there are."""

    __tablename__ = "setting"

    name: Mapped[str] = mapped_column(sa.String(60), primary_key=True)
    value: Mapped[Any] = mapped_column(sa.JSON)


class AuditEntry(Model):
    """What somebody on the desk did. Append-only: each entry is hashed with the one before it."""

    __tablename__ = "audit_entry"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[dt.datetime]
    staff_handle: Mapped[str] = mapped_column(sa.String(40))
    action: Mapped[str] = mapped_column(sa.String(60))
    subject: Mapped[str] = mapped_column(sa.String(200))
    details: Mapped[dict[str, Any]] = mapped_column(default=dict)
    hash: Mapped[bytes] = mapped_column(sa.LargeBinary(32), unique=True)

    def hash_after(self, previous: bytes) -> bytes:
        content = [self.at.isoformat(), self.staff_handle, self.action, self.subject, self.details]
        return hashlib.sha256(previous + json.dumps(content, sort_keys=True, ensure_ascii=False).encode()).digest()


def record(who: str, action: str, subject: str, **details: Any) -> AuditEntry:
    """Append to the audit log in the transaction of the change itself. Never give it a reader's address."""
    if db.session.get_bind().dialect.name == "postgresql":
        # A lock on the last row isn't enough: whoever waited for it would still take it for the last.
        db.session.execute(sa.select(sa.func.pg_advisory_xact_lock(sa.func.hashtext(AuditEntry.__tablename__))))
    last = db.session.scalar(sa.select(AuditEntry.hash).order_by(AuditEntry.id.desc()).limit(1))
    entry = AuditEntry(at=now(), staff_handle=who, action=action, subject=subject[:200], details=details)
    entry.hash = entry.hash_after(last or b"")
    db.session.add(entry)
    db.session.flush()
    return entry


def first_break() -> int | None:
    """The id of the first entry that was altered, or whose predecessor is gone; None if the log is whole."""
    entries = sa.select(AuditEntry).order_by(AuditEntry.id).execution_options(yield_per=1000)
    previous = b""
    with contextlib.closing(db.session.scalars(entries)) as rows:
        for entry in rows:
            if entry.hash_after(previous) != entry.hash:
                return entry.id
            previous = entry.hash
    return None
