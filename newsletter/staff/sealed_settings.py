"""Settings that are secrets, sealed like an address: the web process stores them and can't read them back."""

import base64
import uuid

from newsletter.vault import vault

_TABLE = "setting"
_ROWS = {"relay_password": uuid.UUID(int=1), "machine_key": uuid.UUID(int=2)}
"""Each is bound to its own, so that none can be put in another's place."""


def sealed(name: str, secret: str) -> str:
    return base64.b64encode(vault.seal_at_intake(_ROWS[name], secret)).decode()


def opened(name: str, stored: str) -> str:
    """For the mailer. Raises vault.CannotOpen elsewhere."""
    return vault.open(_TABLE, _ROWS[name], base64.b64decode(stored)) if stored else ""
