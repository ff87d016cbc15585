"""What a mail service does with a signature: it looks the key up in the DNS, and counts again (dkimpy)."""

import dkim
from cryptography.hazmat.primitives.asymmetric import ed25519, rsa

from newsletter.mailer.dkim import key_files
from newsletter.mailer.dkim.signing import SigningKey
from newsletter.staff.dkim_models import DkimKey

DOMAIN = "weekly.example.org"
RSA = SigningKey(DOMAIN, "n1", rsa.generate_private_key(public_exponent=65537, key_size=2048))
ED25519 = SigningKey(DOMAIN, "n2", ed25519.Ed25519PrivateKey.generate())


def verdicts(message: bytes, *published: DkimKey) -> list[bool]:
    """Of each signature on a message, from the top."""
    records = {f"{key.name}.".encode(): key.record.encode() for key in published}
    number = message.partition(b"\r\n\r\n")[0].count(b"DKIM-Signature:")
    return [_holds(message, index, records) for index in range(number)]


def _holds(message: bytes, index: int, records: dict[bytes, bytes]) -> bool:
    try:
        return bool(dkim.DKIM(message).verify(index, dnsfunc=lambda name, timeout=5: records.get(name)))
    except dkim.ValidationError:
        return False


def published(key: SigningKey) -> DkimKey:
    return DkimKey(domain=key.domain, selector=key.selector, algorithm=key.algorithm, public=key_files.public(key))
