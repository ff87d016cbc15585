"""The relay's password, sealed in the settings like an address: the web process stores it and can't read it back."""

import base64
import uuid

from newsletter.vault import vault

_ROW = uuid.UUID(int=1)
_TABLE = "setting"


def sealed(password: str) -> str:
    return base64.b64encode(vault.seal_at_intake(_ROW, password)).decode()


def opened(stored: str) -> str:
    """For the mailer. Raises vault.CannotOpen elsewhere."""
    return vault.open(_TABLE, _ROW, base64.b64decode(stored)) if stored else ""
