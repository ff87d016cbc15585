"""The letter that tells a translator which sources have changed: titles, counts and links, and none of the words."""

from collections.abc import Sequence
from dataclasses import dataclass

from newsletter.languages import Language
from newsletter.letters.composing import compose
from newsletter.letters.letter import Letter


@dataclass(frozen=True)
class Line:
    """A translation into `language`; its counts are of blocks."""

    title: str
    language: Language
    changed: int
    missing: int
    orphans: int
    link: str


def digest_letter(lines: Sequence[Line], language: Language, *, masthead: str, link: str) -> Letter:
    """`link` leads to what waits for them."""
    return compose("translation_digest", language, masthead=masthead, lines=lines, count=len(lines), link=link)
