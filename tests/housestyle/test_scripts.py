"""Words of two alphabets and letters that a language doesn't have: none slips through, and nothing else blocks."""

import re

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from newsletter.housestyle.alphabets import CYRILLIC_TWINS, in_cyrillic, in_latin
from newsletter.housestyle.findings import Passage, Severity
from newsletter.languages import Language
from tests.housestyle.planting import Planted, clean
from tests.housestyle.reading import blocked, findings, found, suggested

EN, BE, RU = Language.EN, Language.BE, Language.RU

RIGHT = {
    "a firm": "Кампаніі Coca-Cola, BBC, IKEA, AT&T, IBM і Volkswagen прадаюць iPhone, eBay і Max.",
    "an address": "Чытайце https://bаrаnаvichy.example/сёння?q=шчo, ZN.UA і tut.by або пішыце на рaдa@example.org.",
    "an account": "У Telegram гэта @nаvіny_bot.",
    "a Roman numeral": "У XX-га стагоддзя, II-го тому і MCMXCI года, пры Мікалаі I і Людовіку XIV.",
    "a formula": "CO₂, H₂O, x², NaCl, E = mc², a² + b² = c², p < 0,05, χ² = 3, Δt, kΩ, 5 µм, 7 μг.",
    "a unit": "5 °C, 10 кВт·г, 3 Mbps, 4K, 12 GB.",
    "a compound": "IT-кампанія, Wi-Fi-сетка, e-пошта, e-mail-рассылка, T-клетка, 3D-друк.",
    "a number in a name": "Covid-19, А-100, S-400 / С-400, H5N1, COP29, Су-30СМ, X5 Group, Т-72Б3.",
    "an ending after an apostrophe": "BelTA’ы, IBM’аўскі, iPad’ам.",
    "a stress mark": "за́мак і замо́к, сло\u00adва, сло\u200bва",
    "a foreign name": "Gazeta Wyborcza, Kılıçdaroğlu, Łódź, «Prawo i Sprawiedliwość».",
    "a list": "a) першае; i) другое; c) трэцяе.",
}


@pytest.mark.parametrize("words", RIGHT.values(), ids=RIGHT)
def test_nothing_blocks(words: str) -> None:
    assert blocked(words, BE) == []


def test_an_english_text_may_hold_a_name_from_anywhere_and_a_formula() -> None:
    assert findings("Wałęsa, Šimonytė, Ångström, CO₂, kΩ, μm, Δt, TNFα and naïve façade: 5 × 10³.", EN) == []


@pytest.mark.parametrize(
    ("words", "language", "wrong", "right"),
    [
        ("на вуліцах iншых гарадоў", BE, "iншых", "іншых"),
        ("у горадзе Вelarus", BE, "Вelarus", "Belarus"),
        ("слова кaжa", BE, "кaжa", "кажа"),
        ("ДЗEЮЧЫ", BE, "ДЗEЮЧЫ", "ДЗЕЮЧЫ"),
        ("весь мiр", RU, "мiр", "мир"),
        ("в ХIХ веке", RU, "ХIХ", "XIX"),
        ("the city of Мinsk", EN, "Мinsk", "Minsk"),
        ("and hоpe", EN, "hоpe", "hope"),
        ("мαма", BE, "мαма", "мама"),
        ("сло\u00adвo", RU, "сло\u00adвo", "слово"),
        ("пало\u0301вa", BE, "пало\u0301вa", "палова"),
        ("адбыўcя XX-га", BE, "адбыўcя", "адбыўся"),
        ("100kВт", BE, "100kВт", "100кВт"),
    ],
)
def test_a_word_of_two_alphabets_blocks_and_is_put_into_one(
    words: str, language: Language, wrong: str, right: str
) -> None:
    assert found(words, language, "mixed-script") == [wrong]
    assert suggested(words, language, "mixed-script") == [right]
    assert blocked(words, language) == [wrong]


def test_each_part_of_a_compound_is_read_for_itself() -> None:
    assert found("Wi-Fi-cетка і што-нeбудзь", BE, "mixed-script") == ["cетка", "нeбудзь"]


@pytest.mark.parametrize("words", ["сям’i", "сям'i", "c’езд", "што-a"])
def test_a_letter_alone_behind_an_apostrophe_or_hyphen_is_no_exception(words: str) -> None:
    assert len(blocked(words, BE)) == 1


@pytest.mark.parametrize(
    ("words", "language", "wrong", "right"),
    [
        ("мир", BE, "мир", "мір"),
        ("шука щукі", BE, "щукі", "шчукі"),
        ("абъект", BE, "абъект", "аб’ект"),
        ("машина", BE, "машина", None),
        ("ґанак", BE, "ґанак", "ганак"),
        ("Київ", BE, "Київ", None),
        ("Ўсё", RU, "Ўсё", "Усё"),
        ("мір", RU, "мір", "мир"),
        ("тьѣнь", RU, "тьѣнь", None),
        ("при Николае ІІ", RU, "ІІ", "II"),
        ("in Менск now", EN, "Менск", None),
        ("the Хор", EN, "Хор", "Xop"),
        ("a СОР", EN, "СОР", "COP"),
    ],
)
def test_a_letter_of_another_language_blocks(words: str, language: Language, wrong: str, right: str | None) -> None:
    assert found(words, language, "other-alphabet") == [wrong]
    assert suggested(words, language, "other-alphabet") == [right]
    assert blocked(words, language) == [wrong]


def test_the_message_names_the_letters() -> None:
    [finding] = findings("машыиныъ", BE)
    assert finding.values == {"word": "машыиныъ", "letters": "и, ъ"}


def test_letters_taken_apart_are_the_same_letters() -> None:
    assert findings("чай, ёлка і заўсёды", BE) == []
    assert findings("йод и ёлка", RU) == []


def test_letters_of_another_width_block() -> None:
    assert suggested("гэта ｆｕｌｌ", BE, "mixed-script") == ["full"]


WORDS = {
    language: [
        (at, found.start(), found.end())
        for at, passage in enumerate(clean(language))
        for found in re.finditer("[А-Яа-яЁёІіЎў]{2,}", passage.words)
        if any(letter in CYRILLIC_TWINS for letter in found[0])
    ]
    for language in (BE, RU)
}


@given(st.data(), st.sampled_from([BE, RU]))
def test_no_letter_of_any_word_can_be_swapped_for_its_twin_unseen(data: st.DataObject, language: Language) -> None:
    at, start, end = data.draw(st.sampled_from(WORDS[language]))
    words = clean(language)[at].words
    places = [place for place in range(start, end) if words[place] in CYRILLIC_TWINS]
    swapped = data.draw(st.sets(st.sampled_from(places), min_size=1))
    assume(len(swapped) < end - start)  # of a whole word, test_lookalikes.py
    spoilt = "".join(CYRILLIC_TWINS[letter] if place in swapped else letter for place, letter in enumerate(words))
    about = Planted([Passage("b1", spoilt)], "b1", start, end, language).findings()
    assert [finding.rule for finding in about if finding.severity == Severity.BLOCK] == ["mixed-script"]
    if 2 * len(swapped) <= end - start:
        assert about[0].suggestion == words[start:end]


@given(st.text("аеорсухікАВЕКМНОРСТХУІ"))
def test_a_word_respelt_in_twins_comes_back(word: str) -> None:
    latin = in_latin(word)
    assert latin is not None
    assert in_cyrillic(latin) == word
