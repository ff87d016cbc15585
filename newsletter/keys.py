"""Key files: what there is, making it, renewing it, destroying it. Sealing and opening are in vault.py.

Two folders, so that a web process on its own machine is given the first one only:

    keys/          intake-N.public (X25519), index-N.secret (HMAC), links-N.secret (signed links, sessions)
    opening-keys/  intake-N.private (X25519), vault-N.secret (AES-256): whoever has these and the database has the list
"""

import base64
import binascii
import os
import re
import secrets
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from nacl.public import PrivateKey

Versions = dict[int, bytes]
"""Keys by version; the highest is in use, the others still open what they sealed."""

_FILE = re.compile(r"(intake|vault|index|links)-(\d+)\.(public|private|secret)")


class KeyKind(StrEnum):
    INTAKE = "intake"
    VAULT = "vault"
    INDEX = "index"


class KeyFault(Exception):
    """Something is wrong with the key files. The message says what to do."""


class KeysMissing(KeyFault):
    pass


@dataclass(frozen=True)
class Keys:
    intake_public: Versions
    index: Versions
    links: Versions
    intake_private: Versions
    vault: Versions

    @property
    def can_open(self) -> bool:
        return bool(self.vault and self.intake_private)

    def __repr__(self) -> str:
        return f"<Keys that {'open' if self.can_open else 'only seal'}>"


def load(folder: Path, opening_folder: Path) -> Keys:
    """Raises KeysMissing where a process could not even seal a new address."""
    here, opening = _read(folder), _read(opening_folder)
    keys = Keys(
        intake_public=here.get("intake.public", {}),
        index=here.get("index.secret", {}),
        links=here.get("links.secret", {}),
        intake_private=opening.get("intake.private", {}),
        vault=opening.get("vault.secret", {}),
    )
    if not (keys.intake_public and keys.index and keys.links):
        raise KeysMissing(f"There are no keys in {folder}. Make them with: flask --app app keys init")
    return keys


def init(folder: Path, opening_folder: Path) -> None:
    """Make the first version of every key. Raises KeyFault where there are keys already."""
    if any(_read(folder)) or any(_read(opening_folder)):
        raise KeyFault(f"There are keys in {folder} or {opening_folder} already; nothing was changed.")
    _write(folder, "links-1.secret", secrets.token_bytes(32))
    for kind in KeyKind:
        add_version(folder, opening_folder, kind)


def add_version(folder: Path, opening_folder: Path, kind: KeyKind) -> int:
    """Make the next version of one key and return its number."""
    where = folder if kind is KeyKind.INDEX else opening_folder
    name = "intake.private" if kind is KeyKind.INTAKE else f"{kind}.secret"
    version = max(_read(where).get(name, {}), default=0) + 1
    if kind is KeyKind.INTAKE:
        private = PrivateKey.generate()
        _write(opening_folder, f"intake-{version}.private", bytes(private))
        _write(folder, f"intake-{version}.public", bytes(private.public_key))
    else:
        _write(where, f"{kind}-{version}.secret", secrets.token_bytes(32))
    return version


def destroy(opening_folder: Path) -> int:
    """Overwrite and remove every opening key: the reader list is unreadable from now on. Returns how many files."""
    paths = [path for path in opening_folder.glob("*") if _FILE.fullmatch(path.name)]
    for path in paths:
        shred(path)
    return len(paths)


def faults(folder: Path, opening_folder: Path) -> list[str]:
    """What `keys check` reports: missing halves, halves that don't belong together, files that others can read."""
    keys = load(folder, opening_folder)
    found = []
    for version, private in keys.intake_private.items():
        if bytes(PrivateKey(private).public_key) != keys.intake_public.get(version):
            found.append(f"intake-{version}: the public and the private half don't belong together.")
    found += [
        f"intake-{version}: the private half is missing, so new addresses can't be opened."
        for version in keys.intake_public
        if keys.can_open and version not in keys.intake_private
    ]
    for where in (folder, opening_folder):
        found += [
            f"{path}: others can read this file. Run: chmod 600 {path}"
            for path in sorted(where.glob("*-*.*"))
            if path.stat().st_mode & 0o077
        ]
    return found


def _read(folder: Path) -> dict[str, Versions]:
    found: dict[str, Versions] = {}
    for path in sorted(folder.glob("*")) if folder.is_dir() else []:
        if match := _FILE.fullmatch(path.name):
            found.setdefault(f"{match[1]}.{match[3]}", {})[int(match[2])] = _key_in(path)
    return found


def _key_in(path: Path) -> bytes:
    try:
        key = base64.b64decode(path.read_text("ascii").strip(), validate=True)
    except (OSError, UnicodeDecodeError, binascii.Error) as error:
        raise KeyFault(f"{path} can't be read as a key: put back the copy that you keep offline.") from error
    if len(key) != 32:
        raise KeyFault(f"{path} holds {len(key)} bytes instead of 32: put back the copy that you keep offline.")
    return key


def _write(folder: Path, name: str, key: bytes) -> None:
    write_new(folder / name, base64.b64encode(key) + b"\n")


def write_new(path: Path, secret: bytes) -> None:
    """For nobody else to read, and on the disk when this returns. Raises FileExistsError."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(secret)
        file.flush()
        os.fsync(file.fileno())


def shred(path: Path) -> None:
    """Overwrite before removing. On a disk that copies on write this is no promise, and the docs say so."""
    with path.open("r+b") as file:
        file.write(b"\0" * path.stat().st_size)
        file.flush()
        os.fsync(file.fileno())
    path.unlink()
