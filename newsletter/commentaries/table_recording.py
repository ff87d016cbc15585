"""The parser's events of one table, kept until it is known how wide it is."""

from dataclasses import dataclass, field
from typing import Protocol

_CELLS = ("td", "th")


class Receiver(Protocol):
    def start(self, tag: str, attrib: dict[str, str]) -> None: ...
    def end(self, tag: str) -> None: ...
    def data(self, data: str) -> None: ...


@dataclass
class RecordedCell:
    tag: str
    attrib: dict[str, str]
    events: list[tuple[str, str, dict[str, str]]] = field(default_factory=list)

    def replay(self, receiver: Receiver) -> None:
        for kind, words, attrib in self.events:
            if kind == "start":
                receiver.start(words, attrib)
            elif kind == "end":
                receiver.end(words)
            else:
                receiver.data(words)

    def reaches(self, name: str) -> int:
        """Rows or columns, by `rowspan` and `colspan`."""
        said = self.attrib.get(name, "")
        return max(1, int(said)) if said.isdecimal() and len(said) < 6 else 1


class TableRecording:
    """`done` once its end was received. A table within it is part of a cell's events."""

    def __init__(self, attrib: dict[str, str]) -> None:
        self.is_layout = attrib.get("role") == "presentation"
        self.headed = False
        self.depth = 1
        self.caption = RecordedCell("caption", {})
        self.rows: list[list[RecordedCell]] = []
        self.into: RecordedCell | None = None

    @property
    def done(self) -> bool:
        return self.depth == 0

    @property
    def is_wide(self) -> bool:
        return not self.is_layout and any(len(row) > 1 for row in self.rows)

    def start(self, tag: str, attrib: dict[str, str]) -> None:
        if self.depth == 1 and tag in ("tr", *_CELLS, "thead", "caption"):
            self._begin(tag, attrib)
        else:
            self.depth += tag == "table"
            if self.into:
                self.into.events.append(("start", tag, attrib))

    def _begin(self, tag: str, attrib: dict[str, str]) -> None:
        if tag == "tr":
            self.rows.append([])
        elif tag == "thead":
            self.headed = True
        elif tag == "caption":
            self.into = self.caption
        else:
            self.into = RecordedCell(tag, attrib)
            if not self.rows:
                self.rows.append([])
            self.rows[-1].append(self.into)

    def end(self, tag: str) -> None:
        self.depth -= tag == "table"
        if self.depth == 1 and tag in (*_CELLS, "caption"):
            self.into = None
        elif self.into and self.depth:
            self.into.events.append(("end", tag, {}))

    def data(self, data: str) -> None:
        if self.into:
            self.into.events.append(("data", data, {}))

    @property
    def is_headed(self) -> bool:
        first = next((row for row in self.rows if row), [])
        return self.headed or all(cell.tag == "th" for cell in first)
