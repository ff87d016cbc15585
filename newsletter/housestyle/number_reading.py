"""The numbers of a text: in digits, in words and in Roman numerals."""

import itertools
import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from newsletter.housestyle.digits import DIGITS, read_digits
from newsletter.housestyle.number_words import COMPOUND, COUNTED, IMPLIED, MAGNITUDES
from newsletter.housestyle.said import Kind, Said, Strength, plain
from newsletter.languages import Language

_TOKEN = re.compile(rf"(?P<digits>{DIGITS})|(?P<word>[^\W\d_]+(?:'[^\W\d_]+)*)")
_JOINED = re.compile(r"[ -](?:and )?([^\W\d_]+)")
_RANGE = re.compile(r" *(?:[-–—]|to|and|or|да|до|і|и|ці|або|или) *[$€£]?", re.IGNORECASE)
_ROMAN = re.compile(r"X{0,3}(?:IX|IV|V?I{0,3})")
_COUNTED_IN_ROMAN = re.compile(r"(?:[-–—][IVXІХ]+)? (?:centur|quarter|стагоддз|ст\.|век|вв?\.|квартал)")
_CYRILLIC_ROMAN = str.maketrans("ІХ", "IX")
_ROMAN_DIGITS = {"I": 1, "V": 5, "X": 10}
_HALF = {Language.EN: "", Language.BE: "паў", Language.RU: "пол"}


def numbers(words: str, language: Language) -> list[Said]:
    text = plain(words)
    found = list(_Reader(text, language).found())
    return [*(_in_a_range(one, other, text) for one, other in itertools.pairwise(found)), *found[-1:]]


def _in_a_range(one: Said, other: Said, text: str) -> Said:
    """`2` of `2–3 million` may be two million."""
    if one.power or not other.power or not _RANGE.fullmatch(text[one.end : other.start]):
        return one
    times = {reading.scaleb(other.power) for reading in one.readings if isinstance(reading, Decimal)}
    return replace(one, readings=one.readings | times)


class _Reader:
    def __init__(self, text: str, language: Language) -> None:
        self.text, self.language = text, language
        self.tokens = list(_TOKEN.finditer(text))
        self.magnitudes = tuple(begin for begin, _ in MAGNITUDES[language])
        self.compounds = tuple(COMPOUND[language])

    def found(self) -> Iterator[Said]:
        after = 0
        for place, token in enumerate(self.tokens):
            if place < after:
                continue
            said, after = self._at(place, token)
            if said:
                yield said

    def _at(self, place: int, token: re.Match[str]) -> tuple[Said | None, int]:
        """What is said there, and the place of the token after it."""
        if token["digits"]:
            said = read_digits(token, self.text, self.language)
            return self._times(said, place + 1)
        word = token["word"].lower()
        if word in COUNTED[self.language]:
            return self._times(*self._counted(place))
        return self._implied(word, token, place) or _roman(token, self.text), place + 1

    def _counted(self, place: int) -> tuple[Said, int]:
        """`two hundred and fifty`, «дваццаць пяць»: each smaller than the last place of the one before."""
        first, known = self.tokens[place], COUNTED[self.language]
        number, after = known[first["word"].lower()], place + 1
        end = first.end()
        while number < 1000 and (joined := _JOINED.match(self.text, end)):
            word = joined[1].lower()
            if word == "hundred":
                number *= 100
            elif word in known and _fits(known[word], number):
                number += known[word]
            else:
                break
            end = joined.end()
        while after < len(self.tokens) and self.tokens[after].start() < end:
            after += 1
        return Said(Kind.NUMBER, frozenset({number}), Strength.WORDS, first.start(), end), after

    def _times(self, said: Said, after: int) -> tuple[Said, int]:
        """With `million` and its like after it."""
        if after == len(self.tokens) or not (word := self.tokens[after]["word"]):
            return said, after
        power = self._power(word.lower())
        if not power or self.text[said.end : self.tokens[after].start()] not in ("", " ", "-"):
            return said, after
        scaled = {reading.scaleb(power) for reading in said.readings if isinstance(reading, Decimal)}
        end = self.tokens[after].end()
        return replace(said, readings=frozenset(scaled), end=end, power=power), after + 1

    def _power(self, word: str) -> int:
        if not word.startswith(self.magnitudes):
            return 0
        return next(power for begin, power in MAGNITUDES[self.language] if word.startswith(begin))

    def _implied(self, word: str, token: re.Match[str], place: int) -> Said | None:
        number = IMPLIED[self.language].get(word)
        power, half = self._power(word), _HALF[self.language]
        compound = COMPOUND[self.language]
        if word == "half" and [one["word"] for one in self.tokens[place + 1 : place + 2]] == ["a"]:
            number, power = Decimal("0.5"), self._power((self.tokens[place + 2 :] or [token])[0]["word"] or "")
        elif half and word.startswith(half) and (power := self._power(word.removeprefix(half))):
            number = Decimal("0.5")
        elif number is None and not power and word.startswith(self.compounds):
            begins = (one for one in compound if word.startswith(one) and len(word) > len(one) + 2)
            number = compound.get(max(begins, key=len, default=""))
        if number is None and not power:
            return None
        readings = {(Decimal(1) if number is None else number).scaleb(power)}
        if number == Decimal("0.5") and not power:
            readings.add(Decimal(50))
        strength = Strength.WORDS if number and power else Strength.IMPLIED
        return Said(Kind.NUMBER, frozenset(readings), strength, token.start(), token.end())


def _fits(next_number: Decimal, number: Decimal) -> bool:
    return (next_number < 10 <= number % 100 and number % 10 == 0) or (
        next_number < 100 <= number and number % 100 == 0
    )


def _roman(token: re.Match[str], text: str) -> Said | None:
    numeral = token[0].translate(_CYRILLIC_ROMAN) if token[0].isupper() else ""
    if not numeral or not _ROMAN.fullmatch(numeral):
        return None
    is_counted = _COUNTED_IN_ROMAN.match(text, token.end()) is not None
    if len(numeral) == 1 and not is_counted:
        return None
    digits = [_ROMAN_DIGITS[letter] for letter in numeral]
    number = sum(-one if one < other else one for one, other in itertools.pairwise([*digits, 0]))
    strength = Strength.DIGITS if is_counted else Strength.WORDS
    return Said(Kind.NUMBER, frozenset({Decimal(number)}), strength, token.start(), token.end())
