"""A form as somebody writes it down for the term base.

`Minsk` is found as it stands. `Менск-` is a stem: an ending may follow. `Лукашэнк|а` is a stem with the ending of the
dictionary form, so that it can also be put in. Each word may have its own mark: `Усебеларуск|і народн|ы сход|`.
"""

import itertools
import re
from dataclasses import dataclass
from functools import cached_property

from newsletter.commentaries.refusals import N_, Refusal
from newsletter.languages import Language

FORM_LENGTH = 80
MOST_WORDS = 8
SHORTEST_STEM = 2

LONGEST_ENDING = 3
"""Letters: `-амі`, `-ога`, `-ями`. A longer rest makes another word."""
_ENGLISH_ENDINGS = frozenset({"", "s", "es"})
"""A possessive needs none: the apostrophe ends the word."""

_SAME = str.maketrans("ёЁўЎ’ʼ`\u2011\u00a0\u202f\n", "еЕуУ'''-   ")
_JOINED = re.compile(r"\w+(?:'\w+)*")
"""In Belarusian and Russian an apostrophe is inside a word."""
_APART = re.compile(r"\w+")


class BadForm(Refusal):
    pass


class FormTooLong(BadForm):
    message = N_("“%(form)s” is too long: a form has at most %(letters)s characters and %(words)s words.")


class StemTooShort(BadForm):
    message = N_("“%(form)s” would be found nearly everywhere: a stem has at least %(letters)s letters.")


class NoWord(BadForm):
    message = N_("“%(form)s” has no letter or digit to be found by.")


class NotAnEnding(BadForm):
    message = N_("“%(form)s”: after the mark of a stem stands nothing but its ending, of at most %(letters)s letters.")


def folded(words: str) -> str:
    """As long as before, but one in its apostrophes, hyphens, spaces, е and ё, and у and ў."""
    return words.translate(_SAME)


def words_of(text: str, language: Language) -> list[re.Match[str]]:
    """Of a folded text."""
    return list((_APART if language is Language.EN else _JOINED).finditer(text))


@dataclass(frozen=True)
class StemWord:
    spelt: str
    """The stem as it is written; the whole word where it can't be declined."""
    ending: str | None = None
    """Of the dictionary form, as it is written. None where only the stem is known."""
    declined: bool = False

    @cached_property
    def stem(self) -> str:
        return folded(self.spelt)

    def matches(self, word: str, language: Language) -> bool:
        """A capital may stand for a small letter at the beginning, or everywhere; a small one never for a capital."""
        here, rest = word[: len(self.stem)], word[len(self.stem) :]
        if here not in (self.stem, _capital(self.stem), self.stem.upper()):
            return False
        return self.takes(rest.lower(), language) if self.declined else not rest

    @staticmethod
    def takes(ending: str, language: Language) -> bool:
        if language is Language.EN:
            return ending in _ENGLISH_ENDINGS
        return len(ending) <= LONGEST_ENDING and (not ending or ending.isalpha())


@dataclass(frozen=True)
class Form:
    written: str
    words: tuple[StemWord, ...]
    between: tuple[str, ...]
    """What stands between two words, folded: one fewer than words."""
    citation: str
    """As it is put into a text: without marks, in the dictionary form where that is known."""

    @property
    def shown(self) -> str:
        """For a list: the hyphen of a stem stays."""
        return self.written.replace("|", "")

    @property
    def weight(self) -> int:
        """The more letters a form names, the better it says what was meant."""
        return sum(len(word.stem) for word in self.words)

    @property
    def key(self) -> str:
        return folded(self.citation).lower()


def parse(written: str, language: Language) -> Form:
    """Raises BadForm."""
    if len(written) > FORM_LENGTH or len(written.split()) > MOST_WORDS:
        raise FormTooLong(form=written[:FORM_LENGTH], letters=FORM_LENGTH, words=MOST_WORDS)
    words: list[StemWord] = []
    bare: list[str] = []
    spoken: list[str] = []
    for part in written.split():
        stem, ending, declined = _unmarked(part, written, language)
        inside = [stem[match.start() : match.end()] for match in words_of(folded(stem), language)]
        if declined and (not inside or len(inside[-1]) < SHORTEST_STEM):
            raise StemTooShort(form=written, letters=SHORTEST_STEM)
        words += [StemWord(word) for word in inside[:-1]]
        words += [StemWord(word, ending, declined) for word in inside[-1:]]
        bare.append(stem)
        spoken.append(stem + (ending or ""))
    if not words:
        raise NoWord(form=written)
    plain = folded(" ".join(bare))
    found = words_of(plain, language)
    between = tuple(plain[one.end() : other.start()] for one, other in itertools.pairwise(found))
    return Form(written, tuple(words), between, " ".join(spoken).replace("'", "’"))


def _unmarked(part: str, written: str, language: Language) -> tuple[str, str | None, bool]:
    """The stem, its ending where it is known, and whether it is declined. A hyphen inside a part joins two words."""
    stem, bar, ending = part.partition("|")
    declined = bool(bar) or part.endswith("-")
    if not bar:
        stem = part.removesuffix("-")
    elif not StemWord.takes(folded(ending).lower(), language):
        raise NotAnEnding(form=written, letters=LONGEST_ENDING)
    return stem, ending if bar else None, declined


def _capital(word: str) -> str:
    return word[:1].upper() + word[1:]
