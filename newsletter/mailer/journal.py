"""A worker's own record, beside the database: what it was about to hand over, and what was answered.

A plain write survives kill -9 of the process, so it is known for nearly every message whether it left. Ids only: no
address, nothing that a thief could use.
"""

import errno
import os
import secrets
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import ClassVar

from newsletter.mailer.ledger import Settled
from newsletter.mailer.models import DeliveryState

_STATES = {"s": DeliveryState.SENT, "r": DeliveryState.REFUSED, "d": DeliveryState.DEFERRED}
_LETTERS = {state: letter for letter, state in _STATES.items()}
CLAIMED, HANDED, PATIENT = "c", "h", "p"
_BOOT = Path("/proc/sys/kernel/random/boot_id")


class CannotWrite(Exception):
    """There is no room, most likely: what the journal doesn't know must not leave."""

    def __init__(self, reason: str | None) -> None:
        super().__init__(f"The journal can't be written: {reason}")


@dataclass
class Claim:
    """What a journal says of one claim."""

    token: str
    handed: set[int] = field(default_factory=set)
    settled: dict[int, Settled] = field(default_factory=dict)

    def in_doubt(self) -> list[int]:
        return sorted(self.handed - self.settled.keys())


@dataclass
class Record:
    """A journal as it is read. `whole`: what it doesn't say didn't happen. After a power cut that isn't known."""

    claims: dict[str, Claim]
    whole: bool


class Journal:
    """One batch's journal, in a folder of its worker. `in_use` are those that this process is writing."""

    in_use: ClassVar[set[Path]] = set()

    def __init__(self, folder: Path) -> None:
        self.path = folder / f"{secrets.token_hex(8)}.journal"
        self._broken = ""
        try:
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            self._file = os.open(self.path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        except OSError as problem:
            raise CannotWrite(problem.strerror) from problem
        self.in_use.add(self.path)
        try:
            self._write(f"{_boot()}\n")
        except CannotWrite:
            self.close()
            self.drop()
            raise

    def claimed(self, token: str) -> None:
        """Before the claim is committed, so that no claim is without a journal."""
        self._write(f"{token} 0 {CLAIMED}\n")

    def handed(self, token: str, delivery_id: int) -> None:
        """Before the first byte of the message can leave."""
        self._write(f"{token} {delivery_id} {HANDED}\n")

    def settled(self, token: str, result: Settled) -> None:
        self._write(f"{token} {result.id} {PATIENT if result.patient else _LETTERS[result.state]} {result.reply}\n")

    def close(self) -> None:
        """It stays on the disk until drop(), once everything in it is in the ledger."""
        os.close(self._file)

    def drop(self) -> None:
        self.path.unlink(missing_ok=True)
        self.in_use.discard(self.path)

    def leave_behind(self) -> None:
        """For the next sweep to settle."""
        self.in_use.discard(self.path)

    def _write(self, line: str) -> None:
        """Raises CannotWrite, and ever after: behind a line of which only a part found room no other can be read."""
        if not self._broken:
            try:
                whole = os.write(self._file, line.encode("ascii")) == len(line)
                self._broken = "" if whole else os.strerror(errno.ENOSPC)
            except OSError as problem:
                self._broken = str(problem.strerror)
        if self._broken:
            raise CannotWrite(self._broken)


def workers(root: Path) -> list[str]:
    """Whose journals lie on this machine."""
    return [path.name for path in root.iterdir()] if root.is_dir() else []


def left_behind(folder: Path) -> Iterator[Path]:
    """The journals in a worker's folder that nobody is writing."""
    for path in sorted(folder.glob("*.journal")):
        if path not in Journal.in_use:
            yield path


def read(path: Path) -> Record:
    """A last line that was cut off by the crash is passed over: its bytes never left."""
    first, *lines = path.read_text("ascii", errors="replace").splitlines(keepends=True) or [""]
    claims: dict[str, Claim] = {}
    for line in lines:
        parts = line.split(maxsplit=3)
        if not line.endswith("\n") or len(parts) < 3 or not parts[1].isdecimal():
            continue
        claim = claims.setdefault(parts[0], Claim(parts[0]))
        delivery_id, what = int(parts[1]), parts[2]
        if what == HANDED:
            claim.handed.add(delivery_id)
        elif what in _STATES or what == PATIENT:
            reply = parts[3].strip() if len(parts) > 3 else ""
            state = _STATES.get(what, DeliveryState.DEFERRED)
            claim.settled[delivery_id] = Settled(delivery_id, state, reply, patient=what == PATIENT)
    return Record(claims, whole=first.strip() == _boot())


def _boot() -> str:
    """Which start of this machine it is, where the system tells (Linux)."""
    return _BOOT.read_text().strip() if _BOOT.exists() else "unknown"
