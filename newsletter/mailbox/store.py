"""Mails as files in a folder, newest first."""

import os
import secrets
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email import policy
from email.message import EmailMessage
from email.parser import BytesHeaderParser, BytesParser
from functools import cached_property
from pathlib import Path

PAGE = 50
"""Mails on a page of the list."""


@dataclass(frozen=True)
class Mail:
    """One received mail. `name` identifies it and sorts by time of arrival."""

    name: str
    source: bytes

    @cached_property
    def message(self) -> EmailMessage:
        return BytesParser(_class=EmailMessage, policy=policy.default).parsebytes(self.source)

    @property
    def headers(self) -> list[tuple[str, str]]:
        return [(name, str(value)) for name, value in self.message.items()]

    @property
    def text(self) -> str:
        return self._part("plain")

    @property
    def html(self) -> str:
        return self._part("html")

    def _part(self, kind: str) -> str:
        part = self.message.get_body((kind,))
        return part.get_content() if part else ""


@dataclass(frozen=True)
class Summary:
    name: str
    subject: str
    sender: str
    recipient: str
    at: datetime


class Store:
    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)

    def add(self, source: bytes) -> None:
        """Whole or not at all, also when the machine stops in between."""
        name = f"{time.time_ns():020d}-{secrets.token_hex(4)}"
        partial = self.folder / f".{name}"
        partial.write_bytes(source)
        os.replace(partial, self.folder / f"{name}.eml")

    def names(self) -> list[str]:
        """Newest first."""
        found = (entry.name for entry in os.scandir(self.folder) if entry.name.endswith(".eml"))
        return sorted((name.removesuffix(".eml") for name in found), reverse=True)

    def summaries(self, names: list[str]) -> Iterator[Summary]:
        for name in names:
            with (self.folder / f"{name}.eml").open("rb") as file:
                message = BytesHeaderParser(policy=policy.default).parse(file)
            at = datetime.fromtimestamp(int(name.partition("-")[0]) / 1e9).astimezone()
            yield Summary(name, message["Subject"] or "", message["From"] or "", message["To"] or "", at)

    def get(self, name: str) -> Mail | None:
        """By a name out of names(), so that no other file can be asked for."""
        return Mail(name, (self.folder / f"{name}.eml").read_bytes()) if name in self.names() else None

    def forget(self, before: datetime) -> None:
        """What arrived by then, and what a kill left half written."""
        last = f"{int(before.timestamp() * 1e9):020d}"
        for entry in os.scandir(self.folder):
            if entry.name.removeprefix(".") < last:
                Path(entry).unlink(missing_ok=True)

    def empty(self) -> None:
        self.forget(datetime.max.replace(tzinfo=UTC))
