"""HTML to the blocks of a document, in one pass over the parser's events: hostile depth costs nothing.

Nothing is copied from the markup but words, levels and safe links, so there is nothing to sanitise.
"""

from collections import Counter
from collections.abc import Callable
from typing import NamedTuple

from lxml import etree

from newsletter.commentaries.block_building import CONTAINERS, BlockBuilder
from newsletter.commentaries.characters import safe_href
from newsletter.commentaries.document import Node
from newsletter.commentaries.refusals import N_
from newsletter.commentaries.table_reading import Cell, blocks_of_rows, in_one_line
from newsletter.commentaries.table_recording import RecordedCell, TableRecording
from newsletter.commentaries.unreadable import PageTooLarge

_HEADINGS = {"h1": 1, "h2": 2, "h3": 3, "h4": 3, "h5": 3, "h6": 3}
_EMPHASIS = {"b": "bold", "strong": "bold", "i": "italic", "em": "italic"}
_INLINE = {"span", "font", "small", "sub", "sup", "u", "s", "code", "abbr", "cite", "mark", "time", "q", "wbr", "label"}
_UNSEEN = {"head", "title", "script", "style", "noscript", "template", "svg", "math", "iframe", "object"}
_BESIDE = {"nav", "aside", "form", "footer", "button", "select", "dialog"}
_LEADS = {"lead", "lede", "standfirst", "intro", "excerpt"}
_LEADS_BACK = ("#footnote-ref-", "#endnote-ref-")
"""From a note of Mammoth's to its place in the text."""
_MAX_TABLES = 3
"""Within each other; further in, a cell is a paragraph."""
_MAX_EVENTS = 300_000

Picture = Callable[[dict[str, str]], Node | str]
"""The figure for the attributes of an <img>, or a msgid that says why there is none."""


def no_picture(_attrib: dict[str, str]) -> str:
    return N_("Pictures: add them to the commentary one by one")


class Copy(NamedTuple):
    """What came in, before anything is known about it: a heading of level 1 may be the title."""

    blocks: list[Node]
    dropped: tuple[str, ...]
    """Words that were left out, or a msgid that says what else was."""


def read_html(html: str, picture: Picture = no_picture) -> Copy:
    """Raises PageTooLarge."""
    reader = _Reader(picture)
    etree.HTML(f"<html><body>{html}", etree.HTMLParser(target=reader, encoding=None, no_network=True))
    reader.finish()
    return Copy(reader.blocks, tuple(reader.dropped))


class _Reader(BlockBuilder):
    """Receives lxml's parser events."""

    def __init__(self, picture: Picture, tables: int = _MAX_TABLES) -> None:
        super().__init__()
        self.picture = picture
        self.tables = tables
        """How many more may be within each other."""
        self.table: TableRecording | None = None
        self.dropped: dict[str, None] = {}  # in order, each once
        self.emphasis = Counter[str]()
        self.links: list[str | None] = []
        self.events = 0
        self.skipping: list[str] = []
        self.skipped: list[str] = []

    def start(self, tag: str, attrib: dict[str, str]) -> None:
        self.count()
        if self.table:
            self.table.start(tag, attrib)
        elif self.skipping or tag in _UNSEEN | _BESIDE or attrib.get("href", "").startswith(_LEADS_BACK):
            self.skipping.append(tag)
        elif tag == "br":
            self.line_break()
        elif tag == "img":
            self.add_picture(self.picture(attrib))
        elif tag in _EMPHASIS:
            self.emphasis[_EMPHASIS[tag]] += 1
        elif tag == "a":
            self.links.append(safe_href(attrib.get("href")))
        elif tag == "table" and self.tables:
            self.table = TableRecording(attrib)
        elif tag not in _INLINE:
            self.start_block(tag, attrib)

    def start_block(self, tag: str, attrib: dict[str, str]) -> None:
        self.flush()
        self.heading = _HEADINGS.get(tag, 0)
        self.lead = bool(_LEADS & set(attrib.get("class", "").lower().split()))
        if tag == "hr":
            self.add({"type": "horizontalRule"})
        elif tag in CONTAINERS:
            self.enter(tag, attrib.get("start", ""))

    def end(self, tag: str) -> None:
        if self.table:
            self.table.end(tag)
            if self.table.done:
                self.end_table(self.table)
        elif self.skipping:
            self.end_skipped(tag)
        elif tag in _EMPHASIS:
            self.emphasis[_EMPHASIS[tag]] -= 1
        elif tag == "a":
            self.links.pop()
        elif tag not in _INLINE | {"br", "img"}:
            self.flush()
            self.heading, self.lead = 0, False
            if self.open and self.open[-1][0] == tag:
                self.leave(tag)

    def end_skipped(self, tag: str) -> None:
        if tag == self.skipping[-1]:
            self.skipping.pop()
        if not self.skipping and (words := " ".join(" ".join(self.skipped).split())):
            self.dropped[words] = None
            self.skipped = []

    def end_table(self, table: TableRecording) -> None:
        self.table = None
        self.flush()
        self.heading = 0
        self.tables -= 1
        if table.is_wide:
            self.dropped[N_("Tables: their words became lists and lines")] = None
            self.replay(table.caption)
            rows = [[self.cell(cell) for cell in row] for row in table.rows]
            for block in blocks_of_rows(rows, headed=table.is_headed):
                self.add(block)
        else:
            for cell in [table.caption, *(cell for row in table.rows for cell in row)]:
                self.replay(cell)
        self.tables += 1

    def replay(self, cell: RecordedCell) -> None:
        cell.replay(self)
        self.flush()

    def cell(self, cell: RecordedCell) -> Cell:
        reader = _Reader(self.picture, self.tables)
        cell.replay(reader)
        reader.finish()
        self.dropped |= reader.dropped
        for block in reader.blocks:
            if block["type"] == "figure":
                self.add_picture(block)
        inlines = [inline for block in reader.blocks for inline in _inlines(block)]
        return Cell(in_one_line(inlines), cell.reaches("colspan"), cell.reaches("rowspan"))

    def finish(self) -> None:
        if self.table:
            self.end_table(self.table)
        self.flush()
        while self.open:
            self.leave(self.open[-1][0])

    def data(self, data: str) -> None:
        self.count()
        if self.table:
            self.table.data(data)
        elif not self.skipping:
            self.say(data, self.marks())
        elif self.skipping[0] in _BESIDE and not _UNSEEN & set(self.skipping):
            self.skipped.append(data)

    def close(self) -> None:
        pass

    def count(self) -> None:
        self.events += 1
        if self.events > _MAX_EVENTS:
            raise PageTooLarge

    def add_picture(self, found: Node | str) -> None:
        if isinstance(found, str):
            self.dropped[found] = None
        else:
            self.add_figure(found)

    def marks(self) -> list[Node]:
        marks: list[Node] = [{"type": kind} for kind, depth in self.emphasis.items() if depth]
        if self.links and self.links[-1]:
            marks.append({"type": "link", "attrs": {"href": self.links[-1]}})
        return marks


def _inlines(node: Node) -> list[list[Node]]:
    """The words of each of its textblocks."""
    if node["type"] in ("paragraph", "heading"):
        return [node.get("content", [])]
    return [inline for child in node.get("content", []) for inline in _inlines(child)]
