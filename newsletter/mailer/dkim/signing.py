"""Signing a message, so that its domain answers for it (DKIM, RFC 6376; with Ed25519, RFC 8463)."""

import hashlib
import re
from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.asymmetric.utils import Prehashed
from cryptography.hazmat.primitives.hashes import SHA256

PrivateKey = RSAPrivateKey | Ed25519PrivateKey

ONCE_MORE = (
    *("From", "To", "Cc", "Reply-To", "Subject", "Date", "Message-ID", "MIME-Version", "Content-Type"),
    *("List-Id", "List-Unsubscribe", "List-Unsubscribe-Post"),
)
"""Fields that are named once more than they occur, so that none can be added to a mail that is sent on (8.15)."""
AS_IT_IS = ("Feedback-ID",)
"""Gmail counts by it where it is signed; a relay may put one of its own beside it."""

_NEXT_FIELD = re.compile(rb"\r\n(?![ \t])")


@dataclass(frozen=True)
class SigningKey:
    domain: str
    selector: str
    private: PrivateKey

    @property
    def algorithm(self) -> str:
        return "rsa" if isinstance(self.private, RSAPrivateKey) else "ed25519"

    def signature_of(self, digest: bytes) -> bytes:
        if isinstance(self.private, RSAPrivateKey):
            return self.private.sign(digest, PKCS1v15(), Prehashed(SHA256()))
        return self.private.sign(digest)


def signed(message: bytes, keys: Sequence[SigningKey], *, at: int) -> bytes:
    """`message` under a DKIM-Signature of each key, made at the second `at` of the epoch.

    Of a message that `mime.message` wrote: in its body are neither tabs, nor blanks at the end of a line or several
    in a row, nor empty lines at its end, so that relaxed canonicalisation (3.4.4) leaves it as it is.
    """
    if not keys:
        return message
    head, _, body = message.partition(b"\r\n\r\n")
    fields = _fields(head)
    names = [name for name in ONCE_MORE for _ in range(1 + (name.lower() in fields))]
    names += [name for name in AS_IT_IS if name.lower() in fields]
    covered = b"".join([fields.pop(name.lower(), b"") for name in names])
    body_hash = b64encode(hashlib.sha256(body).digest()).decode()
    return b"".join([*(_signature(key, names, covered, body_hash, at) for key in keys), message])


def _fields(head: bytes) -> dict[str, bytes]:
    """Each as relaxed canonicalisation has it (3.4.2), by its name in lower case."""
    cut = (field.partition(b":") for field in _NEXT_FIELD.split(head))
    named = ((name.decode("ascii").lower(), value) for name, _, value in cut)
    return {name: _canonical(name, value) + b"\r\n" for name, value in named}


def _canonical(name: str, value: bytes) -> bytes:
    return name.encode() + b":" + b" ".join(value.split())


def _signature(key: SigningKey, names: Sequence[str], covered: bytes, body_hash: str, at: int) -> bytes:
    value = (
        f" v=1; a={key.algorithm}-sha256; c=relaxed/relaxed; d={key.domain}; s={key.selector}; t={at};\r\n"
        f" h={_folded(names)};\r\n bh={body_hash};\r\n b="
    ).encode()
    digest = hashlib.sha256(covered + _canonical("dkim-signature", value)).digest()
    made = b64encode(key.signature_of(digest))
    lines = b"\r\n ".join([made[at : at + 72] for at in range(0, len(made), 72)])
    return b"DKIM-Signature:" + value + lines + b"\r\n"


def _folded(names: Sequence[str]) -> str:
    rows = [names[at : at + 6] for at in range(0, len(names), 6)]
    return ":\r\n  ".join(":".join(row) for row in rows)
