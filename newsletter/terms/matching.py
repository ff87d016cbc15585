"""Where a text has a word of the term base, in whatever case it is declined."""

import itertools
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple, TypeVar

from newsletter.languages import Language
from newsletter.terms.written import LONGEST_ENDING, Form, StemWord, folded, parse, words_of

Kept = TypeVar("Kept")

_SPACES = re.compile(" +")

BETWEEN_FORMS = ";"
"""Several preferred forms may stand in one field: each is good, the first is put in, and a text keeps to one."""


@dataclass(frozen=True, eq=False)
class TermForms:
    """An entry of the term base as a value, its forms as they are written."""

    id: int
    forms: Mapping[str, str]
    """The preferred ones by language code."""
    avoid: Mapping[str, Sequence[str]] = field(default_factory=dict)
    note: str = ""

    @property
    def name(self) -> str:
        """By which the desk speaks of it."""
        return next(forms[0].citation for forms in self.good.values() if forms)

    @cached_property
    def good(self) -> dict[Language, tuple[Form, ...]]:
        """Raises written.BadForm, as bad does."""
        return {
            language: tuple(parse(one, language) for one in split(self.forms.get(language, "")))
            for language in Language
        }

    @cached_property
    def bad(self) -> dict[Language, tuple[Form, ...]]:
        return {language: tuple(parse(one, language) for one in self.avoid.get(language, ())) for language in Language}


def split(written: str) -> list[str]:
    return [one for form in written.split(BETWEEN_FORMS) if (one := form.strip())]


class Match(NamedTuple):
    start: int
    end: int
    term: TermForms
    form: Form
    avoid: bool


class TermBase:
    """Compiled once, then asked often: a word is looked up by its beginnings, however many terms there are."""

    def __init__(self, terms: Iterable[TermForms] = ()) -> None:
        self._by_first: dict[Language, dict[str, list[tuple[TermForms, Form, bool]]]] = {}
        self._stems: dict[Language, dict[str, list[StemWord]]] = {}
        entries = list(terms)
        for language in Language:
            by_first: dict[str, list[tuple[TermForms, Form, bool]]] = defaultdict(list)
            stems: dict[str, list[StemWord]] = defaultdict(list)
            self._by_first[language], self._stems[language] = by_first, stems
            for term in entries:
                forms = [(form, False) for form in term.good[language]] + [(form, True) for form in term.bad[language]]
                for form, avoid in forms:
                    by_first[form.words[0].stem.lower()].append((term, form, avoid))
                for word in (word for form in term.good[language] for word in form.words):
                    stems[word.stem.lower()].append(word)

    def matches(self, words: str, language: Language) -> list[Match]:
        """In their order, none within another: the longest goes first, and a good form before one to avoid."""
        plain, by_first = folded(words), self._by_first[language]
        if not by_first:
            return []
        found, tokens, after = [], words_of(plain, language), 0
        for place, token in enumerate(tokens):
            if place < after:
                continue
            fitting = [
                (form.weight, not avoid, -number, term, form)
                for number, (term, form, avoid) in enumerate(_filed(token[0], by_first))
                if _fits(form, plain, tokens[place : place + len(form.words)], language)
            ]
            if fitting:
                _, good, _, term, form = max(fitting)
                after = place + len(form.words)
                found.append(Match(token.start(), tokens[after - 1].end(), term, form, not good))
        return found

    def knows(self, word: str, language: Language) -> bool:
        """Whether it is a word of a preferred form, so that a dictionary needn't have it."""
        plain = folded(word)
        return any(stem.matches(plain, language) for stem in _filed(plain, self._stems[language]))


NO_TERMS = TermBase()


def target_form(term: TermForms, language: Language, found_words: str = "") -> str | None:
    """What to put into a text for it, or None where the language has no form.

    `found_words` of the source may have the capital of a sentence's beginning: it is kept.
    """
    forms = term.good[language]
    if not forms:
        return None
    words, first = forms[0].citation, found_words[:1]
    of_its_own = {form.citation[0] for both in (term.good, term.bad) for some in both.values() for form in some}
    return words[:1].upper() + words[1:] if first.isupper() and first not in of_its_own else words


def _filed(word: str, by_stem: Mapping[str, list[Kept]]) -> Iterator[Kept]:
    """Under the word or a beginning of it that leaves room for an ending."""
    small = word.lower()
    for length in range(max(len(small) - LONGEST_ENDING, 1), len(small) + 1):
        yield from by_stem.get(small[:length], ())


def _fits(form: Form, plain: str, tokens: Sequence[re.Match[str]], language: Language) -> bool:
    if len(tokens) < len(form.words):
        return False
    # The last word first: many forms may begin with the same one.
    if not all(word.matches(token[0], language) for word, token in zip(form.words[::-1], tokens[::-1], strict=True)):
        return False
    between = (_SPACES.sub(" ", plain[one.end() : other.start()]) for one, other in itertools.pairwise(tokens))
    return tuple(between) == form.between
