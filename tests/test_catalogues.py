"""The gate of the catalogues: every word of the interface is in Belarusian and in Russian, and is well written."""

import ast
import re
import string
import unicodedata
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.support import Translations

import newsletter
from newsletter.languages import Language
from newsletter.paths import locale_folder
from tests.catalogues import LANGUAGES, catalogue, extracted

TRANSLATES = ("_", "_l", "gettext", "ngettext")
FOREIGN = {Language.BE: "ищъ", Language.RU: "іў"}
"""Letters that a language's alphabet doesn't have."""


@pytest.fixture(scope="module")
def said() -> Catalog:
    """What the code and the templates say."""
    return extracted()


@pytest.fixture(params=LANGUAGES)
def language(request: pytest.FixtureRequest) -> Language:
    return Language(request.param)


@pytest.fixture
def words(language: Language) -> Catalog:
    return catalogue(language)


def test_a_catalogue_holds_what_the_code_says_and_nothing_else(said: Catalog, words: Catalog) -> None:
    missing, gone = _ids(said) - _ids(words), _ids(words) - _ids(said)
    assert not missing, f"python -m tests.catalogues, then translate {missing}"
    assert not gone, f"python -m tests.catalogues removes {gone}"
    assert not words.obsolete


def test_no_words_hide_in_an_f_string_where_babel_does_not_find_them() -> None:
    hidden = [
        f"{path}:{call.lineno}"
        for path in Path(newsletter.__file__).parent.rglob("*.py")
        for written in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(written, ast.JoinedStr)
        for call in ast.walk(written)
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in TRANSLATES
        if call.args and isinstance(call.args[0], ast.Constant)
    ]
    assert not hidden


def test_every_message_is_translated_in_every_plural_form(words: Catalog) -> None:
    lacking = [message.id for message in _messages(words) if not all(_forms(message)) or message.fuzzy]
    assert not lacking


def test_one_two_and_five_readers_are_counted_in_three_ways(language: Language) -> None:
    spoken = Translations.load(locale_folder(), [language])
    counted = [spoken.ngettext("%(num)s reader", "%(num)s readers", number) for number in (1, 2, 5, 11, 21, 22)]
    one, few, many = counted[:3]
    assert len({one, few, many}) == 3
    assert counted[3:] == [many, one, few]


def test_placeholders_are_those_of_the_original(words: Catalog) -> None:
    faults = [(message.id, error) for message in _messages(words) for error in message.check(words)]
    braces = [
        (message.id, form)
        for message in _messages(words)
        for form in _forms(message)
        if "python-brace-format" in message.flags and _braces(form) != _braces(_original(message))
    ]
    # Babel is content with a placeholder that is left out; a reader would miss it.
    left_out = [
        (message.id, form)
        for message in _messages(words)
        for form in _forms(message)
        if _named(form) != _named(_original(message))
    ]
    assert not faults + braces + left_out


def test_no_word_mixes_alphabets(words: Catalog) -> None:
    mixed = [
        (message.id, word)
        for message, form in _translations(words)
        for word in re.findall(r"[^\W\d_]+", form)
        if len({unicodedata.name(letter).split()[0] for letter in word}) > 1
    ]
    assert not mixed


def test_no_letter_is_of_the_other_alphabet(words: Catalog, language: Language) -> None:
    foreign = re.compile(f"[{FOREIGN[language]}]", re.IGNORECASE)
    assert not [(message.id, form) for message, form in _translations(words) if foreign.search(form)]


def test_quotes_apostrophes_and_dashes_are_typographic(words: Catalog) -> None:
    slips = re.compile(r"""["'“”ʼ]|\s-\s|–|\.\.\.""")
    assert not [(message.id, form) for message, form in _translations(words) if slips.search(form)]


def test_no_line_ends_with_a_one_letter_word(words: Catalog) -> None:
    """Nor begins with a dash or a unit: a no-break space holds them."""
    loose = re.compile(r"(?<![\w’])[^\W\d_] | —|№ |[\ds] (?:кБ|МБ|г\.|%)")
    assert not [(message.id, form) for message, form in _translations(words) if loose.search(_without_names(form))]


def test_no_full_stop_follows_a_date(words: Catalog) -> None:
    """It ends with one already: 4 лістапада 2024 г."""
    assert not [(message.id, form) for message, form in _translations(words) if re.search(r"%\((day|week)\)s\.", form)]


def _ids(words: Catalog) -> set[object]:
    return {message.id for message in _messages(words)}


def _messages(words: Catalog) -> Iterator[Message]:
    return (message for message in words if message.id)


def _forms(message: Message) -> tuple[str, ...]:
    return _plural(message.string or "")


def _translations(words: Catalog) -> Iterator[tuple[Message, str]]:
    return ((message, form) for message in _messages(words) for form in _forms(message))


def _original(message: Message) -> str:
    return _plural(message.id)[-1]


def _plural(words: str | Iterable[str]) -> tuple[str, ...]:
    return (words,) if isinstance(words, str) else tuple(words)


def _named(text: str) -> set[str]:
    return set(re.findall(r"%\(\w+\)[sd]", text))


def _without_names(text: str) -> str:
    """A placeholder stands for a number or a word, so what follows it counts."""
    return re.sub(r"%\((\w+)\)[sd]", "00s", text)


def _braces(text: str) -> set[str]:
    return {name for _text, name, _format, _conversion in string.Formatter().parse(text) if name}
