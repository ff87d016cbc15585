"""Translations with one fact changed each, made out of clean ones: what a tired translator does."""

import random
import re
from collections.abc import Iterator
from typing import NamedTuple

from newsletter.housestyle.against_source import against_source
from newsletter.housestyle.findings import Finding, Passage
from newsletter.housestyle.shielding import shielded
from newsletter.languages import Language
from tests.housestyle.pairs import PAIRS


class Changed(NamedTuple):
    kind: str
    source: str
    source_language: Language
    target: str
    target_language: Language

    def findings(self) -> list[Finding]:
        return against_source(self.source, self.source_language, [Passage("b", self.target)], self.target_language)


_DIGITS = re.compile(r"(?<![\w@:-])\d+(?![\d:])")
_WORDS = {
    Language.EN: (["two", "three", "five", "seven", "nine"], ["January", "April", "August"]),
    Language.BE: (["двух", "тры", "пяць", "сем", "дзевяць"], ["студзеня", "красавіка", "жніўня"]),
    Language.RU: (["двух", "три", "пять", "семь", "девять"], ["января", "апреля", "августа"]),
}
_MONTHS = {
    Language.EN: r"\b(?:May|March|October|November|September|July)\b",
    Language.BE: r"\b(?:мая|лістапада|лютага|кастрычнік|верасні|ліпеня)\b",
    Language.RU: r"\b(?:мая|ноября|февраля|октябрь|сентябре|июля)\b",
}
_MAGNITUDES = [("million", "billion"), ("billion", "million"), ("млн", "млрд"), ("млрд", "млн"), ("мільёнаў", "тысяч")]
_UNITS = [("$", "€"), ("€", "$"), ("euros", "dollars"), ("долараў", "еўра"), ("долларов", "евро"), ("евро", "злотых")]


def changed(seed: int) -> Iterator[Changed]:
    """Each pair with each kind of change that fits it, at a random place."""
    chance = random.Random(seed)
    for source, source_language, target, target_language in PAIRS:
        for kind, wrong in _wrong(target, target_language, chance):
            yield Changed(kind, source, source_language, wrong, target_language)


def _wrong(target: str, language: Language, chance: random.Random) -> Iterator[tuple[str, str]]:
    digits = list(_DIGITS.finditer(shielded(target)))
    if digits:
        yield "digit", _with_another_digit(target, chance.choice(digits), chance)
        place = chance.choice(digits)
        yield "dropped", target[: place.start()] + target[place.end() :]
    numbers, months = _WORDS[language]
    if word := re.search(rf"\b(?:{'|'.join(numbers)})\b", target, re.IGNORECASE):
        yield "word", _replaced(target, word, chance.choice([one for one in numbers if one != word[0].lower()]))
    if month := re.search(_MONTHS[language], target):
        yield "month", _replaced(target, month, chance.choice(months))
    for kind, table in (("magnitude", _MAGNITUDES), ("currency", _UNITS)):
        if fitting := [(one, other) for one, other in table if one in target]:
            yield kind, target.replace(*chance.choice(fitting), 1)
    if name := re.search(r"https://\S+\w|@\w+", target):
        yield "name", _replaced(target, name, "here")


def _with_another_digit(target: str, place: re.Match[str], chance: random.Random) -> str:
    at = chance.randrange(place.start(), place.end())
    other = chance.choice([digit for digit in "123456789" if digit != target[at]])
    return target[:at] + other + target[at + 1 :]


def _replaced(target: str, found: re.Match[str], instead: str) -> str:
    return target[: found.start()] + instead + target[found.end() :]
