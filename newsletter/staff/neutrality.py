"""Whether words, or an address, would tell whose they are."""

import itertools
from collections.abc import Mapping

import idna

from newsletter.languages import Language, Words, slug_of
from newsletter.letters.discretion import as_read

LEAST_LETTERS = 4
"""Shorter words are everybody's."""


def words_of(*names: Words) -> Mapping[str, str]:
    """The words of the weekly's names, in small letters, and as they are in addresses, each with the word itself."""
    found: dict[str, str] = {}
    for name in names:
        for code, text in name.items():
            for word in text.split():
                bare = "".join(letter for letter in word if letter.isalnum())
                for spelling in (bare.casefold(), slug_of(bare, Language(code))):
                    if len(spelling) >= LEAST_LETTERS:
                        found.setdefault(spelling, bare)
    return found


def telltale(text: str, words: Mapping[str, str]) -> str:
    """The first of `words` that stands in `text`, inside another word too; or an empty text."""
    seen = as_read(text)
    return next((word for spelling, word in words.items() if spelling in seen), "")


def readable(domain: str) -> str:
    """As people read it, not as it is on the wire (IDNA)."""
    try:
        return idna.decode(domain)
    except idna.IDNAError:
        return domain


def of_one_owner(one: str, other: str) -> bool:
    """Whether two domains seem to be somebody's: one lies within the other, or they share more than `org` or `co.uk`.

    Under what else names are sold is a long list that changes; a part of more than three letters is taken for a name.
    """
    if f".{one}".endswith(f".{other}") or f".{other}".endswith(f".{one}"):
        return True
    parts = zip(reversed(one.split(".")), reversed(other.split(".")), strict=False)
    alike = itertools.takewhile(lambda pair: pair[0] == pair[1], parts)
    return any(len(part) >= LEAST_LETTERS for part, _ in list(alike)[1:])
