"""No-break spaces in Belarusian and Russian: after a word of one letter and №, before % and г."""

import re
from collections.abc import Iterator

from newsletter.commentaries.refusals import N_
from newsletter.housestyle.findings import Finding, Passage, Severity
from newsletter.languages import Language

NO_BREAK = "\N{NO-BREAK SPACE}"
_AFTER_LETTER = N_("A no-break space after “%(word)s”, which would else end a line alone.")
_AFTER_NUMBER_SIGN = N_("A no-break space after №.")
_BEFORE_SIGN = N_("A no-break space before “%(word)s”.")
_WORDS = "абвжзіикосуўэяАБВЖЗІИКОСУЎЭЯ"
"""Other letters alone are units, as in “5 м”."""
_SPACES = re.compile(rf"(?<![\w’'ʼ.–—-])(?P<letter>[{_WORDS}]) (?=\S)|№ (?=\S)|(?<=\d) (?P<sign>%|‰|гг?\.)(?=\W|$)")


def check(passage: Passage, words: str, _: Language) -> Iterator[Finding]:
    for found in _SPACES.finditer(words):
        message = _AFTER_LETTER if found["letter"] else _BEFORE_SIGN if found["sign"] else _AFTER_NUMBER_SIGN
        values = {"word": found["letter"] or found["sign"] or "№"}
        right = found[0].replace(" ", NO_BREAK)
        yield Finding("no-break-space", Severity.REPAIR, passage, found.start(), found.end(), message, values, right)
