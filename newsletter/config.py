"""What can be set from outside: NEWSLETTER_* variables, each with a default that works on one machine."""

import os
import zoneinfo
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import sqlalchemy as sa


class BadSetting(Exception):
    """A setting that can't work. The message names it and says what to do."""


def load(environ: Mapping[str, str] = os.environ) -> dict[str, Any]:
    """Flask configuration from the environment.

    NEWSLETTER_DATA           folder for the database, keys, photos and the local mailbox (./data)
    NEWSLETTER_DATABASE_URL   sqlite:///… or postgresql://… (a SQLite file in the data folder)
    NEWSLETTER_KEYS           folder of the keys that the web process needs (DATA/keys)
    NEWSLETTER_OPENING_KEYS   folder of the keys that open addresses; the mailer's alone (DATA/opening-keys)
    NEWSLETTER_HOST, _PORT    where `python app.py` listens (127.0.0.1, 8000)
    NEWSLETTER_URL            the public address, for links in mails (http://HOST:PORT)
    NEWSLETTER_PROXIES        how many proxies stand in front and set X-Forwarded-* (0)
    NEWSLETTER_TIMEZONE       zone of a new newsroom (Europe/Warsaw)
    NEWSLETTER_DICTIONARIES   folders of hunspell dictionaries to look in first; read by housestyle/spelling.py
    """
    data = Path(environ.get("NEWSLETTER_DATA") or "data").resolve()
    host = environ.get("NEWSLETTER_HOST") or "127.0.0.1"
    port = _whole_number(environ, "NEWSLETTER_PORT", 8000, 1, 65535)
    return {
        "DATA": data,
        "DATABASE_URL": _database_url(environ.get("NEWSLETTER_DATABASE_URL") or f"sqlite:///{data / 'newsletter.db'}"),
        "KEYS": Path(environ.get("NEWSLETTER_KEYS") or data / "keys").resolve(),
        "OPENING_KEYS": Path(environ.get("NEWSLETTER_OPENING_KEYS") or data / "opening-keys").resolve(),
        "HOST": host,
        "PORT": port,
        "URL": _public_url(environ.get("NEWSLETTER_URL") or f"http://{_bracketed(host)}:{port}"),
        "PROXIES": _whole_number(environ, "NEWSLETTER_PROXIES", 0, 0, 5),
        "TIMEZONE": _zone(environ.get("NEWSLETTER_TIMEZONE") or "Europe/Warsaw"),
        "MAX_CONTENT_LENGTH": 24 * 1024 * 1024,
    }


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host else host


def _whole_number(environ: Mapping[str, str], name: str, default: int, low: int, high: int) -> int:
    text = environ.get(name) or str(default)
    if not text.isdecimal() or not low <= int(text) <= high:
        raise BadSetting(f"{name} is {text!r}: set it to a whole number from {low} to {high}.")
    return int(text)


def _database_url(text: str) -> str:
    try:
        backend = sa.make_url(text).get_backend_name()
    except sa.exc.ArgumentError:
        backend = ""
    if backend not in ("sqlite", "postgresql"):
        raise BadSetting("NEWSLETTER_DATABASE_URL must begin with sqlite:/// or postgresql://.")
    return text


def _public_url(text: str) -> str:
    parts = urlsplit(text)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.query or parts.fragment:
        raise BadSetting(f"NEWSLETTER_URL is {text!r}: set it to an address such as https://weekly.example.org.")
    return text.rstrip("/")


def _zone(name: str) -> str:
    try:
        zoneinfo.ZoneInfo(name)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError) as error:
        raise BadSetting(f"NEWSLETTER_TIMEZONE is {name!r}: set it to a zone such as Europe/Warsaw.") from error
    return name
