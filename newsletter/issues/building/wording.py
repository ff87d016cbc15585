"""Subject and preheader: the lead's title and standfirst, until somebody writes better ones."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

from newsletter.issues.models import SUBJECT_LENGTH, Issue
from newsletter.languages import Language, Words

SHOWN = 90
"""Characters of a preheader that an inbox shows."""


@contextmanager
def following_the_lead(issue: Issue) -> Iterator[None]:
    """What happens inside may change the lead; words that were only the old lead's then become the new one's."""
    subjects, preheaders = _of_the_lead(issue)
    yield
    new_subjects, new_preheaders = _of_the_lead(issue)
    issue.subjects = _followed(issue.subjects, subjects, new_subjects)
    issue.preheaders = _followed(issue.preheaders, preheaders, new_preheaders)


def _of_the_lead(issue: Issue) -> tuple[Words, Words]:
    if not issue.entries:
        return {}, {}
    texts = issue.entries[0].commentary.texts
    return (
        {str(language): _short(text.title, SUBJECT_LENGTH) for language, text in texts.items()},
        {str(language): _opening(text.standfirst) for language, text in texts.items()},
    )


def _opening(words: str) -> str:
    """As many whole sentences as an inbox shows, or what it shows of the first."""
    whole = ""
    for sentence in re.split(r"(?<=[.!?…]) ", words):
        if len(longer := f"{whole} {sentence}".strip()) > SHOWN:
            break
        whole = longer
    return whole or _short(words, SHOWN)


def _short(words: str, limit: int) -> str:
    return words if len(words) <= limit else f"{words[:limit].rpartition(' ')[0] or words[: limit - 1]}…"


def _followed(words: Words, old: Words, new: Words) -> Words:
    own = {code: text for code, text in words.items() if text and text != old.get(code)}
    return {code: text for code in Language if (text := own.get(code) or new.get(code, ""))}
