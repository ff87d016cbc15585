"""The signed links of a reader: a mail carries them, and they are all that it takes to act for its reader."""

import uuid
from urllib.parse import urlsplit

import sqlalchemy as sa
from flask import current_app

from newsletter import tokens
from newsletter.db import db
from newsletter.subscribers.models import Subscriber
from newsletter.tokens import Purpose

_ENDPOINTS = {
    Purpose.CONFIRM: "subscribers.confirm",
    Purpose.PREFERENCES: "subscribers.preferences",
    Purpose.UNSUBSCRIBE: "subscribers.unsubscribe",
}


def token(purpose: Purpose, uid: uuid.UUID) -> str:
    return tokens.sign(purpose, uid.bytes)


def link(purpose: Purpose, uid: uuid.UUID) -> str:
    """The absolute address for a mail; it needs no request."""
    site = urlsplit(current_app.config["URL"])
    addresses = current_app.url_map.bind(site.netloc, site.path or "/", url_scheme=site.scheme)
    return addresses.build(_ENDPOINTS[purpose], {"token": token(purpose, uid)}, force_external=True)


def reader(purpose: Purpose, token: str) -> Subscriber | None:
    """Whose link it is; None if they are gone. Raises tokens.BadToken or tokens.ExpiredToken."""
    uid = uuid.UUID(bytes=tokens.read(purpose, token))
    return db.session.scalar(sa.select(Subscriber).where(Subscriber.uid == uid))
