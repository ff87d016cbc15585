"""A table as something that a mail can carry on any screen. static/js/paste-tables.js does the same to what is pasted.

Under names of columns, a row becomes an item of a list that says them; without, a line.
"""

from dataclasses import dataclass
from typing import NamedTuple

from newsletter.commentaries.document import Node, block_text

_MOST_COLUMNS = 40
_ENDS = tuple(".,:;!?…")


@dataclass(frozen=True)
class Cell:
    inline: list[Node]
    across: int
    """Columns."""
    down: int
    """Rows."""


class _Placed(NamedTuple):
    column: int
    inline: list[Node]


def blocks_of_rows(rows: list[list[Cell]], *, headed: bool) -> list[Node]:
    """`headed`: the first row names the columns. So it does, too, where all of its words are bold."""
    lines = [[cell for cell in line if _said(cell.inline)] for line in _placed(rows)]
    first, rest = lines[0], [line for line in lines[1:] if line]
    if rest and (headed or (len(first) > 1 and all(_is_bold(cell.inline) for cell in first))):
        names = {cell.column: _said(cell.inline).removesuffix(":") for cell in first}
        return [{"type": "bulletList", "content": [_item(line, names) for line in rest]}]
    return [_paragraph(_joined([cell.inline for cell in line], " · ")) for line in lines if line]


def in_one_line(inlines: list[list[Node]]) -> list[Node]:
    """The words of several blocks."""
    line: list[Node] = []
    for inline in inlines:
        if line:
            line.append(_text(" " if _said(line).endswith(_ENDS) else "; "))
        line += [node if node["type"] == "text" else _text(" ") for node in inline]
    return line


def _placed(rows: list[list[Cell]]) -> list[list[_Placed]]:
    """Every cell with the number of its column; one that reaches down is there in each of its rows."""
    reaching: dict[int, tuple[Cell, int]] = {}
    lines = []
    for cells in rows:
        waiting, line, column = list(cells), [], 0
        while column < _MOST_COLUMNS and (waiting or any(place >= column for place in reaching)):
            above = reaching.pop(column, None)
            if above is None and not waiting:
                column += 1
                continue
            cell, left = above or (waiting[0], waiting.pop(0).down)
            line.append(_Placed(column, cell.inline))
            if left > 1:
                reaching[column] = cell, left - 1
            column += max(1, cell.across)
        # What stands beyond is said without a name.
        line += [_Placed(_MOST_COLUMNS, cell.inline) for cell in waiting]
        lines.append(line)
    return lines


def _item(line: list[_Placed], names: dict[int, str]) -> Node:
    parts = []
    for place, cell in enumerate(line):
        name = [_text(f"{names[cell.column]}: ")] if cell.column in names else []
        parts.append(name + (cell.inline if place else [_bold(node) for node in cell.inline]))
    return {"type": "listItem", "content": [_paragraph(_joined(parts, "; "))]}


def _joined(parts: list[list[Node]], between: str) -> list[Node]:
    return [node for place, part in enumerate(parts) for node in ([_text(between)] if place else []) + part]


def _paragraph(inline: list[Node]) -> Node:
    return {"type": "paragraph", "content": inline}


def _text(words: str) -> Node:
    return {"type": "text", "text": words}


def _bold(node: Node) -> Node:
    return node | {"marks": [*node.get("marks", []), {"type": "bold"}]}


def _is_bold(inline: list[Node]) -> bool:
    return all(not node["text"].strip() or {"type": "bold"} in node.get("marks", []) for node in inline)


def _said(inline: list[Node]) -> str:
    return block_text(_paragraph(inline)).strip()
