"""Quotation marks in the language's own form: “ ” and ‘ ’, or « » and „ “."""

import re
from collections.abc import Iterator
from typing import NamedTuple

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
_OPENED_AFTER = re.compile(r"$|[\s([{/«“„]")
_CLOSED_BEFORE = re.compile(r"[\s.,;:!?…)\]»”]|$")


class _Mark(NamedTuple):
    at: int
    opens: bool
    pair: Pair


def check(passage: Passage, words: str, language: Language) -> Iterator[Finding]:
    if not _MARK.search(words):
        return
    begins = 0
    for line in words.split("\n"):
        repairs = _repairs(line, language)
        # Where putting the marks right would raise new questions, it is not for a machine to do.
        if repairs and not _repairs(_with(repairs, line), language):
            for at, mark in repairs.items():
                start = begins + at
                yield Finding("quotes", Severity.REPAIR, passage, start, start + 1, _MESSAGE, {"mark": mark}, mark)
        begins += len(line) + 1


def _repairs(line: str, language: Language) -> dict[int, str]:
    """By place, the marks to put there instead."""
    right = {mark.at: mark.pair[0 if mark.opens else 1] for mark in _paired(line, language)}
    return {at: mark for at, mark in right.items() if line[at] != mark}


def _with(repairs: dict[int, str], line: str) -> str:
    return "".join(repairs.get(at, character) for at, character in enumerate(line))


def _paired(line: str, language: Language) -> list[_Mark]:
    """Where a line's marks don't pair off, without those that are the language's own: they are not doubted."""
    outer, inner = _OUTER_AND_INNER[language]
    marks: list[_Mark] = []
    standing: list[Pair] = []
    even = True
    for found in _MARK.finditer(line):
        at = found.start()
        if found[0] == '"' and line[at - 1 : at].isdigit() and not standing:
            continue  # inches
        if _opens(line, at, bool(standing)):
            standing.append(inner if standing and standing[-1] == outer else outer)
            marks.append(_Mark(at, True, standing[-1]))
        else:
            even = even and bool(standing)
            marks.append(_Mark(at, False, standing.pop() if standing else outer))
    if even and not standing:
        return marks
    return [mark for mark in marks if line[mark.at] not in (*outer, *inner)]


def _opens(line: str, at: int, standing: bool) -> bool:
    if line[at] in "«»„‟":
        return line[at] != "»"
    if standing and _CLOSED_BEFORE.match(line, at + 1):
        return False
    # A single mark between may be an apostrophe or a quotation's: that is for apostrophes.py to say.
    while at and line[at - 1] in "'’‘ʼ":
        at -= 1
    before = line[at - 1] if at else ""
    return bool(_OPENED_AFTER.match(before)) or (not standing and before in ("-", "–", "—"))
