"""Whole words in letters of the other alphabet."""

import pytest

from newsletter.housestyle.findings import Severity
from newsletter.languages import Language
from tests.housestyle.reading import blocked, findings, found, suggested

BE, RU = Language.BE, Language.RU


@pytest.mark.parametrize(
    ("words", "language", "wrong", "right"),
    [
        ("Яна i ён", BE, "i", "і"),
        ("она i он", RU, "i", "и"),
        ("сын, a не дачка", BE, "a", "а"),
        ("жыве y горадзе", BE, "y", "у"),
        ("кто c нами", RU, "c", "с"),
        ("I гэта ўсё.", BE, "I", "І"),
        ("Так. B Минске снег.", RU, "B", "В"),
        ("Ён піша пра iPhone i тэлефоны.", BE, "i", "і"),
        ("у CCCP было", BE, "CCCP", "СССР"),
        ("краіны HATO", BE, "HATO", "НАТО"),
        ("на AEC", BE, "AEC", "АЕС"),
        ("прыгожая poca", BE, "poca", "роса"),
        ("a-ля", BE, "a", "а"),
        ("1990-x гадоў", BE, "x", "х"),
        ("БЕЛАРУСЬ A СВЕТ", BE, "A", "А"),
        ("гурт Linkin С Park", BE, "С", "C"),
    ],
)
def test_a_word_in_the_wrong_alphabet_blocks(words: str, language: Language, wrong: str, right: str) -> None:
    assert blocked(words, language) == [wrong]
    assert suggested(words, language, "lookalike") == [right]


@pytest.mark.parametrize(
    "words",
    [
        "I з’езд і I квартал, II тур, Ян Павел I.",
        "вітамін C, план B, група A, клас A",
        "X (былы Twitter) і Xerox",
        "BBC, OPEC, CEO, IBM і HBO",
        "Max, Coca-Cola, Pepco, Texaco, Oxford, Mac OS",
        "War and Peace, PC Gamer, New York Times, TCP/IP",
        "«Prawo i Sprawiedliwość»",
        "знайсці x і y, калі x + y = 5",
        "Google і Apple, Volvo і BMW",
        "GOOGLE І APPLE ДАМОВІЛІСЯ",
        "AH-64 Apache, KC-135 і Patriot PAC-3",
        "64 MB, 2 TB і 5 MPa",
        "гелій (He), He — гэта гелій, CaCO₃ і KOH",
        "калі x расце, y памяншаецца; пункты a, b і c роўныя",
        "op. cit., i.e., et al.",
    ],
)
def test_what_is_latin_by_right_stays(words: str) -> None:
    assert findings(words, BE) == []


def test_capitals_that_may_be_a_firm_or_a_slip_only_warn() -> None:
    [finding] = findings("Прадпрыемства CEKTOP", BE)
    assert (finding.severity, finding.suggestion) == (Severity.WARN, "СЕКТОР")


@pytest.mark.parametrize(("words", "right"), [("у ХХ ст.", "XX"), ("ХІХ стагоддзе", "XIX"), ("Мікалай ІІ", "II")])
def test_a_roman_numeral_in_cyrillic_letters_warns(words: str, right: str) -> None:
    [finding] = findings(words, BE)
    assert (finding.severity, finding.suggestion) == (Severity.WARN, right)


def test_a_passage_that_is_all_latin_is_left_alone() -> None:
    assert found("Photo: CEA / MAC", BE, "lookalike") == []
