"""The vault: a database dump holds no address, and a row's address can't be moved to another row.

An address arrives sealed to the intake key, which the web process can do and nobody there can undo. The mailer opens
it once, checks that it belongs to its row, and seals it again with AES-256-GCM bound to table, row and key version.
"""

import hmac
import struct
import uuid
from collections.abc import Callable, Iterator
from typing import cast

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from flask import current_app
from nacl.exceptions import CryptoError
from nacl.public import PrivateKey, PublicKey, SealedBox
from nacl.utils import random
from sqlalchemy import LargeBinary, orm
from werkzeug.local import LocalProxy

from newsletter.keys import Keys, KeysMissing

_HEAD = struct.Struct("!BH")
_INTAKE, _VAULT = 1, 2
_NONCE = 12


class CannotOpen(Exception):
    """This process has no opening keys, or not the version that sealed this address."""


class NotOfThisRow(Exception):
    """The sealed bytes were damaged, or belong to another row or table."""


class Vault:
    def __init__(self, keys: Keys, reread: Callable[[], Keys] | None = None) -> None:
        """`reread` looks at the key files again, when a version turns up that wasn't there at the start."""
        self.keys = keys
        self._reread = reread
        self._ciphers = {version: AESGCM(key) for version, key in keys.vault.items()}

    def index(self, address: str) -> bytes:
        """A keyed hash to find an address by, without being able to read it."""
        return self.index_of_version(address, max(self.keys.index))

    def index_of_version(self, address: str, version: int) -> bytes:
        return hmac.digest(self.keys.index[version], address.encode(), "sha256")

    def every_index(self, address: str) -> Iterator[tuple[int, bytes]]:
        """Under every version of the index key: suppressions can't be renewed, so they keep their old ones."""
        for version in self.keys.index:
            yield version, self.index_of_version(address, version)

    def seal_at_intake(self, uid: uuid.UUID, address: str) -> bytes:
        """What the web process can do: whoever wants to read it needs the private half."""
        version = max(self.keys.intake_public)
        box = SealedBox(PublicKey(self.keys.intake_public[version]))
        return _HEAD.pack(_INTAKE, version) + box.encrypt(uid.bytes + address.encode())

    def seal(self, table: str, uid: uuid.UUID, address: str) -> bytes:
        """Bound to its table, row and key version. Raises CannotOpen in a process without the vault key."""
        if not self._ciphers:
            raise CannotOpen("This process has no vault key; it can only seal at intake.")
        version = max(self._ciphers)
        nonce = random(_NONCE)
        sealed = self._ciphers[version].encrypt(nonce, address.encode(), _bound_to(table.encode(), uid.bytes, version))
        return _HEAD.pack(_VAULT, version) + nonce + sealed

    def open(self, table: str, uid: uuid.UUID, sealed: bytes) -> str:
        """Raises CannotOpen without the right key, NotOfThisRow for another row's bytes."""
        return self.opener(table)(uid.bytes, sealed)

    def opener(self, table: str) -> Callable[[bytes, bytes], str]:
        """For many: it takes the bytes of a row's uid, and raises what open() does."""
        name = table.encode()

        def opened(uid: bytes, sealed: bytes) -> str:
            if len(sealed) < _HEAD.size + _NONCE:
                raise NotOfThisRow(f"A sealed address in {table} was cut short.")
            kind, version = _HEAD.unpack_from(sealed)
            body = sealed[_HEAD.size :]
            if kind == _VAULT:
                return self._open_vault(name, uid, version, body)
            return self._open_intake(uid, version, body)

        return opened

    def is_current(self, sealed: bytes) -> bool:
        """Whether it is sealed with the vault key in use, so that nothing needs to be done."""
        return _HEAD.unpack_from(sealed) == (_VAULT, max(self._ciphers, default=0))

    def _open_vault(self, table: bytes, uid: bytes, version: int, body: bytes) -> str:
        if version not in self._ciphers and self._reread:
            self.keys = self._reread()
            self._ciphers = {known: AESGCM(key) for known, key in self.keys.vault.items()}
        cipher = self._ciphers.get(version)
        if cipher is None:
            raise CannotOpen(f"This process lacks version {version} of the vault key.")
        try:
            return cipher.decrypt(body[:_NONCE], body[_NONCE:], _bound_to(table, uid, version)).decode()
        except InvalidTag as error:
            raise NotOfThisRow(f"A sealed address in {table.decode()} does not belong to its row.") from error

    def _open_intake(self, uid: bytes, version: int, body: bytes) -> str:
        private = self.keys.intake_private.get(version)
        if private is None:
            raise CannotOpen(f"This process lacks version {version} of the intake key.")
        try:
            plain = SealedBox(PrivateKey(private)).decrypt(body)
        except CryptoError as error:
            raise NotOfThisRow("A sealed address was damaged.") from error
        if not hmac.compare_digest(plain[:16], uid):
            raise NotOfThisRow("A sealed address was moved here from another row.")
        return plain[16:].decode()


def _bound_to(table: bytes, uid: bytes, version: int) -> bytes:
    return table + b"\0" + uid + version.to_bytes(2, "big")


class SealedAddress:
    """Columns of a row that has an address: who it is, sealed, and its index."""

    __tablename__: str

    uid: orm.Mapped[uuid.UUID] = orm.mapped_column(unique=True)
    address: orm.Mapped[bytes | None] = orm.mapped_column(LargeBinary)
    address_index: orm.Mapped[bytes | None] = orm.mapped_column(LargeBinary(32), unique=True)

    def opened_address(self) -> str | None:
        """For the mailer: the address, which is from now on sealed to the vault key in use. None if there is none."""
        if self.address is None:
            return None
        address = vault.open(self.__tablename__, self.uid, self.address)
        if not vault.is_current(self.address):
            self.address = vault.seal(self.__tablename__, self.uid, address)
        return address


def _vault_of_the_app() -> Vault:
    found: Vault | None = current_app.extensions.get("vault")
    if found is None:
        raise KeysMissing("There are no keys yet. Make them with: flask --app app keys init")
    return found


vault = cast(Vault, LocalProxy(_vault_of_the_app))
