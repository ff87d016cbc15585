"""Errors put into a clean text at random, one for each rule of the house style and language that has it."""

import random
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from newsletter.housestyle.alphabets import CYRILLIC_TWINS, LATIN_TWINS
from newsletter.housestyle.checks import check
from newsletter.housestyle.findings import Finding, Passage
from newsletter.languages import Language

EN, BE, RU = Language.EN, Language.BE, Language.RU
Place = re.Match[str]
Spoil = Callable[[random.Random, Place], str]


@dataclass(frozen=True)
class Planter:
    rule: str
    language: Language
    place: re.Pattern[str]
    spoil: Spoil


@cache
def clean(language: Language) -> tuple[Passage, ...]:
    lines = (Path(__file__).parent / "clean" / f"{language}.txt").read_text(encoding="utf-8").splitlines()
    return tuple(Passage(f"block-{at}", line) for at, line in enumerate(lines))


@cache
def _sentences(language: Language) -> list[str]:
    text = " ".join(passage.words for passage in clean(language)[2:-2])
    return [sentence for sentence in re.findall(r"(?<=\. )[^.!?]+[.!?](?= )", text) if 6 <= len(sentence.split()) <= 30]


def _swap_one(twins: dict[str, str]) -> Spoil:
    def spoil(rng: random.Random, place: Place) -> str:
        word = place[0]
        at = rng.choice([at for at, letter in enumerate(word) if letter in twins])
        return word[:at] + twins[word[at]] + word[at + 1 :]

    return spoil


def _foreign(*languages: Language) -> Spoil:
    return lambda rng, _: f" {rng.choice(_sentences(rng.choice(languages)))} "


def _replaced(by: dict[str, str]) -> Spoil:
    return lambda _, place: "".join(by.get(letter, letter) for letter in place[0])


_CYRILLIC = "А-Яа-яЁёІіЎў"
_PLACES: list[tuple[str, Language, str, Spoil]] = [
    ("mixed-script", EN, r"(?<![\w./@-])[A-Za-z]*[aeopcxyi][a-z]+(?![\w./@-])", _swap_one(LATIN_TWINS)),
    *(
        (
            "mixed-script",
            language,
            rf"(?=[{_CYRILLIC}]{{2}})[{_CYRILLIC}]*[аеорсхуі][{_CYRILLIC}]*",
            _swap_one(CYRILLIC_TWINS),
        )
        for language in (BE, RU)
    ),
    ("other-alphabet", EN, r"\b[a-z]{4,}\b(?![./@’-])", lambda rng, _: rng.choice(["слово", "міф", "Киев", "хор"])),
    ("other-alphabet", BE, rf"[{_CYRILLIC}]*[іэ][{_CYRILLIC}]*", _replaced({"і": "и", "э": "щ"})),
    ("other-alphabet", RU, rf"[{_CYRILLIC}]*[иы][{_CYRILLIC}]*", _replaced({"и": "і", "ы": "ў"})),
    ("lookalike", BE, "(?<=[а-яіў][ \u00a0])[аіу](?=[ \u00a0][а-яіў])", _replaced(CYRILLIC_TWINS)),
    ("lookalike", RU, "(?<=[а-я][ \u00a0])[аосу](?=[ \u00a0][а-я])", _replaced(CYRILLIC_TWINS)),
    ("wrong-language", EN, r"(?<=\.) (?=[A-Z])", _foreign(BE, RU)),
    ("wrong-language", BE, r"(?<=\.) (?=[А-Я])", _foreign(EN, RU)),
    ("wrong-language", RU, r"(?<=\.) (?=[А-Я])", _foreign(EN, BE)),
    ("quotes", EN, "[“”]", lambda *_: '"'),
    *(("quotes", language, "[«»„“]", lambda *_: '"') for language in (BE, RU)),
    ("dash", EN, "(?<= )–(?= )", lambda *_: "-"),
    *(("dash", language, "(?<= )—(?= )", lambda rng, _: rng.choice(["-", "--"])) for language in (BE, RU)),
    ("apostrophe", EN, "(?<=[a-z])’(?=[a-z])", lambda rng, _: rng.choice(["'", "ʼ"])),
    ("apostrophe", BE, "(?<=[а-яі])’(?=[а-яіё])", lambda rng, _: rng.choice(["'", "ʼ", "`"])),
    *(("no-break-space", language, "(?<=[а-яіў№])\u00a0|\u00a0(?=%|г)", lambda *_: " ") for language in (BE, RU)),
    (
        "short-u",
        BE,
        "(?<![А-Яа-яіЎў])(?<![A-Za-z][ \u00a0])[а-яіў]*ў[а-яіў]*|(?<=[бвгджзйклмнпрстфхцчшь] )у[а-яіў]*",
        _replaced({"ў": "у", "у": "ў"}),
    ),
    ("yo", RU, r"(?<!\w)(?:её|определён|растёт|трёх|счёт|шёл)(?!\w)", _replaced({"ё": "е"})),
]
PLANTERS = [Planter(rule, language, re.compile(place), spoil) for rule, language, place, spoil in _PLACES]


@dataclass(frozen=True)
class Planted:
    passages: list[Passage]
    part: str
    start: int
    end: int
    language: Language

    def findings(self) -> list[Finding]:
        """What is said about the place."""
        return [
            finding
            for finding in check(self.passages, self.language)
            if finding.passage.part == self.part and finding.start < self.end and self.start < finding.end
        ]


def planted(planter: Planter, rng: random.Random) -> Planted:
    """The passage with one error in it; the whole text, if the rule is about that."""
    text = clean(planter.language)
    places = [(at, found) for at, passage in enumerate(text) for found in planter.place.finditer(passage.words)]
    while True:
        at, found = rng.choice(places)
        spoilt = planter.spoil(rng, found)
        if spoilt != found[0]:
            break
    part, words = text[at].part, text[at].words
    wrong = Passage(part, words[: found.start()] + spoilt + words[found.end() :])
    passages = [*text[:at], wrong, *text[at + 1 :]] if planter.rule == "yo" else [wrong]
    return Planted(passages, part, found.start(), found.start() + len(spoilt), planter.language)
