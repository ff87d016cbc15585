"""The private keys that mails are signed with: files beside those that open addresses, which only the mailer reads."""

from base64 import b64encode
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)
from flask import current_app

from newsletter import keys
from newsletter.keys import KeyFault
from newsletter.mailer.dkim.signing import PrivateKey, SigningKey

RSA_BITS = 2048
"""What RFC 8301 asks for. A longer one takes six times as long, and its record is too long for some name servers."""


def create(domain: str, selector: str, algorithm: str) -> SigningKey:
    """Raises FileExistsError rather than write over a key."""
    made: PrivateKey = (
        rsa.generate_private_key(public_exponent=65537, key_size=RSA_BITS)
        if algorithm == "rsa"
        else Ed25519PrivateKey.generate()
    )
    pem = made.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    keys.write_new(path(domain, selector), pem)
    return SigningKey(domain, selector, made)


def load(domain: str, selector: str) -> SigningKey:
    """Raises KeyFault where this machine has no such file, or it is damaged."""
    file = path(domain, selector)
    try:
        # We made it: to look whether its primes are primes would take 50 ms each time.
        found = load_pem_private_key(file.read_bytes(), None, unsafe_skip_rsa_key_validation=True)
    except (OSError, ValueError) as error:
        raise KeyFault(
            f"This machine lacks the key {selector} that mails from {domain} are signed with: copy its file here."
        ) from error
    if not isinstance(found, PrivateKey):
        raise KeyFault(f"The key {selector} of {domain} is neither RSA nor Ed25519: put back the file that was made.")
    return SigningKey(domain, selector, found)


def public(key: SigningKey) -> str:
    """As it stands behind p= in the record (RFC 6376 section 3.6.1, RFC 8463 section 4.2)."""
    half = key.private.public_key()
    if isinstance(half, rsa.RSAPublicKey):
        return b64encode(half.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)).decode()
    return b64encode(half.public_bytes(Encoding.Raw, PublicFormat.Raw)).decode()


def remove(domain: str, selector: str) -> None:
    """Overwrites it first; nothing happens where it is on another machine only."""
    file = path(domain, selector)
    if file.exists():
        keys.shred(file)


def faults(domain: str, selector: str, expected: str) -> list[str]:
    """What `dkim check` says of a file: it is missing, not the half of the record, or others can read it."""
    file = path(domain, selector)
    try:
        is_the_other_half = public(load(domain, selector)) == expected
    except KeyFault as fault:
        return [f"{file}: {fault}"]
    found = [] if is_the_other_half else [f"{file} is not the key whose record is to be published."]
    if file.stat().st_mode & 0o077:
        found.append(f"{file}: others can read this file. Run: chmod 600 {file}")
    return found


def path(domain: str, selector: str) -> Path:
    """Both are names of the DNS, and so of a file."""
    folder: Path = current_app.config["OPENING_KEYS"]
    return folder / "dkim" / domain / f"{selector}.pem"
