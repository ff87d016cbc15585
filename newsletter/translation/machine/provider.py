"""What drafts a translation: a service, or a model of one's own."""

from collections.abc import Sequence
from typing import NamedTuple, Protocol

from newsletter.languages import Language

PASSAGES = 40
CHARACTERS = 4_000
"""Of one request, at the most; DeepL takes 50 passages in 128 KiB, a small model far less at a time."""


class TermPair(NamedTuple):
    """A term in the dictionary form of both languages."""

    source: str
    target: str


class Provider(Protocol):
    host: str
    """To which the words go, as a person knows it."""

    def draft(
        self, passages: Sequence[str], source: Language, target: Language, terms: Sequence[TermPair], notes: str
    ) -> list[str]:
        """The translation of each, in the same order; empty for what it passed over.

        A passage is inline HTML (markup.py), and so is its translation. Raises Failure or Unusable.
        """
