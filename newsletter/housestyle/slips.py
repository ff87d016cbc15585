"""Words one slip of the finger or the ear away from another.

Hunspell has suggestions of its own, but holds Python's lock for up to seconds while it looks for them, and every page
would wait; for names, which is what most unknown words are, they make no sense.
"""

from collections.abc import Iterator

from newsletter.languages import Language

_VOWELS = {Language.EN: "aeiouy", Language.BE: "аеёіоуыэюя", Language.RU: "аеёиоуыэюя"}
_CONSONANTS = {
    Language.EN: "bcdfghjklmnpqrstvwxz'",
    Language.BE: "бвгджзйклмнпрстўфхцчшь'",
    Language.RU: "бвгджзйклмнпрстфхцчшщъь",
}


def slips(word: str, language: Language) -> Iterator[str]:
    """The likelier ones first: letters exchanged, a wrong vowel, a letter too few or too many, two words run together,
    any other letter. Some are given twice.
    """
    vowels, letters = _VOWELS[language], _VOWELS[language] + _CONSONANTS[language]
    halves = [(word[:place], word[place:]) for place in range(len(word) + 1)]
    for before, after in halves[:-2]:
        yield before + after[1] + after[0] + after[2:]
    yield from (before + vowel + after[1:] for before, after in halves[:-1] if after[0] in vowels for vowel in vowels)
    yield from (before + letter + after for before, after in halves for letter in letters)
    yield from (before + after[1:] for before, after in halves[:-1] if len(word) > 1)
    yield from (f"{before} {after}" for before, after in halves[2:-2])
    yield from (before + letter + after[1:] for before, after in halves[:-1] for letter in letters)
