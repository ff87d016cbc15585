"""The signed links of a reader: a mail carries them, and they are all that it takes to act for its reader."""

import uuid

import sqlalchemy as sa

from newsletter import tokens
from newsletter.db import db
from newsletter.languages import Variant
from newsletter.staff import settings
from newsletter.subscribers.models import Subscriber
from newsletter.tokens import Purpose
from newsletter.web import public_url

_ENDPOINTS = {
    Purpose.CONFIRM: "subscribers.confirm",
    Purpose.PREFERENCES: "subscribers.preferences",
    Purpose.UNSUBSCRIBE: "subscribers.unsubscribe",
}


def token(purpose: Purpose, uid: uuid.UUID) -> str:
    return tokens.sign(purpose, uid.bytes)


def link(purpose: Purpose, uid: uuid.UUID, variant: Variant) -> str:
    """The absolute address, for a mail of that variant."""
    return public_url(_ENDPOINTS[purpose], root=settings.current().root(variant), token=token(purpose, uid))


def reader(purpose: Purpose, token: str) -> Subscriber | None:
    """Whose link it is; None if they are gone. Raises tokens.BadToken or tokens.ExpiredToken."""
    uid = uuid.UUID(bytes=tokens.read(purpose, token))
    return db.session.scalar(sa.select(Subscriber).where(Subscriber.uid == uid))
