"""The apostrophe in a word: ’, whatever it was typed as."""

import re
from collections.abc import Iterator

from newsletter.commentaries.refusals import N_
from newsletter.housestyle.findings import Finding, Passage, Severity
from newsletter.languages import Language

_MESSAGE = N_("Apostrophe: ’ here.")
_OPENING = N_("Quotation mark: %(mark)s here.")
_WITHIN = re.compile(r"(?<=[^\W\d_])['ʼ`´‘](?=[^\W\d_])")
_ENGLISH = re.compile(r"(?<=[^\W\d_])[ʼ`´‘](?=[^\W\d_])|['ʼ]|‘(?=\d0s\b)")
_OPENS_AFTER = re.compile(r"(?:^|[\s([{/«“„])$")
_SHORTENED = re.compile(r"(?:\d\ds?|tis|twas|em|cause|til|n)\b", re.IGNORECASE)
"""’90s, ’em: what an apostrophe begins."""


def check(passage: Passage, words: str, language: Language) -> Iterator[Finding]:
    for found in (_ENGLISH if language is Language.EN else _WITHIN).finditer(words):
        start = found.start()
        before, after = words[:start], words[found.end() :]
        if language is Language.EN and before[-1:].isdigit() and not after[:1].isalpha():
            continue  # feet and minutes
        if (
            language is Language.EN
            and _OPENS_AFTER.search(before[-1:])
            and after[:1].strip()
            and not _SHORTENED.match(after)
        ):
            yield Finding("quotes", Severity.REPAIR, passage, start, start + 1, _OPENING, {"mark": "‘"}, "‘")
        else:
            yield Finding("apostrophe", Severity.REPAIR, passage, start, start + 1, _MESSAGE, {}, "’")
