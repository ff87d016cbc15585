"""Photos as they are kept: a row each, and a file for every width, named for what is in it."""

import os
import secrets
from pathlib import Path

import sqlalchemy as sa
from flask import current_app, url_for
from flask_babel import force_locale
from flask_babel import gettext as _

from newsletter.commentaries.developing import MAX_BYTES as MAX_BYTES
from newsletter.commentaries.developing import Developed, develop
from newsletter.commentaries.developing import UnusablePhoto as UnusablePhoto
from newsletter.commentaries.figures import Pictures
from newsletter.commentaries.photo_models import Photo
from newsletter.db import db, now, upsert
from newsletter.languages import Language
from newsletter.web import public_url


def store(data: bytes) -> Photo:
    """Keep a photo in every width; one that we have already is that one again. Raises UnusablePhoto."""
    return keep(develop(data))


def keep(developed: Developed) -> Photo:
    """The row first: whoever removes the same photo at this moment is waited for, and its files are written anew."""
    facts = {"digest": developed.digest, "width": developed.width, "height": developed.height, "created_at": now()}
    upsert(Photo, [facts], key=["digest"])
    for width, content in developed.files.items():
        _write(path_of(developed.digest, width), content)
    return db.session.scalars(sa.select(Photo).where(Photo.digest == developed.digest)).one()


def remove_files(digest: str, *, before: float) -> None:
    """Unless somebody has stored the photo anew since then, seconds since 1970."""
    for path in folder().glob(f"{digest}*"):
        if path.stat().st_mtime < before:
            path.unlink(missing_ok=True)


def path_of(digest: str, width: int) -> Path:
    return folder() / f"{digest}-{width}.jpg"


def folder() -> Path:
    return Path(current_app.config["DATA"]) / "photos"


def _write(path: Path, content: bytes) -> None:
    """Whole or not at all, even if the machine stops half way."""
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(f".{secrets.token_hex(8)}")
    try:
        unfinished.write_bytes(content)
        os.replace(unfinished, path)
    finally:
        unfinished.unlink(missing_ok=True)


def on_pages(language: Language) -> Pictures:
    """For a text in `language`."""
    return Pictures(lambda digest, width: url_for("photos.file", digest=digest, width=width), _photo(language))


def in_letters(language: Language) -> Pictures:
    return Pictures(lambda digest, width: public_url("photos.file", digest=digest, width=width), _photo(language))


def _photo(language: Language) -> str:
    with force_locale(language):
        return str(_("Photo: %(credit)s"))
