"""What a rule of the house style is given, and what it finds."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from newsletter.commentaries.document import Node, block_text, blocks
from newsletter.commentaries.merging import Version


class Severity(StrEnum):
    BLOCK = "block"
    """The issue can't leave with it."""
    WARN = "warn"
    REPAIR = "repair"
    """Safe to be put right in one press; the issue may leave with it."""


@dataclass(frozen=True)
class Passage:
    """Words to be read as a whole: a title, a standfirst, a block, or one field of a figure."""

    part: str
    """`title`, `standfirst`, or the id of a block."""
    words: str
    """Of a block as document.block_text has them: a line for each paragraph or list item in it, and each hard break."""
    field: str = ""
    """`alt`, `caption` or `credit`, of a figure."""


@dataclass(frozen=True)
class Finding:
    rule: str
    severity: Severity
    passage: Passage
    start: int
    """In characters of the passage's words."""
    end: int
    message: str
    """A msgid, shown with `gettext(finding.message, **finding.values)`."""
    values: Mapping[str, str | int] = field(default_factory=dict)
    suggestion: str | None = None
    """What may stand in the place of the words, where that is safe to say."""

    @property
    def words(self) -> str:
        return self.passage.words[self.start : self.end]


def passages(version: Version) -> list[Passage]:
    """Everything in a text that somebody reads, in the order of the page."""
    found = [Passage("title", version.title), Passage("standfirst", version.standfirst)]
    for block in blocks(version.document):
        found += _of_block(block)
    return [passage for passage in found if passage.words.strip()]


def _of_block(block: Node) -> list[Passage]:
    name = block["attrs"]["id"]
    if block["type"] == "figure":
        return [Passage(name, block["attrs"].get(field) or "", field) for field in ("alt", "caption", "credit")]
    return [Passage(name, block_text(block))]
