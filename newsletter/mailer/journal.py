"""A worker's own record, beside the database: what it was about to hand over, and what was answered.

A plain write survives kill -9 of the process, so a worker that comes back knows for nearly every message whether it
left. Ids only: no address, nothing that a thief could use.
"""

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import ClassVar

from newsletter.mailer.ledger import Settled
from newsletter.mailer.models import DeliveryState

_STATES = {"s": DeliveryState.SENT, "r": DeliveryState.REFUSED, "d": DeliveryState.DEFERRED, "q": DeliveryState.QUEUED}
_LETTERS = {state: letter for letter, state in _STATES.items()}
CLAIMED, HANDED = "c", "h"


@dataclass
class Claim:
    """What a journal says of one claim."""

    token: str
    handed: set[int] = field(default_factory=set)
    settled: dict[int, Settled] = field(default_factory=dict)

    def in_doubt(self) -> list[int]:
        return sorted(self.handed - self.settled.keys())


class Journal:
    """One batch's journal. `in_use` names those that this process is writing, so that it leaves them alone."""

    in_use: ClassVar[set[Path]] = set()

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        self.path = path
        self.in_use.add(path)
        self._file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)

    def claimed(self, token: str) -> None:
        """Before the claim is committed, so that no claim is without a journal."""
        os.write(self._file, f"{token} 0 {CLAIMED}\n".encode())

    def handed(self, token: str, delivery_id: int) -> None:
        """Before the first byte of the message can leave."""
        os.write(self._file, f"{token} {delivery_id} {HANDED}\n".encode())

    def settled(self, token: str, result: Settled) -> None:
        letter = _LETTERS.get(result.state)
        if letter:
            os.write(self._file, f"{token} {result.id} {letter} {result.reply}\n".encode())

    def close(self, *, keep: bool = False) -> None:
        """Once everything in it is in the ledger it is of no more use."""
        os.close(self._file)
        self.in_use.discard(self.path)
        if not keep:
            self.path.unlink(missing_ok=True)


def left_behind(folder: Path, worker: str) -> Iterator[tuple[Path, list[Claim]]]:
    """The journals that this worker didn't get to close."""
    for path in sorted(folder.glob(f"{worker}.*.journal")):
        if path not in Journal.in_use:
            yield path, list(read(path))


def read(path: Path) -> Iterator[Claim]:
    """Every claim in a journal. A last line that was cut off by the crash is passed over: its bytes never left."""
    claims: dict[str, Claim] = {}
    for line in path.read_text("ascii", errors="replace").splitlines(keepends=True):
        parts = line.split(maxsplit=3)
        if not line.endswith("\n") or len(parts) < 3 or not parts[1].isdecimal():
            continue
        claim = claims.setdefault(parts[0], Claim(parts[0]))
        delivery_id, what = int(parts[1]), parts[2]
        if what == HANDED:
            claim.handed.add(delivery_id)
        elif what in _STATES:
            reply = parts[3].strip() if len(parts) > 3 else ""
            claim.settled[delivery_id] = Settled(delivery_id, _STATES[what], reply)
    yield from claims.values()
