"""Quotation marks in the language's own form: “ ” and ‘ ’, or « » and „ “."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from newsletter.commentaries.refusals import N_
from newsletter.housestyle.findings import Finding, Passage, Severity
from newsletter.languages import Language

Pair = tuple[str, str]
_OUTER_AND_INNER: dict[Language, tuple[Pair, Pair]] = {
    Language.EN: (("“", "”"), ("‘", "’")),
    Language.BE: (("«", "»"), ("„", "“")),
    Language.RU: (("«", "»"), ("„", "“")),
}
_MESSAGE = N_("Quotation mark: %(mark)s here.")
_MARK = re.compile('["“”„‟«»]')
_AFTER_WHICH_ONE_OPENS = re.compile(r"(?:^|[\s([{/«“„‘])$")
_CLOSED_AFTER = re.compile(r"[\s.,;:!?…)\]»”]|$")


@dataclass
class _Mark:
    at: int
    opens: bool
    pair: Pair | None = None


def check(passage: Passage, words: str, language: Language) -> Iterator[Finding]:
    if not _MARK.search(words):
        return
    at = 0
    for line in words.split("\n"):
        for mark in _paired(line, language):
            right = mark.pair[0 if mark.opens else 1] if mark.pair else line[mark.at]
            if line[mark.at] != right:
                start = at + mark.at
                yield Finding("quotes", Severity.REPAIR, passage, start, start + 1, _MESSAGE, {"mark": right}, right)
        at += len(line) + 1


def _paired(line: str, language: Language) -> list[_Mark]:
    """Where a line's marks don't pair off, none that the language has is doubted."""
    outer, inner = _OUTER_AND_INNER[language]
    marks, standing = [], list[Pair]()
    even = True
    for found in _MARK.finditer(line):
        at = found.start()
        if found[0] == '"' and line[at - 1 : at].isdigit() and not standing:
            continue  # inches
        mark = _Mark(at, _opens(line, at, bool(standing)))
        if mark.opens:
            mark.pair = inner if standing and standing[-1] == outer else outer
            standing.append(mark.pair)
        else:
            even &= bool(standing)
            mark.pair = standing.pop() if standing else outer
        marks.append(mark)
    if even and not standing:
        return marks
    own = {*outer, *inner}
    return [mark for mark in marks if line[mark.at] not in own]


def _opens(line: str, at: int, standing: bool) -> bool:
    before, mark, after = line[:at], line[at], line[at + 1 : at + 2]
    if mark in "«„‟":
        return True
    if mark in "»":
        return False
    if standing and _CLOSED_AFTER.match(after):
        return False
    return bool(_AFTER_WHICH_ONE_OPENS.search(before[-1:])) or (not standing and before[-1:] in ("-", "–", "—"))
