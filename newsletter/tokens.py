"""Signed links: every token of the product, one salt per purpose, so that none passes for another.

A token is payload, time and keyed BLAKE2b (RFC 7693; 16 bytes), in url-safe base64. Three are made for each message
of a mailing, which is why it is this small and quick, and its length depends on its payload's alone.
"""

import base64
import binascii
import datetime as dt
import hmac
import struct
import time
from collections.abc import Callable
from enum import Enum
from hashlib import blake2b

from newsletter.vault import vault

_MAC = 16
_TIME = struct.Struct("!I")
_URL_SAFE = bytes.maketrans(b"+/", b"-_")


class Purpose(Enum):
    """What a token is for, and how long it holds; None is for ever."""

    CONFIRM = ("confirm", dt.timedelta(hours=48))
    PREFERENCES = ("preferences", None)
    UNSUBSCRIBE = ("unsubscribe", None)
    RETURN_PATH = ("return-path", None)
    SIGN_IN = ("sign-in", dt.timedelta(minutes=30))
    INVITATION = ("invitation", dt.timedelta(days=3))
    FORM = ("form", dt.timedelta(hours=12))

    def __init__(self, salt: str, lifetime: dt.timedelta | None) -> None:
        self.salt = salt
        self.lifetime = lifetime


class BadToken(Exception):
    """Forged, cut, or made for something else."""


class ExpiredToken(BadToken):
    """Genuine, but too old."""


def sign(purpose: Purpose, payload: bytes) -> str:
    return signer(purpose)(payload)


def signer(purpose: Purpose) -> Callable[[bytes], str]:
    """For many: the way to the app's own keys costs as much as signing."""
    versions = _keys()
    begun = _mac(versions[max(versions)], purpose)

    def signed(payload: bytes) -> str:
        body = payload + _TIME.pack(int(time.time()))
        mac = begun.copy()
        mac.update(body)
        return _encoded(body + mac.digest())

    return signed


def read(purpose: Purpose, token: str) -> bytes:
    """The payload. Raises BadToken or ExpiredToken."""
    payload, made_at = _verified(purpose, token)
    if purpose.lifetime is not None and time.time() - made_at > purpose.lifetime.total_seconds():
        raise ExpiredToken(purpose.salt)
    return payload


def age(purpose: Purpose, token: str) -> float:
    """Seconds since it was made. Raises BadToken."""
    return time.time() - _verified(purpose, token)[1]


def secret_for(purpose: str) -> bytes:
    """A key of its own for something that signs by itself (Flask's session)."""
    versions = _keys()
    return hmac.digest(versions[max(versions)], b"secret\0" + purpose.encode(), "sha256")


def _verified(purpose: Purpose, token: str) -> tuple[bytes, int]:
    try:
        raw = base64.b64decode(token.encode("ascii") + b"=" * (-len(token) % 4), altchars=b"-_", validate=True)
    except (UnicodeEncodeError, binascii.Error, ValueError) as error:
        raise BadToken(purpose.salt) from error
    body, mac = raw[:-_MAC], raw[-_MAC:]
    genuine = any(hmac.compare_digest(mac, _mac(key, purpose, body).digest()) for key in _keys().values())
    if not genuine or _encoded(raw) != token or len(body) < _TIME.size:
        raise BadToken(purpose.salt)
    return body[: -_TIME.size], _TIME.unpack(body[-_TIME.size :])[0]


def _encoded(raw: bytes) -> str:
    return binascii.b2a_base64(raw, newline=False).translate(_URL_SAFE).rstrip(b"=").decode()


def _mac(key: bytes, purpose: Purpose, body: bytes = b"") -> blake2b:
    return blake2b(body, key=key, person=purpose.salt.encode(), digest_size=_MAC)


def _keys() -> dict[int, bytes]:
    return vault.keys.links
