"""What changed between two versions, word by word."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby
from typing import NamedTuple

from markupsafe import Markup, escape

from newsletter.commentaries.document import Node, bare, block_text, blocks
from newsletter.commentaries.merging import Version, same
from newsletter.commentaries.schema import FIGURE_WORDS

_TOKEN = re.compile(r"\w+(?:['’ʼ‑-]\w+)*|\s+|[^\w\s]")
_SENTENCE = re.compile(r".+?(?:[.!?…]+[\"”»“)]*\s+|\n|$)", re.DOTALL)
_MOST_PAIRS = 4_000_000
"""Of tokens to compare; longer passages are compared sentence by sentence."""


class Run(NamedTuple):
    """Words that stayed, or that were taken out and what came in their place."""

    kept: str
    removed: str
    added: str


def runs_between(before: str, after: str) -> list[Run]:
    one, other = _TOKEN.findall(before), _TOKEN.findall(after)
    if len(one) * len(other) > _MOST_PAIRS:
        one, other = _SENTENCE.findall(before), _SENTENCE.findall(after)
    return list(_joined(_matched(one, other)))


def _matched(one: Sequence[str], other: Sequence[str]) -> Iterator[Run]:
    for kind, start, end, first, last in SequenceMatcher(None, one, other, autojunk=False).get_opcodes():
        old, new = "".join(one[start:end]), "".join(other[first:last])
        yield Run(old, "", "") if kind == "equal" else Run("", old, new)


def _joined(runs: Iterator[Run]) -> Iterator[Run]:
    """Where only a space stayed between two changes, it is one change."""
    waiting: list[Run] = []
    for run in runs:
        if run.kept.strip() or (run.kept and not waiting):
            yield from _as_one(waiting)
            waiting = []
            yield run
        else:
            waiting.append(run)
    yield from _as_one(waiting)


def _as_one(waiting: list[Run]) -> Iterator[Run]:
    tail = [waiting.pop()] if waiting and waiting[-1].kept else []
    if waiting:
        yield Run(
            "", "".join(run.kept or run.removed for run in waiting), "".join(run.kept or run.added for run in waiting)
        )
    yield from tail


def to_html(before: str, after: str) -> Markup:
    """`after`, with <ins> around what is new and <del> around what went."""
    html = Markup()
    for run in runs_between(before, after):
        html += escape(run.kept)
        html += Markup("<del>{}</del>").format(run.removed) if run.removed else Markup()
        html += Markup("<ins>{}</ins>").format(run.added) if run.added else Markup()
    return html


def part_text(part: str | Node | None) -> str:
    """All that somebody wrote in it: of a picture the description too, which block_text leaves to those who need it."""
    if part is None or isinstance(part, str):
        return part or ""
    if part["type"] == "figure":
        return "\n".join(words for name in FIGURE_WORDS if (words := part["attrs"].get(name)))
    return block_text(part)


@dataclass(frozen=True)
class Row:
    """A block in two versions. `kind` is same, changed, added, removed, or form: other than in its words."""

    kind: str
    type: str
    html: Markup


@dataclass(frozen=True)
class Comparison:
    title: Markup
    standfirst: Markup
    rows: tuple[Row, ...]

    @property
    def passages(self) -> list[tuple[bool, list[Row]]]:
        """Runs of rows, each with whether anything changed in it."""
        return [(changed, list(rows)) for changed, rows in groupby(self.rows, lambda row: row.kind != "same")]

    @property
    def changed(self) -> int:
        return sum(row.kind != "same" for row in self.rows)


def compare(before: Version, after: Version) -> Comparison:
    """Blocks are the same by their id, or where none is, by their words."""
    return Comparison(
        to_html(before.title, after.title), to_html(before.standfirst, after.standfirst), tuple(_rows(before, after))
    )


def _rows(before: Version, after: Version) -> Iterator[Row]:
    old, new = blocks(before.document), blocks(after.document)
    pairs = _pairs(old, new)
    removed = _removed(old, {was["attrs"]["id"] for was in pairs.values()})
    yield from removed[None]
    for block in new:
        was = pairs.get(block["attrs"]["id"])
        yield _row(was, block)
        if was is not None:
            yield from removed[was["attrs"]["id"]]


def _removed(old: list[Node], kept: set[str]) -> dict[str | None, list[Row]]:
    """By the id of the kept block that they followed; None for the beginning."""
    rows: dict[str | None, list[Row]] = defaultdict(list)
    before = None
    for block in old:
        if block["attrs"]["id"] in kept:
            before = block["attrs"]["id"]
        else:
            rows[before].append(Row("removed", block["type"], Markup("<del>{}</del>").format(part_text(block))))
    return rows


def _pairs(old: list[Node], new: list[Node]) -> dict[str, Node]:
    """For each new block's id, the block that it was."""
    by_id = {block["attrs"]["id"]: block for block in old}
    pairs = {name: by_id[name] for block in new if (name := block["attrs"]["id"]) in by_id}
    left = {part_text(block): block for block in old if block["attrs"]["id"] not in pairs}
    for block in new:
        if block["attrs"]["id"] not in pairs and (was := left.pop(part_text(block), None)):
            pairs[block["attrs"]["id"]] = was
    return pairs


def _row(was: Node | None, block: Node) -> Row:
    words = part_text(block)
    if was is None:
        return Row("added", block["type"], Markup("<ins>{}</ins>").format(words))
    if part_text(was) != words:
        return Row("changed", block["type"], to_html(part_text(was), words))
    alike = same(bare(was), bare(block))
    return Row("same" if alike else "form", block["type"], escape(words))
