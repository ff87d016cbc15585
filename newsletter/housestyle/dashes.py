"""A hyphen between spaces, and two in a row, are a dash: – in English, — in Belarusian and Russian."""

import re
from collections.abc import Iterator

from newsletter.commentaries.refusals import N_
from newsletter.housestyle.findings import Finding, Passage, Severity
from newsletter.languages import Language

DASH = {Language.EN: "–", Language.BE: "—", Language.RU: "—"}
_MESSAGE = N_("Between words: a dash (%(dash)s), not a hyphen.")
# A line that begins with one is a list or a speech; between digits that are reckoned with, it is a minus.
_HYPHENS = re.compile(r"(?<=[^\s-][ \u00a0])--?(?=[ \u00a0](?!\d[\d,.]*[ \u00a0]?=))|(?<=[^\s-])--(?=[^\s-])")


def check(passage: Passage, words: str, language: Language) -> Iterator[Finding]:
    dash = DASH[language]
    for found in _HYPHENS.finditer(words):
        yield Finding("dash", Severity.REPAIR, passage, found.start(), found.end(), _MESSAGE, {"dash": dash}, dash)
