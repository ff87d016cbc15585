"""A newsroom to measure: its database, its readers, and an edition of the size that is asked for."""

import contextlib
import random
import tempfile
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from flask import Flask

from newsletter import create_app, keys
from newsletter.db import db, now
from newsletter.issues.composing.models import Edition
from newsletter.languages import Language, Reading
from newsletter.letters.letter import Letter
from newsletter.mailer import audience
from newsletter.migrate import migrate
from newsletter.subscribers.models import Status, Subscriber
from newsletter.vault import vault
from tests.bench.vocabulary import paragraph
from tests.databases import embedded_postgresql
from tests.mailer import samples

AT_ONCE = 10_000
"""Readers in a statement."""


@contextlib.contextmanager
def newsroom(database: str) -> Iterator[Flask]:
    """With its application context. `database` is "sqlite", "postgresql" or the URL of an empty database."""
    with tempfile.TemporaryDirectory(prefix="newsletter-bench-") as name, _url(database, Path(name)) as url:
        folder = Path(name)
        keys.init(folder / "keys", folder / "opening-keys")
        app = create_app(
            {
                "DATA": folder,
                "DATABASE_URL": url,
                "KEYS": folder / "keys",
                "OPENING_KEYS": folder / "opening-keys",
                "URL": "https://weekly.example.org",
            }
        )
        migrate(app)
        with app.app_context():
            yield app
            db.session.rollback()
            db.engine.dispose()


@contextlib.contextmanager
def _url(database: str, folder: Path) -> Iterator[str]:
    if database == "postgresql":
        server = embedded_postgresql(folder)
        yield server.get_uri()
        server.cleanup()
    else:
        yield f"sqlite:///{folder / 'bench.db'}" if database == "sqlite" else database


def environment(app: Flask) -> dict[str, str]:
    """For another process of the same newsroom."""
    names = ("DATA", "DATABASE_URL", "KEYS", "OPENING_KEYS", "URL")
    return {f"NEWSLETTER_{name}": str(app.config[name]) for name in names}


def add_readers(number: int, *, reading: Reading = Reading.EN) -> None:
    """Confirmed ones, in the vault. Commits."""
    statement = sa.insert(Subscriber)
    for first in range(0, number, AT_ONCE):
        db.session.execute(statement, [_reader(reading) for _ in range(min(AT_ONCE, number - first))])
        db.session.commit()


def _reader(reading: Reading) -> dict[str, Any]:
    uid = uuid.uuid4()
    address = f"{uid.hex[:16]}@example.org"
    return {
        "uid": uid,
        "address": vault.seal("subscriber", uid, address),
        "address_index": vault.index(address),
        "provider": "other",
        "reading": reading,
        "language": reading.first,
        "status": Status.ACTIVE,
        "created_at": now(),
    }


def edition(size: int, *, reading: Reading = Reading.EN, **facts: Any) -> Edition:
    """Of about `size` bytes as a message: a page of HTML, and a fifth as much plain text."""
    frame = len(samples.LETTER.html) + len(samples.LETTER.text) + 1500
    # Base64 makes 78 bytes, with the line's end, of 57.
    words = _words((size - frame) * 57 // 78)
    cut = len(words) * 4 // 5
    letter = Letter(
        Language.EN,
        samples.LETTER.subject,
        samples.LETTER.html.replace("Good morning.", words[:cut]),
        samples.LETTER.text.replace("Good morning.", words[cut:]),
    )
    return samples.edition(reading, letter=letter, **facts)


def _words(length: int) -> str:
    chance, found = random.Random(1), ""
    while len(found) < length:
        found += paragraph(chance, Language.EN, 70) + " "
    return found[:length]


def prepared(size: int, *, reading: Reading = Reading.EN, **facts: Any) -> int:
    """A mailing of a new edition whose audience is frozen, and which nobody has begun; its id. Commits."""
    mailing_id = audience.prepare(edition(size, reading=reading, **facts)).id
    db.session.commit()
    return mailing_id
