"""Secrets of the newsroom, sealed like an address: the web process stores them and can't read them back."""

import base64
import uuid

from newsletter.vault import vault

_TABLE = "setting"
_ROWS = {"machine_key": uuid.UUID(int=2), "webhook_secret": uuid.UUID(int=3)}
"""Each is bound to its own, so that none can be put in another's place. The first is a relay's."""


def sealed(name: str, secret: str) -> str:
    return sealed_for(_ROWS[name], secret)


def opened(name: str, stored: str) -> str:
    """For the mailer. Raises vault.CannotOpen elsewhere."""
    return opened_for(_ROWS[name], stored)


def sealed_for(uid: uuid.UUID, secret: str) -> str:
    """The same for a row of another table."""
    return base64.b64encode(vault.seal_at_intake(uid, secret)).decode()


def opened_for(uid: uuid.UUID, stored: str) -> str:
    return vault.open(_TABLE, uid, base64.b64decode(stored)) if stored else ""
