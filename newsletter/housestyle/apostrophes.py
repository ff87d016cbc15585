"""The apostrophe in a word: ’, whatever it was typed as."""

import re
from collections.abc import Iterator

from newsletter.commentaries.refusals import N_
from newsletter.housestyle.findings import Finding, Passage, Severity
from newsletter.languages import Language

_MESSAGE = N_("Apostrophe: ’ here.")
_OPENING = N_("Quotation mark: %(mark)s here.")
_WITHIN = re.compile(r"(?<=[^\W\d_])['ʼ`´‘](?=[^\W\d_])")
_ENGLISH = re.compile(r"(?<=[^\W\d_])[`´](?=[^\W\d_])|['ʼ]")
_OPENS_AFTER = re.compile(r'(?:^|[\s([{/«“„]|(?:^|[\s(])")$')
_SHORTENED = re.compile(r"(?:\d\ds?|tis|twas|em|cause|til|n)\b", re.IGNORECASE)
"""’90s, ’em: what an apostrophe begins."""


def check(passage: Passage, words: str, language: Language) -> Iterator[Finding]:
    english = language is Language.EN
    for found in (_ENGLISH if english else _WITHIN).finditer(words):
        start, end = found.span()
        before, after = words[max(0, start - 2) : start], words[end : end + 6]
        if english and before[-1:].isdigit() and not after[:1].isalpha():
            continue  # feet and minutes
        opens = english and _OPENS_AFTER.search(before) and after[:1].strip() and not _SHORTENED.match(after)
        if opens:
            yield Finding("quotes", Severity.REPAIR, passage, start, end, _OPENING, {"mark": "‘"}, "‘")
        else:
            yield Finding("apostrophe", Severity.REPAIR, passage, start, end, _MESSAGE, {}, "’")
