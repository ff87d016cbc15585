"""Spelling by dictionaries that are found at run time."""

from pathlib import Path

import pytest

from newsletter.housestyle import spelling
from newsletter.housestyle.findings import Passage, Severity
from newsletter.languages import Language
from newsletter.terms.matching import NO_TERMS, TermBase, TermForms
from tests.needs import missing


def misspelt(
    words: str, language: Language, terms: TermBase = NO_TERMS, known: spelling.Known = frozenset()
) -> list[str]:
    if not spelling.available(language):
        missing(f"no dictionary: apt-get install {spelling.PACKAGES[language]}")
    return [finding.words for finding in spelling.check([Passage("a", words)], language, terms, known)]


@pytest.mark.parametrize(
    ("language", "words", "wrong"),
    [
        (Language.EN, "The colour of a neighbour’s harbour is not a color they’d recieve.", ["color", "recieve"]),
        (Language.BE, "Аб’ект, абʼект і аб'ект — дзяржаўны сьнег і эканомічны рост.", ["сьнег", "эканомічны"]),
        (Language.RU, "Объект ещё не сдан, по-прежнему стоят каровы и военно-политический блок.", ["каровы"]),
    ],
)
def test_each_language_has_its_own_wrong_words(language: Language, words: str, wrong: list[str]) -> None:
    assert misspelt(words, language) == wrong


@pytest.mark.parametrize(
    ("language", "words"),
    [
        (Language.EN, "NATO, x2y, iPhone, qwrt.example.org, qwrtz@example.org, https://example.org/qwrtz, Менск, Q"),
        (
            Language.BE,
            "МУС, ІТ-кампанія, 5га, Wi-Fi, Google, https://example.org/эканомічны, дзяр\u00adжава, Мі\u0301нск",
        ),
        (Language.RU, "МВД, С-400, COVID-19, х2у, example.org, кто́"),
    ],
)
def test_what_is_no_word_of_the_language_is_not_asked_about(language: Language, words: str) -> None:
    assert misspelt(words, language) == []


def test_it_is_advice_that_blocks_nothing() -> None:
    misspelt("", Language.EN)
    [finding] = spelling.check([Passage("a", "a recieve")], Language.EN)
    assert (finding.rule, finding.severity, finding.start, finding.suggestion) == ("spelling", Severity.WARN, 2, None)


def test_names_of_the_term_base_and_words_that_editors_added_are_known() -> None:
    words = "Кілбаўчэнкам, Зыльфікара, зыльфікара, Абв’ежы"
    assert misspelt(words, Language.BE) == ["Кілбаўчэнкам", "Зыльфікара", "зыльфікара", "Абв’ежы"]
    base = TermBase([TermForms(1, {"be": "Кілбаўчэнк|а"})])
    assert misspelt(words, Language.BE, base, frozenset({"зыльфікара", "Абв'ежы"})) == []
    base = TermBase([TermForms(1, {"en": "Lukashenka"})])
    assert misspelt("Lukashenka’s, Biden’s, Qwrtz’s", Language.EN, base, frozenset({"Biden"})) == ["Qwrtz’s"]


@pytest.mark.parametrize(
    ("language", "word", "meant"),
    [
        (Language.EN, "recieve", "receive"),
        (Language.EN, "Goverment", "Government"),
        (Language.BE, "сьнег", "снег"),
        (Language.BE, "эканомічны", "эканамічны"),
        (Language.RU, "каровы", "коровы"),
        (Language.RU, "потомучто", "потому что"),
        (Language.RU, "аабъект", "объект"),
    ],
)
def test_what_is_one_slip_away_is_suggested(language: Language, word: str, meant: str) -> None:
    misspelt("", language)
    suggested = spelling.suggestions(word, language)
    assert (meant in suggested) == (word != "аабъект"), "two slips are too many"
    assert len(suggested) <= spelling.MOST_SUGGESTIONS


@pytest.mark.parametrize("word", ["", "a" * 1000, "two words", "дом", "=1"])
def test_what_is_no_word_has_no_suggestions(word: str) -> None:
    assert spelling.suggestions(word, Language.EN) == []


def test_without_a_dictionary_nothing_is_found_and_pages_can_say_so(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(spelling, "_USUAL", ())
    for name in ("NEWSLETTER_DICTIONARIES", "DICPATH"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    assert not spelling.available(Language.BE)
    assert spelling.check([Passage("a", "эканомічны")], Language.BE) == []
    assert spelling.suggestions("эканомічны", Language.BE) == []


@pytest.mark.parametrize("setting", ["NEWSLETTER_DICTIONARIES", "DICPATH"])
def test_a_folder_that_is_named_goes_before_the_usual_ones(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, setting: str
) -> None:
    """In an encoding of the last century, which lacks ў."""
    (tmp_path / "ru_RU.aff").write_text("SET KOI8-R\n", "koi8-r")
    (tmp_path / "ru_RU.dic").write_text("1\nабракадабра\n", "koi8-r")
    monkeypatch.setenv(setting, f"/nowhere:{tmp_path}")
    found = spelling.check([Passage("a", "Абракадабра и кошка, ўсё")], Language.RU)
    assert [finding.words for finding in found] == ["кошка", "ўсё"]
    assert spelling.suggestions("ўсё", Language.RU) == []
