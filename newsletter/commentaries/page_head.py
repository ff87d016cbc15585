"""What stands above a commentary's text on its page: title, week, section, verdict, byline, credit, standfirst."""

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass, field

from newsletter.commentaries.characters import clean_text
from newsletter.commentaries.document import Node, block_text
from newsletter.commentaries.furniture import is_furniture
from newsletter.commentaries.page_fields import byline_in, credit_in, week_in
from newsletter.commentaries.sections import seeded_slug
from newsletter.commentaries.unreadable import NoTitle
from newsletter.commentaries.verdicts import Verdict, verdict_in

MAX_TITLE = 200
MAX_STANDFIRST = 600
_SHORT_STANDFIRST = 250
_HEAD = 20
_SENTENCE_END = (".", "!", "?", "…", "”", "»", "“", '"')


@dataclass
class Head:
    title: str = ""
    standfirst: str = ""
    byline: str | None = None
    week: dt.date | None = None
    section: str | None = None
    verdict: Verdict | None = None
    credit: str | None = None
    pictures: list[Node] = field(default_factory=list)
    """They stay, at the beginning of the text."""
    dropped: list[str] = field(default_factory=list)


_FIELDS: dict[str, Callable[[str], object]] = {
    "week": week_in,
    "section": seeded_slug,
    "verdict": verdict_in,
    "credit": credit_in,
    "byline": byline_in,
}


def read_head(blocks: list[Node]) -> tuple[Head, list[Node]]:
    """The head, and the blocks below it. Raises NoTitle."""
    head = Head()
    title_at = _title_at(blocks)
    for place, block in enumerate(blocks):
        line = line_of(block)
        if place == title_at:
            head.title = line
        elif block["type"] == "figure":
            head.pictures.append(block)
        elif not line or _take_field(head, line):
            continue
        elif is_furniture(line) or place < title_at or _same(line, head.title):
            head.dropped.append(line)
        elif not head.standfirst and _is_standfirst(blocks, place):
            head.standfirst = line
        else:
            return head, head.pictures + blocks[place:]
    return head, head.pictures


def _title_at(blocks: list[Node]) -> int:
    """A heading of level 1, or a line that the page repeats, or the first line that could be one."""
    top = blocks[:_HEAD]
    lines = [line_of(block) for block in top]
    levels = [block.get("attrs", {}).get("level") for block in top]
    likely = [place for place, block in enumerate(top) if _may_be_title(block, lines[place])]
    repeated = [place for place in likely if any(_same(lines[place], line) for line in lines[place + 1 :])]
    for place in [place for place in likely if levels[place] == 1] + repeated + likely:
        # What stands above the title is left out, so nothing of length may stand there.
        if all(len(line) <= MAX_TITLE for line in lines[:place]):
            return place
    raise NoTitle(limit=MAX_TITLE)


def _may_be_title(block: Node, line: str) -> bool:
    if block["type"] not in ("paragraph", "heading") or not 0 < len(line) <= MAX_TITLE or is_furniture(line):
        return False
    return not _is_field(line)


def _is_field(line: str) -> bool:
    return any(read(line) for read in _FIELDS.values())


def _take_field(head: Head, line: str) -> bool:
    for name, read in _FIELDS.items():
        if value := read(line):
            if getattr(head, name) is None:
                setattr(head, name, value)
            else:
                head.dropped.append(line)
            return True
    return False


def _is_standfirst(blocks: list[Node], place: int) -> bool:
    """Marked as one; or right under the photo; or a short sentence above a longer paragraph. It holds no links."""
    block, line = blocks[place], line_of(blocks[place])
    below = (line_of(block) for block in blocks[place + 1 : place + _HEAD])
    after = next((text for text in below if text and not _is_field(text)), "")
    linked = any(mark["type"] == "link" for node in block.get("content", []) for mark in node.get("marks", []))
    if block["type"] != "paragraph" or linked or not after or len(line) > MAX_STANDFIRST:
        return False
    under_photo = place > 0 and credit_in(line_of(blocks[place - 1])) is not None
    short = len(line) <= _SHORT_STANDFIRST and len(line) < len(after) and line.endswith(_SENTENCE_END)
    return bool(block.get("attrs", {}).get("lead")) or under_photo or short


def line_of(block: Node) -> str:
    return re.sub(r"[ \n]+", " ", clean_text(block_text(block))).strip()


def _same(line: str, other: str) -> bool:
    return re.findall(r"\w+", line.lower()) == re.findall(r"\w+", other.lower())
