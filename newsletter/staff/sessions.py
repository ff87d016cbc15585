"""Signed-in browsers: a random key in the cookie, its hash in the table, listed and revocable."""

import hashlib
import re
import secrets

import sqlalchemy as sa
from flask import Flask, g, request, session
from flask_babel import gettext as _

from newsletter.db import begin_writing, db, now
from newsletter.staff.models import Staff, StaffSession

LIFETIME_DAYS = 30
"""A browser that has not been seen for this long must sign in again."""

PUBLIC_FILES = ("asset", "photos.file")
"""Kept by whoever stands between, so that nothing in their answers may depend on who asks."""


def init_app(app: Flask) -> None:
    app.before_request(_recognise)


def start(staff: Staff) -> None:
    """Sign this browser in, with a new key and nothing carried over from before."""
    session.clear()
    key = secrets.token_urlsafe(32)
    session["key"] = key
    session.permanent = True
    db.session.add(StaffSession(staff=staff, key_hash=key_hash(key), browser=_browser()))
    g.staff, g.language = staff, staff.language


def end() -> None:
    """Sign this browser out, on the server too."""
    if key := session.get("key"):
        db.session.execute(sa.delete(StaffSession).where(StaffSession.key_hash == key_hash(key)))
    session.clear()


def current_id() -> int | None:
    found: StaffSession | None = g.get("staff_session")
    return found.id if found else None


def revoke(staff: Staff, *, session_id: int | None = None) -> None:
    """End one of somebody's sessions, or all of them and every link that could begin one."""
    which = sa.delete(StaffSession).where(StaffSession.staff_id == staff.id)
    if not session_id:
        staff.signed_in_links += 1
    db.session.execute(which.where(StaffSession.id == session_id) if session_id else which)


def _recognise() -> None:
    g.staff = None
    if request.endpoint in PUBLIC_FILES or not (key := session.get("key")):
        return
    found = db.session.scalar(sa.select(StaffSession).where(StaffSession.key_hash == key_hash(key)))
    if found is None or not found.staff.active or (now().date() - found.seen_on).days > LIFETIME_DAYS:
        session.clear()
        return
    if found.seen_on != now().date():
        begin_writing()
        db.session.execute(
            sa.update(StaffSession).where(StaffSession.key_hash == key_hash(key)).values(seen_on=now().date())
        )
        db.session.commit()
        session.modified = True  # so that the cookie lasts as long as the session
        found = db.session.scalars(sa.select(StaffSession).where(StaffSession.key_hash == key_hash(key))).one()
    g.staff_session, g.staff = found, found.staff
    g.language = request.cookies.get("language") or found.staff.language


def key_hash(key: str) -> bytes:
    return hashlib.sha256(key.encode()).digest()


def _browser() -> str:
    """A word to recognise a session by in the list; no address and no full user agent is kept."""
    agent = request.user_agent.string
    name = next((name for name in ("Edg", "Firefox", "Chrome", "Safari") if name in agent), "")
    system = re.search(r"Android|iPhone|iPad|Windows|Mac OS X|Linux", agent)
    known = {"Edg": "Edge", "": _("A browser")}
    return f"{known.get(name, name)} · {system[0]}" if system else known.get(name, name)
